"""Paying, and messages that the user asks for: https://developers.weixin.qq.com/miniprogram/dev/api/payment/wx.requestPayment.html

No money and no message moves: the user's answer is all that is emulated."""

from typing import Any

from ..calls import Call, Handler, Steps
from ..errors import Cause, WxError
from ..params import check
from ..questions import Sheet
from ..texts import say
from .permissions import chosen_of, permission
from .taps import needs_tap

_MOST_TEMPLATES = 5


def request_payment(call: Call) -> Steps:
    check({"timeStamp": "", "nonceStr": "", "package": "", "paySign": ""}, call.params)
    answer = yield permission(call, "ask.payment", lines=[call.params["package"]], button="ui.pay")
    if answer["action"] != "confirm":
        raise WxError("cancel", Cause("user.cancelled"))
    # As good as a tap: subscribe messages may be asked for behind it.
    call.app.tapped = call.world.clock.now()
    return {}


def request_subscribe_message(call: Call) -> Steps:
    """https://developers.weixin.qq.com/miniprogram/dev/api/open-api/subscribe-message/wx.requestSubscribeMessage.html

    The result holds ``accept`` or ``reject`` for each template, also where the user refuses all."""
    check({"tmplIds": []}, call.params)
    needs_tap(call, since="2.8.2")
    ids: list[Any] = call.params["tmplIds"]
    if not ids or not all(isinstance(one, str) for one in ids):
        raise WxError("TmplIds is empty", Cause("arguments.wrong", {"faults": "tmplIds"}))
    if len(ids) > _MOST_TEMPLATES:
        raise WxError("Templates count out of max bounds", Cause("arguments.wrong", {"faults": "tmplIds"}))
    content = {
        "title": say("ask.subscribe"),
        "many": True,
        "choices": [{"label": one, "detail": ""} for one in ids],
        "chosen": list(range(len(ids))),
    }
    answer = yield Sheet("choose", lambda: content)
    chosen = chosen_of(answer, content["chosen"]) if answer["action"] == "confirm" else []
    return {one: "accept" if index in chosen else "reject" for index, one in enumerate(ids)}


HANDLERS: dict[str, Handler] = {
    "requestPayment": request_payment,
    "requestSubscribeMessage": request_subscribe_message,
}
