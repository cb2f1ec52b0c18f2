"""What requests name: a card, a code, a user, a number. Each raises ApiError in WeChat's words."""

import json
from typing import Any

from ..calls import Call
from ..cards import Card, HeldCard
from ..errors import ApiError, Cause

OK = {"errcode": 0, "errmsg": "ok"}


def needed(call: Call, field: str) -> Any:
    """The param of this name; 41011 if it is missing or empty."""
    value = call.params.get(field)
    if value in (None, "", [], {}):
        raise ApiError(41011, Cause("api.missing", {"field": field}))
    return value


def refused(field: str, value: Any) -> Cause:
    """Why a value is not taken: it is not there, or it is this."""
    if value is None:
        return Cause("api.missing", {"field": field})
    return Cause("api.bad-value", {"field": field, "value": value if isinstance(value, str) else json.dumps(value)})


#: Numbers that are longer are no amounts of anything.
_DIGITS = 16


def whole_number(call: Call, field: str, default: int) -> int:
    """A whole number that is not negative, as a number or as its text; 40097 otherwise."""
    value = call.params.get(field, default)
    if isinstance(value, str) and value.isascii() and value.isdecimal():
        value = int(value) if len(value) < _DIGITS else None
    if type(value) is not int or not 0 <= value < 10**_DIGITS:
        raise ApiError(40097, refused(field, value))
    return value


def own_card(call: Call, field: str = "card_id") -> Card:
    """The card that ``card_id`` names, if it belongs to the caller's account."""
    card_id = call.params.get(field)
    if not card_id:
        raise ApiError(41012, Cause("api.missing", {"field": field}))
    return card_of_account(call, card_id)


def card_of_account(call: Call, card_id: Any) -> Card:
    card = call.world.cards.get(card_id) if isinstance(card_id, str) else None
    if card is None:
        raise ApiError(40073, Cause("card.unknown", {"card": card_id}))
    if card.app_id != call.account:
        raise ApiError(40073, Cause("card.other-account", {"card": card_id, "account": card.app_id}))
    return card


def own_code(call: Call) -> HeldCard:
    """The code that the params name, if its card belongs to the caller's account."""
    code = str(needed(call, "code"))
    card_id = call.params.get("card_id")
    held = call.world.held.find(code, card_id if isinstance(card_id, str) else None)
    if held is None:
        encrypted = call.world.accounts.cipher(call.account).decrypt(code) is not None
        cause = Cause("code.encrypted-given") if encrypted else Cause("code.unknown", {"code": code})
        raise ApiError(40056, cause)
    card = call.world.cards[held.card_id]
    if card.app_id != call.account:
        raise ApiError(40056, Cause("card.other-account", {"card": card.card_id, "account": card.app_id}))
    if card.needs_code and not card_id and call.world.switches["code.card-id-needed"]:
        raise ApiError(41012, Cause("code.card-id-needed", {"card": card.card_id}))
    return held


def step(call: Call, held: HeldCard, what: str) -> None:
    """Move the code on; 40099 or 40127 if its state does not allow it."""
    now = call.world.clock.now()
    state = held.state(now)
    if not held.step(what, now):
        raise not_good(held, state)
    call.world.touch_phones()


def not_good(held: HeldCard, state: str) -> ApiError:
    """The refusal of a code in this state."""
    cause = Cause("code.not-normal", {"code": held.code, "state": state})
    return ApiError(40099 if state == "CONSUMED" else 40127, cause)


def own_user(call: Call, openid: Any) -> str:
    """Whom the caller's account knows by this openid; 40003 for everybody else's and for another account's."""
    accounts, users = call.world.accounts, call.world.users
    user = accounts.user_of(call.account, str(openid), users)
    if user is not None:
        return user
    for app_id, account in accounts.all.items():
        if accounts.user_of(app_id, str(openid), users) is not None:
            raise ApiError(40003, Cause("openid.other-account", {"openid": openid, "account": account.app_id}))
    raise ApiError(40003, Cause("openid.unknown", {"openid": openid}))
