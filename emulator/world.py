"""Everything one emulated WeChat knows. Two worlds never touch."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from .accounts import Account, Accounts, User
from .backend import Backend
from .cards import LOW_STOCK, LOW_STOCK_PAUSE, Card, HeldCard, Holdings, Listing
from .clock import Clock
from .deliveries import Deliveries
from .discrepancies import Switches
from .faces import face
from .journal import Journal
from .links import Link, Links
from .members import ActivateTicket, Member
from .phone import Hooks, Phone
from .project import Project
from .push import Event
from .questions import Fetch
from .recording import Act, Recording
from .rules import Rules
from .seed import Seed
from .table import Table


@dataclass(frozen=True)
class PendingFetch:
    """An HTTP request that the edge must make; ``done`` takes its answer."""

    fetch: Fetch
    done: Callable[[dict[str, Any]], None]


@dataclass(frozen=True)
class PassReview:
    """Row of the clock: the review of a card is over."""

    card_id: str

    def due(self, world: "World") -> None:
        if self.card_id in world.cards:
            world.pass_review(world.cards[self.card_id])


class World:
    """``seed`` drives every generated id; ``hosts`` maps host names that apps call to local addresses; an
    ``open`` one takes unknown cards and signatures that it cannot verify on trust."""

    def __init__(self, clock: Clock | None = None, seed: int = 1) -> None:
        self.clock = clock or Clock()
        self.seed = Seed(seed)
        self.switches = Switches()
        self.accounts = Accounts(self.seed)
        self.journal = Journal(self.clock)
        self.rules = Rules()
        self.backend = Backend()
        self.open = False
        #: Cards by the short names of the file they come from; the ticket that the merchant's server signs with, where
        #: it is not WeChat's.
        self.card_names: dict[str, str] = {}
        self.signs_with: str | None = None
        #: Puts the cards of that file, and what the user owns of them, into an empty world.
        self.furnish: Callable[[World], None] = lambda world: None
        self._stored_at_start: dict[str, str] = {}
        self._allowed_at_start: dict[str, bool] = {}
        self.projects: dict[str, Project] = {}
        self.hosts: dict[str, str] = {}
        self.phones: dict[str, Phone] = {}
        self.fetches: list[PendingFetch] = []
        self.links = Links(lambda: self.on_work(), self._tell_link)
        self.on_work: Callable[[], None] = lambda: None
        #: While a scenario is recorded.
        self.recording: Recording | None = None
        #: Keeps what has changed, before anybody is told of it; does nothing without a state file.
        self.commit: Callable[[], None] = lambda: None
        #: What is wrong with the file that the world comes from, as it now is: the world as it was stays.
        self.problems: list[dict[str, Any]] = []
        self._journal_readers: dict[str, Phone] = {}
        self.journal.listeners.append(lambda entry: self._wake_readers())
        self.deliveries = Deliveries(
            self.clock, self.journal, self.seed, lambda id_: self.switches[id_], self.accounts.__getitem__,
            self.later, lambda: self.on_work(),
        )  # fmt: skip
        self.clear_cards()

    def clear_cards(self) -> None:
        """No cards, and nothing that hangs on them."""
        self.cards: Table[str, Card] = Table()
        self._listing = Listing()
        self.held = Holdings()
        self.members: Table[tuple[str, str], Member] = Table()
        self.activate_tickets: Table[str, ActivateTicket] = Table()
        self.used_nonces: Table[tuple[str, str, str], bool] = Table()
        self.events: list[Event] = []
        #: What has been worked out once: encrypted card id → card id.
        self.encrypted_ids: dict[str, str] = {}
        self.spread: Table[str, dict[str, Any]] = Table()
        self.pay_gifts: Table[str, dict[str, Any]] = Table()
        self.shops: Table[str, list[dict[str, Any]]] = Table()

    def take_cards_of(self, other: "World") -> None:
        """Have the cards of *other* in place of one's own, and all that hangs on them."""
        self.cards, self._listing, self.held, self.members = other.cards, other._listing, other.held, other.members
        self.activate_tickets, self.used_nonces, self.encrypted_ids = Table(), Table(), {}
        self.spread, self.pay_gifts, self.shops = other.spread, other.pay_gifts, other.shops
        self.furnish = other.furnish

    # -- people and programs ------------------------------------------------------------------------------------

    def add_phone(self, user: User | None = None) -> Phone:
        """A new phone; the first is ``p1``."""
        hooks = Hooks(
            journal_after=lambda seq, limit: [entry.to_json() for entry in self.journal.after(seq, limit)],
            project=self.projects.get,
            switch=lambda id_: self.switches[id_],
            tell=self.journal.add,
            follow_journal=self._follow_journal,
        )
        phone = Phone(f"p{len(self.phones) + 1}", user or User(), hooks)
        phone.settings.platform = self.switches.platform
        self.phones[phone.id] = phone
        return phone

    @property
    def users(self) -> set[str]:
        """Ids of all who hold a phone."""
        return {phone.user.id for phone in self.phones.values()}

    def add_account(self, account: Account) -> Account:
        return self.accounts.add(account)

    def add_project(self, project: Project) -> Project:
        self.projects[project.app_id] = project
        self._known_before(project)
        return project

    def known_at_start(self, stored: dict[str, str], allowed: dict[str, bool]) -> None:
        """What is so before a mini-program that is not WeChat's own first runs: what it has *stored*, values as JSON by
        key, and what the user has *allowed* it or refused, by scope."""
        self._stored_at_start, self._allowed_at_start = stored, allowed
        for project in self.projects.values():
            self._known_before(project)

    def _known_before(self, project: Project) -> None:
        for phone in self.phones.values() if not project.privileged else ():
            if self._stored_at_start:
                phone.storage.setdefault(project.app_id, dict(self._stored_at_start))
            if self._allowed_at_start:
                phone.allowed.setdefault(project.app_id, dict(self._allowed_at_start))

    # -- cards --------------------------------------------------------------------------------------------------

    def add_card(self, app_id: str, card_type: str, info: dict[str, Any], card_id: str | None = None) -> Card:
        """A new card of this account; its review passes by the clock."""
        base = info["base_info"]
        quantity = int(base.get("sku", {}).get("quantity", 0))
        id_ = card_id or self.seed.draw("card", 28, "p")
        card = Card(id_, app_id, card_type, info, quantity, quantity, self.clock.seconds(), self.clock.seconds())
        self.cards[id_] = card
        self._listing.put(card)
        self.send_to_review(card)
        return card

    def step_card(self, card: Card, what: str) -> bool:
        """Take a step of the card's life; False if its status does not allow it."""
        moved = card.step(what)
        if moved:
            self._listing.put(card)
        return moved

    def list_cards(self, app_id: str, statuses: Iterable[str], offset: int, count: int) -> tuple[list[str], int]:
        """Ids of this account's cards in these statuses, the newest first, and how many there are in all."""
        if len(self._listing) != len(self.cards):
            self._listing = Listing()
            for card in self.cards.values():
                self._listing.put(card)
        return self._listing.newest(app_id, statuses, offset, count)

    def send_to_review(self, card: Card) -> None:
        """The card waits for its review, which passes by the clock."""
        self.step_card(card, "review")
        delay = self.switches["card.review-delay"]
        if delay == 0:
            self.pass_review(card)
        elif delay > 0:
            self.later(delay, PassReview(card.card_id))

    def pass_review(self, card: Card) -> None:
        if self.step_card(card, "pass"):
            self.push(card.app_id, "", "card_pass_check", {"CardId": card.card_id})

    def take_card(self, card: Card, user: str, code: str, app_id: str | None, outer_str: str | None) -> HeldCard:
        """Put a card into the user's wallet and tell the merchant. *code* is the merchant's own, or empty: then it is
        the next of those that the merchant deposited, or one that WeChat makes."""
        now = self.clock.seconds()
        begin, end = card.validity(now)
        if not code and card.deposit_mode:
            code, card.given = card.deposited[card.given], card.given + 1
        held = HeldCard(code or self.seed.digits("code", 12), card.card_id, user, app_id, now, begin, end, outer_str)
        self.cards.note(card.card_id)
        card.quantity -= 1
        self.held.add(held)
        if card.keeps_account:
            member = self.members[card.card_id, held.code] = Member(balance=_first_balance(card))
            if card.info.get("auto_activate"):
                member.activate("", now)
        self.push(card.app_id, user, "user_get_card", self.claim_fields(card, held))
        self._warn_of_low_stock(card, now)
        return held

    def _warn_of_low_stock(self, card: Card, now: int) -> None:
        low = card.total > 2 * LOW_STOCK and card.left <= LOW_STOCK
        if low and (card.stock_told is None or now - card.stock_told >= LOW_STOCK_PAUSE):
            card.stock_told = now
            detail = f"the card's quantity is equal to {card.left}"
            self.push(card.app_id, "", "card_sku_remind", {"CardId": card.card_id, "Detail": detail})

    def refuse_review(self, card: Card, reason: str) -> None:
        if self.step_card(card, "refuse"):
            self.push(card.app_id, "", "card_not_pass_check", {"CardId": card.card_id, "RefuseReason": reason})

    def rename_code(self, held: HeldCard, code: str) -> None:
        """The merchant gives a held card another code; its membership goes with it."""
        member = self.members.pop((held.card_id, held.code), None)
        self.held.rename(held, code)
        if member is not None:
            self.members[held.card_id, code] = member
        self.touch_phones()

    def claim_fields(self, card: Card, held: HeldCard) -> dict[str, Any]:
        wanted = self.switches["push.unionid"]
        unionid = self.accounts.unionid(card.app_id, held.user) if wanted == "bound" else None
        return {
            "CardId": card.card_id,
            "IsGiveByFriend": 0,
            "UserCardCode": held.code,
            "FriendUserName": "",
            "OuterId": 0,
            "OldUserCardCode": "",
            "OuterStr": held.outer_str or "",
            "IsRestoreMemberCard": 0,
            "IsRecommendByFriend": 0,
            **({"UnionId": unionid} if unionid else {}),
        }

    def encrypt(self, card: Card, code: str) -> str:
        return self.accounts.cipher(card.app_id).encrypt(code)

    def member(self, held: HeldCard) -> Member | None:
        return self.members.get((held.card_id, held.code))

    def face_of(self, card: Card, held: HeldCard | None = None) -> dict[str, Any]:
        member = (self.member(held) if held else Member()) if card.is_member_card else None
        return face(card, held, member, self.clock.now())

    def held_face(self, held: HeldCard) -> dict[str, Any]:
        return self.face_of(self.cards[held.card_id], held)

    # -- the merchant's events ----------------------------------------------------------------------------------

    def push(self, app_id: str, user: str, name: str, fields: dict[str, Any]) -> Event:
        """Tell the merchant. The event stands in ``events``, in order, and in the journal."""
        account = self.accounts[app_id]
        openid = self.accounts.openid(app_id, user) if user else ""
        id_ = f"e{len(self.events) + 1}"
        event = Event(id_, app_id, account.original_id, openid, self.clock.seconds(), name, fields)
        self.events.append(event)
        self.journal.add("merchant", f"event.{name}", app=app_id, says_id=f"says.event.{name}",
                         says_values={"account": account.name}, detail=event.to_json())  # fmt: skip
        self.deliveries.add(event)
        return event

    # -- time and waiting ---------------------------------------------------------------------------------------

    def later(self, delay: int, row: Any) -> None:
        """Do *row*, a value with a method ``due(world)``, in *delay* milliseconds of world time."""
        self.clock.later(delay, row)
        self.on_work()

    def run_due(self) -> None:
        """Do everything whose time has come."""
        while (row := self.clock.take_due()) is not None:
            row.due(self)

    def ask_edge(self, fetch: Fetch, done: Callable[[dict[str, Any]], None]) -> None:
        self.fetches.append(PendingFetch(fetch, done))
        self.on_work()

    def _tell_link(self, link: Link, options: dict[str, Any]) -> bool:
        """Tell an app what happens on its socket; False if it is no more."""
        phone = self.phones[link.phone]
        app = next((app for app in phone.apps if app.instance == link.instance), None)
        if app is not None:
            phone.send_event(app, "socket", options)
        return app is not None

    def take_fetches(self) -> list[PendingFetch]:
        fetches, self.fetches = self.fetches, []
        return fetches

    def note(self, phone: Phone, name: str, params: dict[str, Any]) -> Act | None:
        """Somebody is about to do this: keep it, if a scenario is recorded."""
        if self.recording is None:
            return None
        sheet = phone.sheet
        act = Act(
            name, params, self.clock.now(), self.journal.last, phone.front.app_id if phone.front else None,
            {"kind": sheet.kind, "content": sheet.content} if sheet else None,
        )  # fmt: skip
        self.recording.acts.append(act)
        return act

    # -- what others see ----------------------------------------------------------------------------------------

    def wallet(self, phone: Phone) -> list[dict[str, Any]]:
        """The faces in the user's wallet, newest first."""
        held = [one for one in self.held.of_user(phone.user.id) if one.status != "DELETE"]
        return [self.held_face(one) for one in reversed(held)]

    def touch_phones(self) -> None:
        for phone in self.phones.values():
            phone.touch()

    def _follow_journal(self, phone: Phone, follows: bool) -> None:
        if follows:
            self._journal_readers[phone.id] = phone
        else:
            self._journal_readers.pop(phone.id, None)

    def _wake_readers(self) -> None:
        """Let the edge look for output: the journal has grown."""
        for phone in list(self._journal_readers.values()):
            phone.peer.on_output()

    def reset(self) -> None:
        """As at the start: no cards and members but those of the world's file, no rules, storage, journal; the apps
        begin anew."""
        self.clear_cards()
        self.furnish(self)
        self.rules = Rules()
        self.backend = self.backend.at_start()
        self.clock.forget_all()
        self.journal.clear()
        self.fetches.clear()
        self.links.drop_all()
        self.deliveries.clear()
        if self.recording is not None:
            self.recording.begin_again(self.clock.now())
        for phone in self.phones.values():
            front, first = phone.front, phone.first_app
            for app in list(phone.apps):
                phone.kill(app)
            phone.storage.clear()
            phone.allowed.clear()
            for project in self.projects.values():
                self._known_before(project)
            phone.close_screens()
            phone.clipboard = ""
            if front is not None:
                assert first is not None
                phone.open_app(first.app_id)
            phone.touch()


def _first_balance(card: Card) -> int:
    """What a gift card is worth when it is taken."""
    given = card.info.get("init_balance")
    return given if card.card_type == "GENERAL_CARD" and type(given) is int else 0
