"""Cards that merchants offer and cards that users hold."""

import heapq
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from .clock import SECOND
from .states import CARD_STEPS, CODE_STEPS, GOOD, NOT_VERIFIED
from .table import Table

DAY = 86_400
MAX_STOCK = 100_000_000

#: https://developers.weixin.qq.com/doc/subscription/guide/product/card/Create_a_Coupon_Voucher_or_Card
CARD_TYPES = (
    "GROUPON", "CASH", "DISCOUNT", "GIFT", "GENERAL_COUPON", "MEMBER_CARD", "SCENIC_TICKET",
    "MOVIE_TICKET", "BOARDING_PASS", "MEETING_TICKET", "BUS_TICKET", "GENERAL_CARD",
)  # fmt: skip

COLOURS = {
    "Color010": "#63b359", "Color020": "#2c9f67", "Color030": "#509fc9", "Color040": "#5885cf",
    "Color050": "#9062c0", "Color060": "#d09a45", "Color070": "#e4b138", "Color080": "#ee903c",
    "Color081": "#f08500", "Color082": "#a9d92d", "Color090": "#dd6549", "Color100": "#cc463d",
    "Color101": "#cf3e36", "Color102": "#5E6671",
}  # fmt: skip

#: Below so many left, the merchant of a card that began with more than twice as many is told.
LOW_STOCK = 100

#: The merchant is told of a low stock at most once in so many seconds.
LOW_STOCK_PAUSE = 12 * 3600


@dataclass
class Card:
    """A card as its account made it. ``info`` is the type's own object of ``/card/create`` (``base_info`` and more);
    ``quantity`` is what is left in stock; of the ``deposited`` codes the first ``given`` are given out; ``stock_told``
    is when (seconds) the merchant was last told of a low stock."""

    card_id: str
    app_id: str
    card_type: str
    info: dict[str, Any]
    quantity: int
    total: int
    created: int
    updated: int = 0
    status: str = NOT_VERIFIED
    form: dict[str, Any] | None = None
    deposited: list[str] = field(default_factory=list)
    given: int = 0
    stock_told: int | None = None
    _known_codes: set[str] = field(default_factory=set, init=False, repr=False, compare=False)

    @property
    def base(self) -> dict[str, Any]:
        base: dict[str, Any] = self.info["base_info"]
        return base

    @property
    def is_member_card(self) -> bool:
        return self.card_type == "MEMBER_CARD"

    @property
    def keeps_account(self) -> bool:
        """Whether each of its codes has points, a balance and a number of its own, once it is activated."""
        return self.card_type in ("MEMBER_CARD", "GENERAL_CARD")

    @property
    def custom_code(self) -> bool:
        """The merchant gives the code with each claim."""
        return bool(self.base.get("use_custom_code")) and not self.deposit_mode

    @property
    def deposit_mode(self) -> bool:
        return self.base.get("get_custom_code_mode") == "GET_CUSTOM_CODE_MODE_DEPOSIT"

    @property
    def known_codes(self) -> set[str]:
        """The deposited codes, to be looked up; ``deposited`` only ever grows."""
        self._known_codes.update(self.deposited[len(self._known_codes) :])
        return self._known_codes

    @property
    def left(self) -> int:
        """How many can still be claimed."""
        return min(self.quantity, len(self.deposited) - self.given) if self.deposit_mode else self.quantity

    @property
    def needs_code(self) -> bool:
        """Whether requests about one of its codes must name the card: codes of the merchant's own may meet."""
        return bool(self.base.get("use_custom_code"))

    @property
    def bind_openid(self) -> bool:
        return bool(self.base.get("bind_openid"))

    @property
    def get_limit(self) -> int:
        given = self.base.get("get_limit")
        return 50 if given is None else int(given)

    @property
    def colour(self) -> str:
        name = str(self.base.get("color", ""))
        return COLOURS.get(name, name)

    def step(self, what: str) -> bool:
        """Take a step of the table; False if the status does not allow it, and then nothing changes."""
        after = CARD_STEPS[what].get(self.status)
        self.status = after or self.status
        return after is not None

    def validity(self, claimed: int) -> tuple[int, int | None]:
        """From when until when (seconds; None: for ever) a card claimed at this second is good."""
        date = self.base.get("date_info", {})
        match date.get("type"):
            case "DATE_TYPE_FIX_TIME_RANGE":
                return int(date["begin_timestamp"]), int(date["end_timestamp"])
            case "DATE_TYPE_FIX_TERM":
                midnight = claimed - (claimed + 8 * 3600) % DAY
                wait = int(date.get("fixed_begin_term", 0))
                begin = midnight + wait * DAY if wait else claimed
                return begin, midnight + (wait + int(date["fixed_term"])) * DAY - 1
            case _:
                return claimed, None


@dataclass(slots=True)
class HeldCard:
    """One code: a card in a user's wallet, and what became of it. Times in seconds. ``ticket``: what the merchant
    has said of a film, flight or meeting; ``marked``: held at a till; ``number`` counts the codes of a world."""

    code: str
    card_id: str
    user: str
    app_id: str | None
    claimed: int
    begin: int
    end: int | None
    outer_str: str | None = None
    status: str = "NORMAL"
    ticket: dict[str, Any] = field(default_factory=dict)
    marked: bool = False
    number: int = 0

    def state(self, now_ms: int) -> str:
        """``status``, with EXPIRE once its time is over."""
        over = self.end is not None and now_ms // SECOND > self.end
        return "EXPIRE" if over and self.status in GOOD else self.status

    def step(self, what: str, now_ms: int) -> bool:
        """Take a step of the table; False if the state does not allow it, and then nothing changes."""
        after = CODE_STEPS[what].get(self.state(now_ms))
        self.status = after or self.status
        return after is not None


class Holdings:
    """Every code that was ever given out in one world."""

    def __init__(self) -> None:
        #: In the order claimed, by number.
        self.rows: Table[int, HeldCard] = Table()
        self._made = 0
        self._all: dict[tuple[str, str], HeldCard] = {}
        self._by_code: defaultdict[str, list[HeldCard]] = defaultdict(list)
        self._by_user: defaultdict[str, list[HeldCard]] = defaultdict(list)
        self._by_user_and_card: defaultdict[tuple[str, str], list[HeldCard]] = defaultdict(list)

    def add(self, held: HeldCard) -> None:
        """The code must be new for its card. Without a number it gets the next one."""
        held.number = held.number or self._made + 1
        self._made = max(self._made, held.number)
        self.rows[held.number] = held
        self._all[held.card_id, held.code] = held
        self._by_code[held.code].append(held)
        self._by_user[held.user].append(held)
        self._by_user_and_card[held.user, held.card_id].append(held)

    def rename(self, held: HeldCard, code: str) -> None:
        """Give a held card another code, which must be new for its card."""
        self.note(held)
        del self._all[held.card_id, held.code]
        self._by_code[held.code].remove(held)
        held.code = code
        self._all[held.card_id, code] = held
        self._by_code[code].append(held)

    def find(self, code: str, card_id: str | None = None) -> HeldCard | None:
        """By code, and card where custom codes could meet; the newest if several fit."""
        if card_id:
            held = self._all.get((card_id, code))
        else:
            held = max(self._by_code.get(code, ()), key=lambda one: one.number, default=None)
        if held is not None:
            self.note(held)
        return held

    def note(self, held: HeldCard) -> None:
        """It is about to change; one that :meth:`find` has found is noted already."""
        self.rows.note(held.number)

    def of_user(self, user: str, card_id: str | None = None) -> list[HeldCard]:
        """In the order claimed."""
        if card_id is not None:
            return list(self._by_user_and_card.get((user, card_id), ()))
        return list(self._by_user.get(user, ()))

    def count(self, user: str, card_id: str) -> int:
        """How many codes of this card the user was ever given."""
        return len(self._by_user_and_card.get((user, card_id), ()))

    def __iter__(self) -> Iterator[HeldCard]:
        return iter(self.rows.values())

    def __contains__(self, key: tuple[str, str]) -> bool:
        return key in self._all


class Listing:
    """Each account's cards by status, so that a list of them costs what is shown of it and not what there is.

    Made from the cards whenever it does not have all of them, so it need not be kept.
    """

    def __init__(self) -> None:
        self._ids: list[str] = []
        self._places: dict[str, tuple[int, tuple[str, str]]] = {}
        self._by_status: defaultdict[tuple[str, str], list[int]] = defaultdict(list)

    def __len__(self) -> int:
        return len(self._ids)

    def put(self, card: Card) -> None:
        """Put the card where its status belongs; a new one is the newest."""
        known = self._places.get(card.card_id)
        if known is None:
            number = len(self._ids)
            self._ids.append(card.card_id)
        else:
            number, place = known
            del self._by_status[place][bisect_left(self._by_status[place], number)]
        now = card.app_id, card.status
        insort(self._by_status[now], number)
        self._places[card.card_id] = number, now

    def newest(self, app_id: str, statuses: Iterable[str], offset: int, count: int) -> tuple[list[str], int]:
        """Ids of this account's cards in these statuses, the newest first, and how many there are in all."""
        rows = [self._by_status.get((app_id, status), []) for status in statuses]
        numbers = heapq.merge(*(reversed(row) for row in rows), reverse=True)
        return [self._ids[number] for number in islice(numbers, offset, offset + count)], sum(map(len, rows))
