"""What is printed on a card, for claim page, card face and wallet."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from .cards import Card, HeldCard
from .members import Member
from .texts import Says, say

CHINA = timezone(timedelta(hours=8))

#: The year 9999 ends in China.
_LAST_SECOND = 253_402_271_999


def face(card: Card, held: HeldCard | None, member: Member | None, now_ms: int) -> dict[str, Any]:
    """The Face of ``docs/protocol.md`` section 5; *held* is None for a card not yet claimed."""
    base = card.base
    return {
        "cardId": card.card_id,
        "appId": card.app_id,
        "cardType": card.card_type,
        "title": base.get("title", ""),
        "subTitle": base.get("sub_title", ""),
        "brandName": base.get("brand_name", ""),
        "logoUrl": base.get("logo_url", ""),
        "color": card.colour,
        "notice": base.get("notice", ""),
        "description": base.get("description", ""),
        "codeType": base.get("code_type", "CODE_TYPE_TEXT"),
        "validity": _validity(card, held),
        "code": held.code if held else None,
        "status": held.state(now_ms) if held else "NORMAL",
        "member": None if member is None else _membership(card, member),
    }


def _membership(card: Card, member: Member) -> dict[str, Any]:
    return {
        "active": member.active,
        "number": member.number,
        "bonus": member.bonus,
        "balance": member.balance,
        "level": _level(card, member),
    }


def _level(card: Card, member: Member) -> str:
    """The value of the custom field that the card declares as the level, or an empty text."""
    for name, value in member.custom_values.items():
        if (card.info.get(name) or {}).get("name_type") == "FIELD_NAME_TYPE_LEVEL":
            return value
    return ""


def _validity(card: Card, held: HeldCard | None) -> Says:
    date = card.base.get("date_info", {})
    if held is None and date.get("type") == "DATE_TYPE_FIX_TERM":
        wait, days = int(date.get("fixed_begin_term", 0)), date["fixed_term"]
        return say("validity.term", days=days) if wait == 0 else say("validity.term-later", days=days, wait=wait)
    begin, end = (held.begin, held.end) if held else card.validity(0)
    if end is None:
        return say("validity.permanent")
    return say("validity.range", begin=_day(begin), end=_day(end))


def _day(seconds: int) -> str:
    """The day in China; what lies beyond the calendar is its last day."""
    return datetime.fromtimestamp(min(max(seconds, 0), _LAST_SECOND), UTC).astimezone(CHINA).strftime("%Y.%m.%d")
