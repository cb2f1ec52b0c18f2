"""What became of a merchant's cards, day by day (days of China), until yesterday.

https://developers.weixin.qq.com/doc/offiaccount/Cards_and_Offer/Managing_Coupons_Vouchers_and_Cards.html
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from ..calls import Call, Handler
from ..cards import Card, HeldCard
from ..errors import ApiError, Cause
from ..faces import CHINA
from ..members import Member
from .reading import card_of_account, own_card, refused

#: Most days of one request.
_MOST = 62

#: What happened → the event that tells of it.
_EVENTS = {
    "user_view_card": "view",
    "user_get_card": "receive",
    "user_consume_card": "verify",
    "user_gifting_card": "given",
}

#: Coupons, with the number that statistics know each type by. Special tickets are not counted.
_COUPONS = {"DISCOUNT": 0, "CASH": 1, "GIFT": 2, "GENERAL_COUPON": 3, "GROUPON": 4}

_COUNTED = ("view", "receive", "verify", "given", "expire")
_OF_MEMBERS = ("view", "receive", "verify")


class Tally:
    """How often things happened on each day, and to how many people."""

    def __init__(self, call: Call, cards: Iterable[Card]) -> None:
        self._call = call
        self._cards = {card.card_id: card for card in cards}
        self._times: Counter[tuple[date, str, str]] = Counter()
        self._people: defaultdict[tuple[date, str, str], set[str]] = defaultdict(set)
        self.first: dict[str, date] = {}
        self._count_events()
        self._count_codes()

    def _count_events(self) -> None:
        for event in self._call.world.events:
            what, card_id = _EVENTS.get(event.name), str(event.fields.get("CardId"))
            if what is None or card_id not in self._cards or event.fields.get("IsReturnBack"):
                continue
            self._add(event.created, card_id, what, event.openid)
            if what == "receive":
                self.first.setdefault(event.openid, _day(event.created))

    def _count_codes(self) -> None:
        now = self._call.world.clock.now()
        self.members: list[tuple[HeldCard, Member]] = []
        for held in self._call.world.held:
            if held.card_id not in self._cards:
                continue
            if held.end is not None and held.state(now) == "EXPIRE":
                self._add(held.end + 1, held.card_id, "expire", held.user)
            member = self._call.world.member(held)
            if member is not None and member.activated is not None:
                self.members.append((held, member))
                self._add(member.activated, held.card_id, "active", held.user)

    def _add(self, at: int, card_id: str, what: str, who: str) -> None:
        for one in (card_id, ""):
            self._times[_day(at), one, what] += 1
            self._people[_day(at), one, what].add(who)

    def counts(self, day: date, card_id: str, names: Iterable[str]) -> dict[str, int]:
        """``…_cnt`` and ``…_user`` of each name; ``card_id`` empty: of all cards."""
        rows = {}
        for name in names:
            rows[f"{name}_cnt"] = self._times[day, card_id, name]
            rows[f"{name}_user"] = len(self._people.get((day, card_id, name), ()))
        return rows

    def members_until(self, day: date) -> int:
        """How many people were members at the end of this day and are still."""
        return len({
            held.user
            for held, member in self.members
            if member.active and held.status != "DELETE" and _day(member.activated or 0) <= day
        })  # fmt: skip


def of_account(call: Call) -> dict[str, Any]:
    days, cards = _days(call), _cards(call, lambda card: True)
    tally = Tally(call, cards)
    return _filled({"ref_date": str(day), **tally.counts(day, "", _COUNTED)} for day in days)


def of_coupons(call: Call) -> dict[str, Any]:
    days, cards = _days(call), _cards(call, lambda card: card.card_type in _COUPONS)
    if call.params.get("card_id"):
        named = card_of_account(call, call.params["card_id"])
        cards = [card for card in cards if card is named]
    tally = Tally(call, cards)
    return _filled(
        {
            "ref_date": str(day),
            "card_id": card.card_id,
            "card_type": _COUPONS[card.card_type],
            "is_pay": 0,
            **tally.counts(day, card.card_id, _COUNTED),
        }
        for day in days
        for card in cards
    )


def of_members(call: Call) -> dict[str, Any]:
    days, tally = _days(call), Tally(call, _cards(call, lambda card: card.is_member_card))
    return _filled({"ref_date": str(day), **_of_members(tally, day)} for day in days)


def of_member_card(call: Call) -> dict[str, Any]:
    days, card = _days(call), own_card(call)
    if not card.is_member_card:
        raise ApiError(40071, Cause("card.other-type", {"card": card.card_id, "type": "MEMBER_CARD"}))
    tally = Tally(call, [card])
    return _filled(
        {
            "ref_date": str(day),
            "merchanttype": 0,
            "cardid": card.card_id,
            "submerchantid": 0,
            **_of_members(tally, day),
            "active_cnt": tally.counts(day, "", ["active"])["active_cnt"],
            "new_user": sum(first == day for first in tally.first.values()),
            "payOriginalFee": 0,
            "fee": 0,
        }
        for day in days
    )


HANDLERS: dict[str, Handler] = {
    "/datacube/getcardbizuininfo": of_account,
    "/datacube/getcardcardinfo": of_coupons,
    "/datacube/getcardmembercardinfo": of_members,
    "/datacube/getcardmembercarddetail": of_member_card,
}


def _of_members(tally: Tally, day: date) -> dict[str, int]:
    return {
        **tally.counts(day, "", _OF_MEMBERS),
        "active_user": tally.counts(day, "", ["active"])["active_user"],
        "total_user": tally.members_until(day),
        "total_receive_user": sum(first <= day for first in tally.first.values()),
    }


def _cards(call: Call, wanted: Callable[[Card], bool]) -> list[Card]:
    """``cond_source`` 0 is for cards made by hand on WeChat's own site: there are none here."""
    source = call.params.get("cond_source", 1)
    if source not in (0, 1, "0", "1"):
        raise ApiError(40097, refused("cond_source", source))
    cards = call.world.cards.values() if int(source) else ()
    return [card for card in cards if card.app_id == call.account and wanted(card)]


def _filled(rows: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """A day on which nothing happened has no row. The reply carries no errcode."""
    told = ("_cnt", "_user")
    return {"list": [row for row in rows if any(row[key] for key in row if key.endswith(told) and "total" not in key)]}


def _days(call: Call) -> list[date]:
    """From ``begin_date`` to ``end_date``, both included."""
    begin, end = _date(call, "begin_date"), _date(call, "end_date")
    yesterday = _day(call.now) - timedelta(days=1)
    count = (end - begin).days + 1
    if not 1 <= count <= _MOST or end > yesterday:
        shown = {"begin": str(begin), "end": str(end), "max": _MOST, "yesterday": str(yesterday)}
        raise ApiError(61501, Cause("statistics.range", shown))
    return [begin + timedelta(days=n) for n in range(count)]


def _date(call: Call, field: str) -> date:
    given = call.params.get(field)
    try:
        return datetime.strptime(str(given), "%Y-%m-%d").date()
    except ValueError:
        raise ApiError(61500, refused(field, given)) from None


def _day(seconds: int) -> date:
    return datetime.fromtimestamp(seconds, UTC).astimezone(CHINA).date()
