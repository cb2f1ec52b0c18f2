"""What the member-card component ``wxeb490c6f9b154ef9`` asks WeChat: whose card, which form, and to submit it.

https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/card/membership-card.html
"""

from typing import Any

from ..accounts import COMPONENT, Account
from ..calls import Call, Handler
from ..cards import Card, HeldCard
from ..claims import report
from ..component import Opening, read_parameters, submit
from ..errors import Cause, WxError
from ..journal import explain
from ..members import Field, form_fields
from ..texts import say


def member_card_open(call: Call) -> dict[str, Any]:
    """Params: ``extraData`` as the calling app gave it. The result is what the component shows, or ``error``."""
    extra = call.params.get("extraData")
    cause, opening = read_parameters(call.world, call.phone.user.id, extra if isinstance(extra, dict) else {})
    call.app.member_card = None
    if cause is not None or opening is None:
        call.cause = cause
        call.world.journal.add("wechat", "component.refused", ok=False, app=COMPONENT, instance=call.app.instance,
                               says_id="says.component.refused", cause=cause)  # fmt: skip
        return {"error": say("component.misconfigured"), "cause": explain(cause)}
    call.app.member_card = extra
    return _shown(call, opening)


def member_card_submit(call: Call) -> dict[str, Any]:
    """Params: ``fields``, the form's values by field id. Takes the card if need be, then activates or returns data."""
    opened = call.app.member_card
    if opened is None:
        raise WxError("no member card was opened", Cause("component.not-opened"))
    cause, opening = read_parameters(call.world, call.phone.user.id, opened)
    if opening is None:
        raise WxError("card can not be taken", cause)
    values = call.params.get("fields")
    missing = [
        line.id
        for line in form_fields(opening.card)["required"]
        if not isinstance(values, dict) or values.get(line.id) in (None, "", [])
    ]
    if missing or not isinstance(values, dict):
        raise WxError(f"missing fields: {', '.join(missing)}", Cause("component.fields-missing", {"fields": missing}))
    held, extra = submit(call.world, call.phone.user.id, opening, values)
    return {"extraData": extra, "code": held.code, "cardId": held.card_id}


HANDLERS: dict[str, Handler] = {"memberCardOpen": member_card_open, "memberCardSubmit": member_card_submit}


def _shown(call: Call, opening: Opening) -> dict[str, Any]:
    card, held = opening.card, opening.held
    fields = form_fields(card)
    form = card.form or {}
    return {
        "card": call.world.face_of(card, held),
        "brand": _brand(card, call.world.accounts[card.app_id]),
        "form": {part: [_line(call, line) for line in lines] for part, lines in fields.items()},
        "serviceStatement": form.get("service_statement"),
        "bindOldCard": form.get("bind_old_card"),
        "state": _state(call, held),
        "type": "jump" if opening.jump else "in_place",
        "refusal": report(opening.refusal).button if opening.refusal else None,
    }


def _brand(card: Card, account: Account) -> dict[str, str]:
    return {"name": card.base.get("brand_name") or account.name, "logo": card.base.get("logo_url", "")}


def _line(call: Call, line: Field) -> dict[str, Any]:
    """One form line; the phone number is what the 验证 button fills in."""
    return line.to_json(call.phone.user.phone_number if line.kind == "mobile" else None)


def _state(call: Call, held: HeldCard | None) -> str:
    if held is None:
        return "new"
    member = call.world.member(held)
    return "active" if member and member.active else "claimed"
