"""https://developers.weixin.qq.com/miniprogram/dev/api/network/request/wx.request.html

The runtime has already written ``data`` into url or body as WeChat does.
"""

import base64
import re
from typing import Any

from ..backend import METHODS, asked
from ..calls import Call, Handler, Steps
from ..errors import Cause, WxError
from ..merchantwords import filled
from ..params import check, is_address, milliseconds
from ..questions import Fetch


def request(call: Call) -> Steps:
    """Params: ``url, method, header, body`` (text, or base64 with ``bodyIsBase64``), ``responseType, timeout``.

    The result's ``body`` is text, or base64 where ``responseType`` is ``arraybuffer``."""
    check({"url": ""}, call.params)
    params = call.params
    method = str(params.get("method") or "GET").upper()
    if method not in METHODS:
        raise WxError(f'invalid url "{params["url"]}"', Cause("request.bad-url", {"url": params["url"]}))
    answer = yield from _fetched(call, method, _headers(params), _body(params))
    body: bytes = answer["body"]
    binary = params.get("responseType") == "arraybuffer"
    return {
        "statusCode": answer["statusCode"],
        "header": answer["header"],
        "cookies": answer["cookies"],
        "body": base64.b64encode(body).decode() if binary else body.decode("utf-8", "replace"),
    }


def upload_file(call: Call) -> Steps:
    """https://developers.weixin.qq.com/miniprogram/dev/api/network/upload/wx.uploadFile.html

    Params: ``url, name, formData, header, timeout``, and of the file ``fileName, type, base64``."""
    check({"url": "", "name": "", "base64": ""}, call.params)
    params = call.params
    boundary = f"wxemu{call.world.seed.rid()}"
    headers = {key: value for key, value in _headers(params).items() if key.lower() != "content-type"}
    headers["content-type"] = f"multipart/form-data; boundary={boundary}"
    answer = yield from _fetched(call, "POST", headers, _multipart(params, boundary))
    return {"statusCode": answer["statusCode"], "header": answer["header"],
            "data": answer["body"].decode("utf-8", "replace")}  # fmt: skip


def download_file(call: Call) -> Steps:
    """https://developers.weixin.qq.com/miniprogram/dev/api/network/download/wx.downloadFile.html

    The result's ``base64`` and ``type`` are for the runtime, which keeps the file."""
    check({"url": ""}, call.params)
    answer = yield from _fetched(call, "GET", _headers(call.params), b"")
    kind = str(answer["header"].get("content-type", "application/octet-stream")).partition(";")[0]
    return {"statusCode": answer["statusCode"], "header": answer["header"], "type": kind,
            "base64": base64.b64encode(answer["body"]).decode()}  # fmt: skip


#: What the network stack says of a host that has no address.
UNKNOWN_HOST = "net::ERR_NAME_NOT_RESOLVED"

HANDLERS: dict[str, Handler] = {"request": request, "uploadFile": upload_file, "downloadFile": download_file}


def _fetched(call: Call, method: str, headers: dict[str, str], body: bytes) -> Steps:
    """What the address answers. Raises WxError in the base library's words."""
    params = call.params
    if not is_address(params["url"]):
        raise WxError(f'invalid url "{params["url"]}"', Cause("request.bad-url", {"url": params["url"]}))
    if call.phone.settings.network == "none":
        raise WxError("net::ERR_INTERNET_DISCONNECTED", Cause("request.no-network"))
    timeout = milliseconds(params.get("timeout"), 60_000)
    answer = _ordered(call, timeout) or (yield Fetch(params["url"], method, headers, body, timeout))
    if answer.get("error") == UNKNOWN_HOST:
        raise WxError(UNKNOWN_HOST, Cause("request.no-host", {"method": method, "url": params["url"]}))
    if "error" in answer:
        raise WxError(answer["error"], Cause("request.failed", {"url": params["url"], "error": answer["error"]}))
    return answer


def _ordered(call: Call, timeout: int) -> dict[str, Any] | None:
    """The answer that was ordered for this request, if one was; it keeps the app waiting as long as it takes."""
    request = asked(call.name, call.params)
    found = call.world.backend.reply(request)
    if found is None:
        return None
    on, reply = found
    call.notes["reply"] = on
    call.delay = min(reply.takes, timeout)
    text = "timeout" if reply.takes > timeout else reply.fail
    if text is not None:
        raise WxError(text, Cause("backend.ordered", {"on": on, "text": text}))
    return reply.answer(lambda data: filled(call.world, data, request.carries))


def _multipart(params: dict[str, Any], boundary: str) -> bytes:
    """The form's texts, then the file: https://www.rfc-editor.org/rfc/rfc7578"""
    form = params.get("formData")
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{_quoted(key)}"\r\n\r\n{value}\r\n'.encode()
        for key, value in (form if isinstance(form, dict) else {}).items()
    ]
    try:
        data = base64.b64decode(params["base64"], validate=True)
    except ValueError:
        raise WxError("file data error", Cause("arguments.wrong", {"faults": "base64"})) from None
    name, kind = _quoted(params.get("fileName") or "file"), _quoted(params.get("type") or "application/octet-stream")
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="{_quoted(params["name"])}"; filename="{name}"\r\n'
        f"Content-Type: {kind}\r\n\r\n"
    )
    return b"".join([*parts, head.encode(), data, f"\r\n--{boundary}--\r\n".encode()])


def _quoted(text: Any) -> str:
    """A text that may stand in a part's head."""
    return re.sub(r'[\r\n"]', lambda found: f"%{ord(found[0]):02X}", str(text))


def _headers(params: dict[str, Any]) -> dict[str, str]:
    """The app's headers; Referer cannot be set by it, as in WeChat."""
    given = params.get("header")
    header = given if isinstance(given, dict) else {}
    return {str(key): str(value) for key, value in header.items() if str(key).lower() not in ("referer", "host")}


def _body(params: dict[str, Any]) -> bytes:
    body = params.get("body")
    if not isinstance(body, str):
        return b""
    try:
        return base64.b64decode(body) if params.get("bodyIsBase64") else body.encode()
    except ValueError:
        faults = "parameter.body should be base64;"
        raise WxError(f"parameter error: {faults}", Cause("arguments.wrong", {"faults": faults})) from None
