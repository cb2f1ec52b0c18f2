"""https://developers.weixin.qq.com/doc/subscription/guide/product/card/Create_a_Coupon_Voucher_or_Card"""

import copy
from typing import Any

from ..calls import Call, Handler
from ..cards import CARD_TYPES, Card
from ..errors import ApiError, Cause

_REQUIRED = ("logo_url", "brand_name", "title", "color", "notice", "description", "code_type", "date_info", "sku")

#: Longest texts in UTF-8 bytes.
_LONGEST = {"brand_name": 36, "title": 27, "notice": 48, "description": 3072}

_DATE_KEYS = {
    "DATE_TYPE_FIX_TIME_RANGE": ("begin_timestamp", "end_timestamp"),
    "DATE_TYPE_FIX_TERM": ("fixed_term", "fixed_begin_term"),
    "DATE_TYPE_PERMANENT": (),
}


def create(call: Call) -> dict[str, Any]:
    given = call.params.get("card")
    if not isinstance(given, dict):
        raise ApiError(41011, Cause("api.missing", {"field": "card"}))
    card_type = given.get("card_type")
    if card_type not in CARD_TYPES:
        raise ApiError(40071, Cause("api.bad-value", {"field": "card.card_type", "value": card_type}))
    info = given.get(card_type.lower())
    if not isinstance(info, dict) or not isinstance(info.get("base_info"), dict):
        raise ApiError(41011, Cause("api.missing", {"field": f"card.{card_type.lower()}.base_info"}))
    _check_base(info["base_info"], card_type)
    card = call.world.add_card(call.account, card_type, copy.deepcopy(info))
    return {"errcode": 0, "errmsg": "ok", "card_id": card.card_id}


def get(call: Call) -> dict[str, Any]:
    """The colour comes back as hex, the card id as ``base_info.id``."""
    card = own_card(call)
    info = copy.deepcopy(card.info)
    info["base_info"] |= {
        "id": card.card_id,
        "status": card.status,
        "color": card.colour,
        "sku": {"quantity": card.quantity, "total_quantity": card.total},
        "create_time": card.created,
        "update_time": card.created,
    }
    return {
        "errcode": 0,
        "errmsg": "ok",
        "card": {"card_type": card.card_type, card.card_type.lower(): info},
    }


HANDLERS: dict[str, Handler] = {"/card/create": create, "/card/get": get}


def own_card(call: Call) -> Card:
    """The card that ``card_id`` names, if it belongs to the caller's account."""
    card_id = call.params.get("card_id")
    if not card_id:
        raise ApiError(41012, Cause("api.missing", {"field": "card_id"}))
    card = call.world.cards.get(card_id) if isinstance(card_id, str) else None
    if card is None:
        raise ApiError(40073, Cause("card.unknown", {"card": card_id}))
    if card.app_id != call.account:
        raise ApiError(40073, Cause("card.other-account", {"card": card_id, "account": card.app_id}))
    return card


def _check_base(base: dict[str, Any], card_type: str) -> None:
    for field in _REQUIRED:
        if base.get(field) in (None, "", {}):
            raise ApiError(41011, Cause("api.missing", {"field": f"base_info.{field}"}))
    for field, longest in _LONGEST.items():
        size = len(str(base[field]).encode())
        if size > longest:
            raise ApiError(45021, Cause("api.too-long", {"field": f"base_info.{field}", "size": size, "max": longest}))
    _check_dates(base["date_info"], card_type)
    _check_sku(base)


def _check_dates(date: Any, card_type: str) -> None:
    kind = date.get("type") if isinstance(date, dict) else None
    permanent_coupon = kind == "DATE_TYPE_PERMANENT" and card_type != "MEMBER_CARD"
    if kind not in _DATE_KEYS or permanent_coupon:
        raise ApiError(40079, Cause("api.bad-value", {"field": "base_info.date_info.type", "value": kind}))
    for key in _DATE_KEYS[kind]:
        if not isinstance(date.get(key, 0 if key == "fixed_begin_term" else None), int):
            raise ApiError(40079, Cause("api.missing", {"field": f"base_info.date_info.{key}"}))


def _check_sku(base: dict[str, Any]) -> None:
    quantity = base["sku"].get("quantity") if isinstance(base["sku"], dict) else None
    lowest = 0 if base.get("get_custom_code_mode") == "GET_CUSTOM_CODE_MODE_DEPOSIT" else 1
    if not isinstance(quantity, int) or not lowest <= quantity <= 100_000_000:
        raise ApiError(40122, Cause("api.bad-value", {"field": "base_info.sku.quantity", "value": quantity}))
