"""Cards as merchants make and keep them.

https://developers.weixin.qq.com/doc/subscription/guide/product/card/Create_a_Coupon_Voucher_or_Card
https://developers.weixin.qq.com/doc/service/en/guide/product/card/Managing_Coupons_Vouchers_and_Cards.html
"""

from typing import Any

from ..calls import Call, Handler
from ..cards import CARD_TYPES, MAX_STOCK, Card
from ..errors import ApiError, Cause
from ..plain import copied
from ..states import CARD_STATUSES, DELETED
from .reading import OK, own_card, refused, whole_number
from .writing import check_new, merged

#: Most cards of one /card/batchget.
_MOST = 50


def create(call: Call) -> dict[str, Any]:
    given = call.params.get("card")
    if not isinstance(given, dict):
        raise ApiError(41011, Cause("api.missing", {"field": "card"}))
    card_type = given.get("card_type")
    if card_type not in CARD_TYPES:
        raise ApiError(40071, refused("card.card_type", card_type))
    info = given.get(card_type.lower())
    if not isinstance(info, dict) or not isinstance(info.get("base_info"), dict):
        raise ApiError(41011, Cause("api.missing", {"field": f"card.{card_type.lower()}.base_info"}))
    check_new(info["base_info"], card_type)
    card = call.world.add_card(call.account, card_type, copied(info))
    return {**OK, "card_id": card.card_id}


def get(call: Call) -> dict[str, Any]:
    """The colour comes back as hex, the card id as ``base_info.id``."""
    card = own_card(call)
    info = copied(card.info)
    info["base_info"] |= {
        "id": card.card_id,
        "status": call.world.switches["card.deleted-status"] if card.status == DELETED else card.status,
        "color": call.world.switches["color.010"] if card.base.get("color") == "Color010" else card.colour,
        "sku": {"quantity": card.quantity, "total_quantity": card.total},
        "create_time": card.created,
        "update_time": card.updated,
    }
    return {**OK, "card": {"card_type": card.card_type, card.card_type.lower(): info}}


def batch_get(call: Call) -> dict[str, Any]:
    """The newest first; deleted cards only where ``status_list`` asks for them."""
    offset, count = whole_number(call, "offset", 0), whole_number(call, "count", _MOST)
    if not 0 < count <= _MOST:
        raise ApiError(40097, refused("count", count))
    wanted = call.params.get("status_list") or [one for one in CARD_STATUSES.values() if one != DELETED]
    if not isinstance(wanted, list) or not set(map(str, wanted)) <= set(CARD_STATUSES):
        raise ApiError(40097, refused("status_list", wanted))
    statuses = {CARD_STATUSES[one] for one in wanted}
    ids, total = call.world.list_cards(call.account, sorted(statuses), offset, count)
    return {**OK, "card_id_list": ids, "total_num": total}


def update(call: Call) -> dict[str, Any]:
    """``send_check`` says whether the card goes to review again."""
    card = _living(call)
    given = call.params.get(card.card_type.lower())
    if not isinstance(given, dict):
        raise ApiError(41011, Cause("api.missing", {"field": card.card_type.lower()}))
    change = merged(card, given, call.world.switches["card.update-review"])
    card.info, card.updated = change.info, call.now
    call.notes["notChanged"] = change.left_alone
    if change.left_alone:
        call.cause = Cause("update.field-fixed", {"fields": ", ".join(change.left_alone)})
    if change.needs_review:
        call.world.send_to_review(card)
    call.world.touch_phones()
    return {**OK, "send_check": change.needs_review}


def delete(call: Call) -> dict[str, Any]:
    """Cards already claimed stay good."""
    call.world.step_card(_living(call), "delete")
    return dict(OK)


def modify_stock(call: Call) -> dict[str, Any]:
    """By ``increase_stock_value`` or ``reduce_stock_value``; never below 0, nor above the deposited codes."""
    card = _living(call)
    change = whole_number(call, "increase_stock_value", 0) - whole_number(call, "reduce_stock_value", 0)
    quantity = card.quantity + change
    codes = len(card.deposited) - card.given
    if not 0 <= quantity <= MAX_STOCK:
        raise ApiError(40122, Cause("stock.out-of-range", {"wanted": quantity, "max": MAX_STOCK}))
    if card.deposit_mode and change > 0 and quantity > codes:
        raise ApiError(40122, Cause("stock.beyond-deposit", {"wanted": quantity, "max": codes}))
    card.quantity, card.total = quantity, max(card.total + change, 0)
    return dict(OK)


def _set_cell(key: str) -> Handler:
    def handler(call: Call) -> dict[str, Any]:
        card = _living(call)
        base = card.base
        if call.params.get("is_open") and not (base.get("location_id_list") or base.get("use_all_locations")):
            raise ApiError(43017, Cause("card.no-shops", {"card": card.card_id}))
        card.info["base_info"][key] = bool(call.params.get("is_open"))
        return dict(OK)

    return handler


HANDLERS: dict[str, Handler] = {
    "/card/create": create,
    "/card/get": get,
    "/card/batchget": batch_get,
    "/card/update": update,
    "/card/delete": delete,
    "/card/modifystock": modify_stock,
    "/card/paycell/set": _set_cell("pay_cell"),
    "/card/selfconsumecell/set": _set_cell("self_consume_cell"),
}


def _living(call: Call) -> Card:
    """The caller's own card, if it has not been deleted."""
    card = own_card(call)
    if card.status == DELETED:
        raise ApiError(40078, Cause("card.deleted", {"card": card.card_id}))
    return card
