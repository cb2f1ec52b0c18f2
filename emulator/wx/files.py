"""Choosing and saving pictures, films and files: https://developers.weixin.qq.com/miniprogram/dev/api/media/image/wx.chooseImage.html

The bytes travel in base64; the runtime keeps them as the app's temporary files and words the result.
"""

import base64
import binascii
from collections.abc import Callable
from typing import Any

from ..calls import Call, Handler, Steps
from ..errors import Cause, WxError
from ..questions import Sheet
from ..samples import picture, text_file, video
from ..texts import say
from .permissions import allowed

#: How many may be chosen: by default, and at most.
_COUNTS = {"chooseImage": (9, 9), "chooseMedia": (9, 20), "chooseVideo": (1, 1), "chooseMessageFile": (100, 100)}


def choose_image(call: Call) -> Steps:
    return (yield from _choose(call, "ask.images", "image/*", picture))


def choose_media(call: Call) -> Steps:
    """https://developers.weixin.qq.com/miniprogram/dev/api/media/video/wx.chooseMedia.html"""
    kinds = call.params.get("mediaType")
    films = kinds == ["video"]
    accept = "video/*" if films else "image/*" if kinds == ["image"] else "image/*,video/*"
    return (yield from _choose(call, "ask.media", accept, video if films else picture))


def choose_video(call: Call) -> Steps:
    """https://developers.weixin.qq.com/miniprogram/dev/api/media/video/wx.chooseVideo.html"""
    return (yield from _choose(call, "ask.media", "video/*", video))


def choose_message_file(call: Call) -> Steps:
    """https://developers.weixin.qq.com/miniprogram/dev/api/media/image/wx.chooseMessageFile.html"""
    return (yield from _choose(call, "ask.files", "", text_file))


def save_to_album(call: Call) -> Steps:
    """https://developers.weixin.qq.com/miniprogram/dev/api/media/image/wx.saveImageToPhotosAlbum.html"""
    yield from allowed(call, "scope.writePhotosAlbum")
    return {}


def files_of(answer: dict[str, Any], most: int, sample: Callable[[int], dict[str, Any]]) -> list[dict[str, Any]]:
    """The files of an answer; one that names none takes the album's first. Raises WxError for what is no file."""
    given = answer.get("files")
    if given is None:
        return [sample(0)]
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        raise WxError("system error", Cause("arguments.wrong", {"faults": "answer.files should be Array;"}))
    return [_file(one, index, sample) for index, one in enumerate(given[:most])]


HANDLERS: dict[str, Handler] = {
    "chooseImage": choose_image,
    "chooseMedia": choose_media,
    "chooseVideo": choose_video,
    "chooseMessageFile": choose_message_file,
    "saveImageToPhotosAlbum": save_to_album,
    "saveVideoToPhotosAlbum": save_to_album,
}


def _choose(call: Call, title: str, accept: str, sample: Callable[[int], dict[str, Any]]) -> Steps:
    usual, most = _COUNTS[call.name]
    wanted = call.params.get("count")
    count = min(most, wanted) if type(wanted) is int and wanted > 0 else usual
    answer = yield Sheet("files", lambda: {"title": say(title), "count": count, "accept": accept})
    if answer["action"] != "confirm":
        raise WxError("cancel", Cause("user.cancelled"))
    return {"files": files_of(answer, count, sample)}


def _file(given: dict[str, Any], index: int, sample: Callable[[int], dict[str, Any]]) -> dict[str, Any]:
    """A file as the runtime needs it: what the answer leaves out is the album's."""
    text = given.get("base64")
    if not isinstance(text, str):
        return {**sample(index), **{key: given[key] for key in ("name", "type") if isinstance(given.get(key), str)}}
    try:
        size = len(base64.b64decode(text, validate=True))
    except (binascii.Error, ValueError):
        raise WxError("system error", Cause("arguments.wrong", {"faults": "answer.files should be base64;"})) from None
    kept = {key: given[key] for key in ("width", "height", "duration") if type(given.get(key)) in (int, float)}
    kind = given.get("type")
    return {"name": str(given.get("name") or f"file-{index + 1}"), "base64": text, "size": size,
            "type": kind if isinstance(kind, str) else "application/octet-stream", **kept}  # fmt: skip
