"""Codes: read, redeemed, disabled, changed, deposited.

https://developers.weixin.qq.com/doc/service/en/guide/product/card/Managing_Coupons_Vouchers_and_Cards.html
"""

from typing import Any

from ..calls import Call, Handler
from ..cards import Card
from ..claims import CODE_SHAPE
from ..errors import ApiError, Cause
from ..states import GOOD
from .reading import OK, card_of_account, needed, not_good, own_card, own_code, own_user, step

#: Most codes of one deposit.
_MOST = 100


def decrypt(call: Call) -> dict[str, Any]:
    """``encrypt_code`` as it came, not URL-encoded."""
    given = str(needed(call, "encrypt_code"))
    code = call.world.accounts.cipher(call.account).decrypt(given)
    if code is None:
        raise ApiError(40075, _why_not_decrypted(call, given))
    return {**OK, "code": code}


def get(call: Call) -> dict[str, Any]:
    """With ``check_consume`` any state but a good one is an error; without it the state is told."""
    held, world = own_code(call), call.world
    state = held.state(world.clock.now())
    checked = call.params.get("check_consume", world.switches["code.check-consume"])
    if state not in GOOD and checked not in (False, "false", 0):
        raise not_good(held, state)
    unionid = world.accounts.unionid(call.account, held.user)
    return {
        **OK,
        "card": {"card_id": held.card_id, "begin_time": held.begin, "end_time": held.end or 0},
        "openid": world.accounts.openid(call.account, held.user),
        "can_consume": state in GOOD,
        "outer_str": held.outer_str or "",
        "user_card_status": state,
        **({"unionid": unionid} if unionid else {}),
    }


def consume(call: Call) -> dict[str, Any]:
    """Redeem it: once, and only within its time."""
    held, world = own_code(call), call.world
    if held.begin > call.now:
        raise ApiError(40127, Cause("code.not-yet", {"code": held.code}))
    step(call, held, "consume")
    fields = {
        "CardId": held.card_id, "UserCardCode": held.code, "ConsumeSource": "FROM_API", "LocationName": "",
        "StaffOpenId": "", "VerifyCode": "", "RemarkAmount": "", "OuterStr": held.outer_str or "",
    }  # fmt: skip
    world.push(call.account, held.user, "user_consume_card", fields)
    openid = world.accounts.openid(call.account, held.user)
    return {**OK, "card": {"card_id": held.card_id}, "openid": openid}


def disable(call: Call) -> dict[str, Any]:
    """For good."""
    step(call, own_code(call), "disable")
    return dict(OK)


def mark(call: Call) -> dict[str, Any]:
    """The till holds this code for its owner, or (``is_mark`` false) lets it go: until then no other may redeem it.

    https://developers.weixin.qq.com/doc/offiaccount/Cards_and_Offer/Redeeming_a_coupon_voucher_or_card.html"""
    held, user = own_code(call), own_user(call, needed(call, "openid"))
    state = held.state(call.world.clock.now())
    if state not in GOOD:
        raise not_good(held, state)
    if held.user != user:
        raise ApiError(40003, Cause("openid.other-user", {"openid": call.params["openid"]}))
    held.marked = call.params.get("is_mark") in (True, "true")
    return dict(OK)


def change(call: Call) -> dict[str, Any]:
    """Only where the codes are the merchant's own."""
    held, new = own_code(call), str(needed(call, "new_code"))
    card = call.world.cards[held.card_id]
    if not card.needs_code:
        raise ApiError(40071, Cause("code.not-custom", {"card": card.card_id}))
    if not CODE_SHAPE.fullmatch(new):
        raise ApiError(40116, Cause("code.bad-shape", {"code": new[:40]}))
    if (card.card_id, new) in call.world.held:
        raise ApiError(40056, Cause("code.taken", {"code": new}))
    call.world.rename_code(held, new)
    return dict(OK)


def deposit(call: Call) -> dict[str, Any]:
    """Codes that WeChat gives out for the merchant, in this order."""
    card, codes = _deposit_card(call), _codes(call)
    known = set(card.known_codes.intersection(codes))
    done: dict[str, list[str]] = {"succ_code": [], "duplicate_code": [], "fail_code": []}
    for code in codes:
        fits = CODE_SHAPE.fullmatch(code) is not None
        done["fail_code" if not fits else "duplicate_code" if code in known else "succ_code"].append(code)
        known.add(code)
    card.deposited += done["succ_code"]
    return {**OK, **done}


def deposit_count(call: Call) -> dict[str, Any]:
    return {**OK, "count": len(_deposit_card(call).deposited)}


def check(call: Call) -> dict[str, Any]:
    known, codes = _deposit_card(call).known_codes, _codes(call)
    return {
        **OK,
        "exist_code": [code for code in codes if code in known],
        "not_exist_code": [code for code in codes if code not in known],
    }


def list_of_user(call: Call) -> dict[str, Any]:
    """The user's cards of this account, deleted and given ones aside."""
    user = own_user(call, needed(call, "openid"))
    world, card_id = call.world, call.params.get("card_id")
    if card_id:
        card_of_account(call, card_id)
    rows = [
        {"code": held.code, "card_id": held.card_id}
        for held in world.held.of_user(user, card_id or None)
        if world.cards[held.card_id].app_id == call.account and held.status not in ("DELETE", "GIFT_SUCC")
    ]
    return {**OK, "card_list": rows, "has_share_card": False}


HANDLERS: dict[str, Handler] = {
    "/card/code/decrypt": decrypt,
    "/card/code/get": get,
    "/card/code/consume": consume,
    "/card/code/mark": mark,
    "/card/code/unavailable": disable,
    "/card/code/update": change,
    "/card/code/deposit": deposit,
    "/card/code/getdepositcount": deposit_count,
    "/card/code/checkcode": check,
    "/card/user/getcardlist": list_of_user,
}


def _deposit_card(call: Call) -> Card:
    card = own_card(call)
    if not card.deposit_mode:
        raise ApiError(45030, Cause("code.no-deposit-mode", {"card": card.card_id}))
    return card


def _codes(call: Call) -> list[str]:
    codes = call.params.get("code")
    if not isinstance(codes, list) or not 0 < len(codes) <= _MOST:
        count = len(codes) if isinstance(codes, list) else 0
        raise ApiError(40109, Cause("code.count", {"count": count, "max": _MOST}))
    return [str(code) for code in codes]


def _why_not_decrypted(call: Call, given: str) -> Cause:
    accounts = call.world.accounts
    if any(accounts.cipher(other).decrypt(given) is not None for other in accounts.all):
        return Cause("code.other-account")
    if " " in given and accounts.cipher(call.account).decrypt(given.replace(" ", "+")) is not None:
        return Cause("code.plus-lost")
    if "%" in given:
        return Cause("code.still-encoded")
    if call.world.held.find(given) is not None:
        return Cause("code.plain-given")
    return Cause("code.not-encrypted")
