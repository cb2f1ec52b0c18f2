"""https://developers.weixin.qq.com/doc/service/en/guide/product/card/Managing_Coupons_Vouchers_and_Cards.html"""

from typing import Any

from ..calls import Call, Handler
from ..cards import HeldCard
from ..errors import ApiError, Cause


def decrypt(call: Call) -> dict[str, Any]:
    """``encrypt_code`` as it came, not URL-encoded."""
    given = call.params.get("encrypt_code")
    if not given:
        raise ApiError(41011, Cause("api.missing", {"field": "encrypt_code"}))
    code = call.world.accounts.cipher(call.account).decrypt(str(given))
    if code is None:
        raise ApiError(40075, _why_not_decrypted(call, str(given)))
    return {"errcode": 0, "errmsg": "ok", "code": code}


def get(call: Call) -> dict[str, Any]:
    """With ``check_consume`` any state but NORMAL is an error; without it the state is told."""
    held, world = own_code(call), call.world
    state = held.state(world.clock.now())
    if state != "NORMAL" and call.params.get("check_consume") is True:
        code = 40099 if state == "CONSUMED" else 40127
        raise ApiError(code, Cause("code.not-normal", {"code": held.code, "state": state}))
    unionid = world.accounts.unionid(call.account, held.user)
    return {
        "errcode": 0,
        "errmsg": "ok",
        "card": {"card_id": held.card_id, "begin_time": held.begin, "end_time": held.end or 0},
        "openid": world.accounts.openid(call.account, held.user),
        "can_consume": state == "NORMAL",
        "outer_str": held.outer_str or "",
        "user_card_status": state,
        **({"unionid": unionid} if unionid else {}),
    }


HANDLERS: dict[str, Handler] = {"/card/code/decrypt": decrypt, "/card/code/get": get}


def own_code(call: Call) -> HeldCard:
    """The code that the params name, if its card belongs to the caller's account."""
    code = call.params.get("code")
    if not code:
        raise ApiError(41011, Cause("api.missing", {"field": "code"}))
    card_id = call.params.get("card_id")
    held = call.world.held.find(str(code), card_id if isinstance(card_id, str) else None)
    if held is None:
        encrypted = call.world.accounts.cipher(call.account).decrypt(str(code)) is not None
        cause = Cause("code.encrypted-given") if encrypted else Cause("code.unknown", {"code": str(code)})
        raise ApiError(40056, cause)
    card = call.world.cards[held.card_id]
    if card.app_id != call.account:
        raise ApiError(40056, Cause("card.other-account", {"card": card.card_id, "account": card.app_id}))
    return held


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
