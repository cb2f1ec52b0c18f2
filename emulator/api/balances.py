"""Points, balance and number of one code, which member cards and gift cards have alike."""

from typing import Any

from ..calls import Call
from ..cards import HeldCard
from ..errors import ApiError, Cause
from ..members import Member
from .reading import OK, own_code, refused


def membership(call: Call, card_type: str) -> tuple[HeldCard, Member]:
    """The code that the params name and its account; 40071 for cards of another type."""
    held = own_code(call)
    member = call.world.member(held)
    if member is None or call.world.cards[held.card_id].card_type != card_type:
        raise ApiError(40071, Cause("card.other-type", {"card": held.card_id, "type": card_type}))
    return held, member


def open_account(call: Call, member: Member, number: str) -> None:
    """Activate it with the ``init_…`` values of the call."""
    bonus, balance = number_of(call, "init_bonus"), number_of(call, "init_balance")
    member.activate(number, call.now)
    member.bonus, member.balance = bonus or 0, balance or 0
    member.background = str(call.params.get("background_pic_url") or "")
    _set_custom_values(call, member, "init_custom_field_value")
    call.world.touch_phones()


def change_account(call: Call, member: Member) -> dict[str, int]:
    """Set what the call says; the changes as an event tells them."""
    told: dict[str, int] = {}
    after: dict[str, int] = {}
    for name, event in (("bonus", "ModifyBonus"), ("balance", "ModifyBalance")):
        total, delta, now = number_of(call, name), number_of(call, f"add_{name}"), getattr(member, name)
        after[name] = total if total is not None else now + (delta or 0)
        told[event] = delta if delta is not None else after[name] - now
    member.bonus, member.balance = after["bonus"], after["balance"]
    member.background = str(call.params.get("background_pic_url") or member.background)
    _set_custom_values(call, member, "custom_field_value")
    call.world.touch_phones()
    return told


def account_told(call: Call, held: HeldCard, member: Member) -> dict[str, Any]:
    openid = call.world.accounts.openid(call.account, held.user)
    return {**OK, "result_bonus": member.bonus, "result_balance": member.balance, "openid": openid}


def number_of(call: Call, field: str) -> int | None:
    """A whole number, as a number or its text; None if it is not there. 40097 otherwise."""
    value = call.params.get(field)
    if value in (None, ""):
        return None
    try:
        number = int(value)
    except (TypeError, ValueError, OverflowError):
        raise ApiError(40097, refused(field, value)) from None
    if abs(number) >= 1 << 53:
        raise ApiError(40097, refused(field, value))
    return number


def _set_custom_values(call: Call, member: Member, name: str) -> None:
    for n in (1, 2, 3):
        value = call.params.get(f"{name}{n}")
        if value is not None:
            member.custom_values[f"custom_field{n}"] = str(value)
