"""https://developers.weixin.qq.com/miniprogram/dev/api/open-api/login/wx.login.html"""

from typing import Any

from ..calls import Call, Handler
from ..params import check


def login(call: Call) -> dict[str, Any]:
    code = call.world.accounts.new_login_code(call.app.app_id, call.phone.user.id, call.now)
    return {"code": code}


def check_session(call: Call) -> dict[str, Any]:
    return {}


def set_clipboard_data(call: Call) -> dict[str, Any]:
    check({"data": ""}, call.params)
    call.phone.clipboard = call.params["data"]
    return {}


def get_clipboard_data(call: Call) -> dict[str, Any]:
    return {"data": call.phone.clipboard}


def vibrate_short(call: Call) -> dict[str, Any]:
    """Nothing can be felt; the journal shows it."""
    return {}


HANDLERS: dict[str, Handler] = {
    "login": login,
    "checkSession": check_session,
    "setClipboardData": set_clipboard_data,
    "getClipboardData": get_clipboard_data,
    "vibrateShort": vibrate_short,
}
