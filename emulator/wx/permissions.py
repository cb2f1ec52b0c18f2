"""What the user allows: https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/authorize.html

Asked once for each mini-program and scope; the answer holds until openSetting changes it.
"""

from collections.abc import Generator
from typing import Any

from ..calls import Call, Handler, Steps
from ..errors import Cause, WxError
from ..params import check
from ..questions import Question, Sheet
from ..texts import say
from .taps import needs_tap

#: Scopes and the text of their question; those marked ``None`` are never asked for on a sheet of their own.
SCOPES: dict[str, str | None] = {
    "scope.userInfo": None,
    "scope.userLocation": "ask.location",
    "scope.userFuzzyLocation": "ask.location",
    "scope.userLocationBackground": "ask.location",
    "scope.address": None,
    "scope.invoiceTitle": None,
    "scope.invoice": None,
    "scope.werun": "ask.werun",
    "scope.record": "ask.record",
    "scope.writePhotosAlbum": "ask.album",
    "scope.camera": "ask.camera",
    "scope.bluetooth": "ask.bluetooth",
    "scope.addPhoneContact": "ask.contact",
    "scope.addPhoneCalendar": "ask.calendar",
}


def permission(
    call: Call, text: str, scope: str = "", lines: list[str] | None = None, button: str = "ui.allow"
) -> Sheet:
    """A half-screen question of WeChat's in the name of the app. *text* and *button* are ids of texts."""
    project = call.world.projects[call.app.app_id]
    return Sheet(
        "permission",
        lambda: {
            "app": project.name,
            "icon": project.icon,
            "scope": scope,
            "title": say(text),
            "lines": lines or [],
            "button": say(button),
        },
    )


def allowed(call: Call, scope: str) -> Generator[Question, dict[str, Any], dict[str, Any]]:
    """Go on only if the user allows *scope*; the answer, where there was a question. Raises WxError ``auth deny``."""
    known = call.phone.allowed_of(call.app.app_id)
    text = SCOPES[scope]
    answer: dict[str, Any] = {"action": "confirm"}
    if scope not in known and text is not None:
        wanted = call.world.projects[call.app.app_id].app_json.get("permission") or {}
        reason = (wanted.get(scope) or {}).get("desc")
        answer = yield permission(call, text, scope, [str(reason)] if reason else None)
        known[scope] = answer["action"] == "confirm"
    if not known.setdefault(scope, True):
        raise WxError("auth deny", Cause("permission.denied", {"scope": scope}))
    return answer


def authorize(call: Call) -> Steps:
    """https://developers.weixin.qq.com/miniprogram/dev/api/open-api/authorize/wx.authorize.html"""
    check({"scope": ""}, call.params)
    scope = call.params["scope"]
    if scope not in SCOPES:
        raise WxError("invalid scope", Cause("arguments.wrong", {"faults": f"scope {scope}"}))
    yield from allowed(call, scope)
    return {}


def get_setting(call: Call) -> dict[str, Any]:
    """https://developers.weixin.qq.com/miniprogram/dev/api/open-api/setting/wx.getSetting.html"""
    return _settings(call)


def open_setting(call: Call) -> Steps:
    """https://developers.weixin.qq.com/miniprogram/dev/api/open-api/setting/wx.openSetting.html"""
    needs_tap(call, since="2.3.0")
    known = call.phone.allowed_of(call.app.app_id)
    scopes = sorted(known)
    content = {
        "title": say("ask.settings"),
        "many": True,
        "choices": [{"label": scope, "detail": ""} for scope in scopes],
        "chosen": [index for index, scope in enumerate(scopes) if known[scope]],
    }
    answer = yield Sheet("choose", lambda: content)
    if answer["action"] == "confirm":
        chosen = chosen_of(answer, content["chosen"])
        known.update({scope: index in chosen for index, scope in enumerate(scopes)})
    return _settings(call)


def chosen_of(answer: dict[str, Any], fallback: Any) -> list[int]:
    """The rows that the user has chosen; what the answer does not say is as the sheet stood."""
    given = answer.get("chosen")
    return [one for one in given if type(one) is int] if isinstance(given, list) else list(fallback)


HANDLERS: dict[str, Handler] = {"authorize": authorize, "getSetting": get_setting, "openSetting": open_setting}


def _settings(call: Call) -> dict[str, Any]:
    result: dict[str, Any] = {"authSetting": dict(call.phone.allowed_of(call.app.app_id))}
    if call.params.get("withSubscriptions") is True:
        result["subscriptionsSetting"] = {"mainSwitch": True, "itemSettings": {}}
    return result
