"""Who the user is: https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/userProfile.html"""

import base64
import hashlib
import json
from typing import Any

from ..calls import Call, Handler, Steps
from ..crypto import encrypt_for_app
from ..errors import Cause, WxError
from ..questions import Sheet
from ..samples import picture
from ..texts import say
from .files import files_of
from .permissions import permission
from .taps import needs_tap

#: What everybody is called since October 2022, unless the switch says otherwise.
_NOBODY = {"nickName": "微信用户", "avatarUrl": ""}


def get_user_info(call: Call) -> dict[str, Any]:
    """https://developers.weixin.qq.com/miniprogram/dev/api/open-api/user-info/wx.getUserInfo.html"""
    call.phone.allowed_of(call.app.app_id)["scope.userInfo"] = True
    return _profile(call)


def get_user_profile(call: Call) -> Steps:
    """https://developers.weixin.qq.com/miniprogram/dev/api/open-api/user-info/wx.getUserProfile.html

    Asks only while real names are given at all."""
    needs_tap(call)
    if call.world.switches["profile.names"] == "real":
        desc = call.params.get("desc")
        answer = yield permission(call, "ask.profile", "scope.userInfo", [call.phone.user.nick_name, str(desc or "")])
        if answer["action"] != "confirm":
            raise WxError("auth deny", Cause("user.refused"))
    return _profile(call)


def get_phone_number(call: Call) -> Steps:
    """The button ``open-type="getPhoneNumber"``:
    https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/getPhoneNumber.html"""
    account = call.world.accounts.get(call.app.app_id)
    if account is None or not account.verified:
        raise WxError("no permission", Cause("account.not-verified", {"app": call.app.app_id}))
    number = call.phone.user.phone_number
    answer = yield permission(call, "ask.phone", lines=[number])
    if answer["action"] != "confirm":
        raise WxError("user deny", Cause("user.refused"))
    plain = {"phoneNumber": number, "purePhoneNumber": number, "countryCode": "86"}
    code = call.world.accounts.new_phone_code(call.app.app_id, call.phone.user.id, call.now)
    return {"code": code, **_sealed(call, plain), "cloudID": ""}


def choose_avatar(call: Call) -> Steps:
    """The button ``open-type="chooseAvatar"``; the file is for the runtime to keep."""
    content = {"title": say("ask.avatar"), "count": 1, "accept": "image/*"}
    answer = yield Sheet("files", lambda: content)
    if answer["action"] != "confirm":
        raise WxError("cancel", Cause("user.cancelled"))
    return {"files": files_of(answer, 1, picture)}


HANDLERS: dict[str, Handler] = {
    "getUserInfo": get_user_info,
    "getUserProfile": get_user_profile,
    "getPhoneNumber": get_phone_number,
    "chooseAvatar": choose_avatar,
}


def _profile(call: Call) -> dict[str, Any]:
    user = call.phone.user
    real = call.world.switches["profile.names"] == "real"
    shown = {"nickName": user.nick_name, "avatarUrl": user.avatar} if real else _NOBODY
    lang = call.params.get("lang")
    info = {**shown, "gender": 0, "language": lang if isinstance(lang, str) else "en",
            "city": "", "province": "", "country": "", "is_demote": not real}  # fmt: skip
    raw = json.dumps(info, ensure_ascii=False, separators=(",", ":"))
    signature = hashlib.sha1(f"{raw}{_session_key(call)}".encode()).hexdigest()
    return {"userInfo": info, "rawData": raw, "signature": signature, **_sealed(call, info)}


def _sealed(call: Call, plain: dict[str, Any]) -> dict[str, str]:
    """``encryptedData`` and ``iv``, for the session key of the last login:
    https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html"""
    iv = call.world.seed.bytes("iv", call.world.seed.count("iv"))[:16]
    marked = {**plain, "watermark": {"timestamp": call.now, "appid": call.app.app_id}}
    text = json.dumps(marked, ensure_ascii=False, separators=(",", ":"))
    sealed = encrypt_for_app(_session_key(call), iv, text)
    return {"encryptedData": sealed, "iv": base64.b64encode(iv).decode()}


def _session_key(call: Call) -> str:
    return call.world.accounts.last_session_key(call.app.app_id, call.phone.user.id)
