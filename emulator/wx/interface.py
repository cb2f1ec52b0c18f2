"""https://developers.weixin.qq.com/miniprogram/dev/api/ui/interact/wx.showModal.html"""

from typing import Any

from ..app import Toast
from ..calls import Call, Handler, Steps
from ..errors import Cause, WxError
from ..params import check, milliseconds
from ..questions import Sheet
from ..waiting import HideToast

_MODAL: dict[str, Any] = {
    "title": "", "content": "", "showCancel": True, "cancelText": "", "cancelColor": "#000000",
    "confirmText": "", "confirmColor": "#576B95", "editable": False, "placeholderText": "",
}  # fmt: skip

_BUTTONS = {"zh_CN": ("取消", "确定"), "en": ("Cancel", "OK")}


def show_toast(call: Call) -> dict[str, Any]:
    check({"title": ""}, call.params)
    params = call.params
    icon = params.get("icon", "success")
    if icon not in ("success", "error", "loading", "none"):
        icon = "success"
    return _hover(call, icon, milliseconds(params.get("duration"), 1500))


def show_loading(call: Call) -> dict[str, Any]:
    check({"title": ""}, call.params)
    return _hover(call, "loading", None)


def hide(call: Call) -> dict[str, Any]:
    call.phone.show_toast(call.app, None)
    return {}


def show_modal(call: Call) -> Steps:
    params = call.params
    content = {key: params.get(key, default) for key, default in _MODAL.items()}
    for key in ("title", "content", "cancelText", "confirmText"):
        content[key] = "" if content[key] is None else str(content[key])
    for key in ("cancelText", "confirmText"):
        if len(content[key]) > 4:
            raise WxError(f"{key} length should not larger than 4 Chinese characters",
                          Cause("arguments.wrong", {"faults": key}))  # fmt: skip
    cancel, confirm = _BUTTONS[call.phone.settings.language]
    content["cancelText"], content["confirmText"] = content["cancelText"] or cancel, content["confirmText"] or confirm
    answer = yield Sheet("modal", lambda: content)
    confirmed = answer["action"] == "confirm"
    typed = str(answer.get("content", "")) if content["editable"] and confirmed else None
    return {"cancel": not confirmed, "confirm": confirmed, "content": typed}


def show_action_sheet(call: Call) -> Steps:
    check({"itemList": []}, call.params)
    items = call.params["itemList"]
    if not 1 <= len(items) <= 6:
        few, many = "parameter.itemList should have at least 1 item;", "itemList should not be large than 6"
        fault = many if items else few
        raise WxError(f"parameter error: {fault}", Cause("arguments.wrong", {"faults": fault}))
    content = {
        "itemList": [str(item) for item in items],
        "itemColor": call.params.get("itemColor", "#000000"),
        "alertText": call.params.get("alertText", ""),
    }
    answer = yield Sheet("actionSheet", lambda: content)
    index = answer.get("index")
    if answer["action"] != "confirm" or type(index) is not int or not 0 <= index < len(items):
        raise WxError("cancel", Cause("user.cancelled"))
    return {"tapIndex": index}


HANDLERS: dict[str, Handler] = {
    "showToast": show_toast,
    "hideToast": hide,
    "showLoading": show_loading,
    "hideLoading": hide,
    "showModal": show_modal,
    "showActionSheet": show_action_sheet,
}


def _hover(call: Call, icon: str, duration: int | None) -> dict[str, Any]:
    phone, params = call.phone, call.params
    image = str(params.get("image") or "")
    toast = Toast(phone.new_id("t"), params["title"], icon, image, params.get("mask") is True)
    phone.show_toast(call.app, toast)
    if duration is not None:
        call.world.later(duration, HideToast(phone.id, call.app.instance, toast.id))
    return {}
