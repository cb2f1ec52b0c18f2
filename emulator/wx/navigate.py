"""https://developers.weixin.qq.com/miniprogram/dev/api/navigate/wx.navigateToMiniProgram.html"""

from typing import Any

from ..calls import Call, Handler, Steps
from ..errors import Cause, WxError
from ..params import check
from ..phone import SCENE_OPENED_BY_APP
from ..questions import Sheet
from .taps import base_library, needs_tap


def navigate_to_mini_program(call: Call) -> Steps:
    check({"appId": ""}, call.params)
    target = call.params["appId"]
    dialog = base_library(call) >= (2, 3, 0)
    needs_tap(call, since="2.3.0", spend=True)
    _target_allowed(call, target)
    if dialog:
        project = call.world.projects[target]
        answer = yield Sheet("openApp", lambda: {"appId": target, "name": project.name, "icon": project.icon})
        if answer["action"] != "confirm":
            raise WxError("cancel", Cause("user.cancelled"))
        _target_allowed(call, target)

    def jump() -> None:
        if call.app in call.phone.apps:
            _jump(call, target)

    if call.world.switches["navigate.success-order"] == "before-hide":
        call.after_reply.append(jump)
    else:
        jump()
    return {}


def navigate_back_mini_program(call: Call) -> dict[str, Any]:
    """https://developers.weixin.qq.com/miniprogram/dev/api/navigate/wx.navigateBackMiniProgram.html"""
    if not any(app.instance == call.app.opener for app in call.phone.apps) or call.phone.front is not call.app:
        raise WxError(call.world.switches["navigateBack.refusal"], Cause("navigate.no-way-back"))
    extra = call.params.get("extraData")
    privileged = call.world.projects[call.app.app_id].privileged
    data = extra if isinstance(extra, dict) else None if privileged else {}
    call.after_reply.append(lambda: call.phone.close_front(data))
    return {}


def exit_mini_program(call: Call) -> dict[str, Any]:
    """https://developers.weixin.qq.com/miniprogram/dev/api/navigate/wx.exitMiniProgram.html"""
    needs_tap(call, words=str(call.world.switches["exitMiniProgram.refusal"]), spend=True)
    if call.phone.front is call.app:
        call.after_reply.append(call.phone.close_front)
    return {}


HANDLERS: dict[str, Handler] = {
    "navigateToMiniProgram": navigate_to_mini_program,
    "navigateBackMiniProgram": navigate_back_mini_program,
    "exitMiniProgram": exit_mini_program,
}


def _target_allowed(call: Call, target: str) -> None:
    if target == call.app.app_id:
        raise WxError("can't navigate to myself", Cause("navigate.own-app"))
    listed = call.world.projects[call.app.app_id].app_json.get("navigateToMiniProgramAppIdList", [])
    if call.world.switches["navigate.app-list"] and target not in listed:
        text = f'appId "{target}" is not in navigateToMiniProgramAppIdList'
        raise WxError(text, Cause("navigate.not-listed", {"app": target}))
    if target not in call.world.projects:
        raise WxError("invalid appid", Cause("navigate.unknown-app", {"app": target}))


def _jump(call: Call, target: str) -> None:
    params = call.params
    referrer: dict[str, Any] = {"appId": call.app.app_id, "extraData": params.get("extraData") or {}}
    path = params.get("path")
    url = path.strip() if isinstance(path, str) else ""
    stay = params.get("noRelaunchIfPathUnchanged") is True
    call.phone.open_app(
        target, url, SCENE_OPENED_BY_APP, referrer, opener=call.app.instance, stay=stay, env_version=_version(call)
    )


def _version(call: Call) -> str:
    """``envVersion`` counts only in a develop or trial version; from a release, only a release is opened."""
    wanted = call.params.get("envVersion")
    return wanted if wanted in ("develop", "trial") and call.app.env_version != "release" else "release"
