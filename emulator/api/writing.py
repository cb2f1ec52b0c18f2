"""What a card may say: the checks of ``base_info``, and what ``/card/update`` changes.

https://developers.weixin.qq.com/doc/subscription/guide/product/card/Create_a_Coupon_Voucher_or_Card
"""

import re
from dataclasses import dataclass, field
from typing import Any

from ..cards import MAX_STOCK, Card
from ..errors import ApiError, Cause
from ..plain import copied
from .reading import refused

_REQUIRED = ("logo_url", "brand_name", "title", "color", "notice", "description", "code_type", "date_info", "sku")

#: Longest texts in UTF-8 bytes.
_LONGEST = {"brand_name": 36, "title": 27, "notice": 48, "description": 3072}

_TEXTS = ("logo_url", "brand_name", "title", "sub_title", "color", "notice", "description", "get_custom_code_mode")
_FLAGS = ("use_custom_code", "bind_openid", "can_share", "can_give_friend", "need_push_on_view", "use_all_locations")
#: Whole numbers, or their texts.
_LIMITS = ("get_limit", "use_limit")
_DIGITS = re.compile(r"[0-9]{1,9}").fullmatch

_CODE_TYPES = frozenset({
    "CODE_TYPE_TEXT", "CODE_TYPE_BARCODE", "CODE_TYPE_QRCODE", "CODE_TYPE_ONLY_QRCODE", "CODE_TYPE_ONLY_BARCODE",
    "CODE_TYPE_NONE",
})  # fmt: skip

_DATE_KEYS = {
    "DATE_TYPE_FIX_TIME_RANGE": ("begin_timestamp", "end_timestamp"),
    "DATE_TYPE_FIX_TERM": ("fixed_term", "fixed_begin_term"),
    "DATE_TYPE_PERMANENT": (),
}

#: What a card keeps for life.
_FIXED_BASE = frozenset({"id", "status", "brand_name", "title", "sku", "use_custom_code", "get_custom_code_mode",
                         "bind_openid", "create_time", "update_time"})  # fmt: skip
_FIXED_INFO = frozenset({"auto_activate", "wx_activate"})

#: Changes of these go to review.
_REVIEWED = frozenset({"logo_url", "notice", "description", "color", "background_pic_url", "prerogative",
                       "bonus_cleared", "bonus_rules", "balance_rules"})  # fmt: skip


def check_new(base: dict[str, Any], card_type: str) -> None:
    """Raises ApiError if a card cannot be made of this ``base_info``."""
    for name in _REQUIRED:
        if base.get(name) in (None, "", {}):
            raise ApiError(41011, Cause("api.missing", {"field": f"base_info.{name}"}))
    check_kinds(base)
    _check_texts(base)
    check_dates(base["date_info"], card_type)
    _check_sku(base)


@dataclass
class Change:
    """A card's ``info`` after an update; ``left_alone`` names what may not be changed and was not."""

    info: dict[str, Any]
    needs_review: bool = False
    left_alone: list[str] = field(default_factory=list)


def merged(card: Card, given: dict[str, Any], reviews: bool) -> Change:
    """The card's info with what is *given* laid over it, object by object. Raises ApiError."""
    change = Change(copied(card.info))
    base = given.get("base_info", {})
    if not isinstance(base, dict):
        raise ApiError(47001, refused("base_info", base))
    check_kinds(base)
    _check_texts(base)
    if "date_info" in base:
        _check_wider(card.base.get("date_info", {}), base["date_info"], card.card_type)
    parts = ((change.info["base_info"], base, _FIXED_BASE, "base_info."), (change.info, given, _FIXED_INFO, ""))
    for target, source, fixed, prefix in parts:
        for key, value in source.items():
            if key == "base_info" and not prefix:
                continue
            if key in fixed:
                change.left_alone += [prefix + key] if target.get(key) != value else []
                continue
            change.needs_review |= reviews and key in _REVIEWED and target.get(key) != value
            target[key] = copied(value)
    return change


def check_kinds(base: dict[str, Any]) -> None:
    """Raises ApiError for values of another kind; ``null`` is as good as absent."""
    for name in _TEXTS:
        if not isinstance(base.get(name), str | None):
            raise ApiError(47001, refused(f"base_info.{name}", base[name]))
    for name in _FLAGS:
        if base.get(name) not in (None, False, True):
            raise ApiError(47001, refused(f"base_info.{name}", base[name]))
    for name in _LIMITS:
        value = base.get(name)
        if not (value is None or (type(value) is int and value >= 0) or (isinstance(value, str) and _DIGITS(value))):
            raise ApiError(47001, refused(f"base_info.{name}", value))


def _check_texts(base: dict[str, Any]) -> None:
    for name, longest in _LONGEST.items():
        size = len(str(base.get(name, "")).encode("utf-8", "surrogatepass"))
        if size > longest:
            raise ApiError(45021, Cause("api.too-long", {"field": f"base_info.{name}", "size": size, "max": longest}))
    code_type = base.get("code_type", "CODE_TYPE_TEXT")
    if not isinstance(code_type, str) or code_type not in _CODE_TYPES:
        raise ApiError(40072, refused("base_info.code_type", code_type))


def check_dates(date: Any, card_type: str) -> None:
    """Raises ApiError for a ``date_info`` that says nothing, or nothing that a card of this type can have."""
    kind = date.get("type") if isinstance(date, dict) else None
    permanent_coupon = kind == "DATE_TYPE_PERMANENT" and card_type != "MEMBER_CARD"
    if not isinstance(kind, str) or kind not in _DATE_KEYS or permanent_coupon:
        raise ApiError(40079, refused("base_info.date_info.type", kind))
    for key in _DATE_KEYS[kind]:
        if type(date.get(key, 0 if key == "fixed_begin_term" else None)) is not int:
            raise ApiError(40079, Cause("api.missing", {"field": f"base_info.date_info.{key}"}))


def _check_wider(now: dict[str, Any], given: Any, card_type: str) -> None:
    """Only a fixed range of time can be changed, and only made wider."""
    check_dates(given, card_type)
    if given == now:
        return
    ranges = now.get("type") == given["type"] == "DATE_TYPE_FIX_TIME_RANGE"
    if not ranges or given["begin_timestamp"] > now["begin_timestamp"] or given["end_timestamp"] < now["end_timestamp"]:
        raise ApiError(40079, Cause("update.dates", {"type": given["type"]}))


def _check_sku(base: dict[str, Any]) -> None:
    quantity = base["sku"].get("quantity") if isinstance(base["sku"], dict) else None
    deposit = base.get("get_custom_code_mode") == "GET_CUSTOM_CODE_MODE_DEPOSIT"
    if type(quantity) is not int or not (0 if deposit else 1) <= quantity <= MAX_STOCK:
        raise ApiError(40122, refused("base_info.sku.quantity", quantity))
