"""What of a world is kept in a state file, kind by kind. A new kind of record is one line in one of the tables below.

A sheet or request that a call waits for is not kept, for a handler has changed nothing until it ends: after a restart
the page sends its unanswered calls again, and the call is asked anew.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec

from .accounts import Account, LoginCode, Token, User
from .app import App
from .backend import Canned
from .calls import Running
from .cards import Card, HeldCard
from .deliveries import Delivery, RetryPush
from .discrepancies import Switches
from .journal import Entry
from .members import ActivateTicket, Member
from .phone import Phone, Screen
from .push import Event
from .rules import Rule
from .settings import Settings
from .table import Table
from .waiting import HeldReply, HideToast
from .wallet import EndGift
from .world import PassReview, World

#: Rows of the clock, by the name they are kept under.
ROWS: dict[str, type] = {one.__name__: one for one in (HeldReply, HideToast, PassReview, RetryPush, EndGift)}


@dataclass(frozen=True)
class Kind:
    """Records of a :class:`Table`: only those that it has noted are written."""

    name: str
    key: Any
    value: Any
    table: Callable[[World], Table[Any, Any]]
    pack: Callable[[Any], Any] = lambda row: row
    unpack: Callable[[Any], Any] = lambda row: row
    put: Callable[[World, Any, Any], None] | None = None


@dataclass(frozen=True)
class Log:
    """Records of a list that only grows, or is emptied."""

    name: str
    value: Any
    rows: Callable[[World], list[Any]]
    key: Callable[[Any], Any]


@dataclass(frozen=True)
class Part:
    """Something small, written whole when it reads otherwise than before."""

    name: str
    value: Any
    save: Callable[[World], Any]
    load: Callable[[World, Any], None]


# -- clock ----------------------------------------------------------------------------------------------------------


def _pack_row(row: tuple[int, Any]) -> tuple[int, str, Any]:
    due, what = row
    name = type(what).__name__
    if ROWS.get(name) is not type(what):
        raise TypeError(f"{name} is no row of the clock that can be kept: add it to ROWS")
    return due, name, what


def _unpack_row(row: tuple[int, str, msgspec.Raw]) -> tuple[int, Any]:
    due, name, what = row
    return due, msgspec.json.decode(what, type=ROWS[name])


def _put_row(world: World, order: int, row: tuple[int, Any]) -> None:
    world.clock.put(order, *row)


def _load_clock(world: World, kept: tuple[int, int | None]) -> None:
    world.clock.stand(*kept)


# -- phones ---------------------------------------------------------------------------------------------------------


@dataclass
class KeptScreen:
    id: str
    kind: str
    codes: list[tuple[str, str]]


@dataclass
class KeptPhone:
    """A :class:`Phone` without its line, its sheets, and screens that a call waits for."""

    user: User
    settings: Settings
    apps: list[App]
    at_home: bool
    screens: list[KeptScreen]
    clipboard: str = ""
    storage: dict[str, dict[str, Any]] = field(default_factory=dict)
    allowed: dict[str, dict[str, bool]] = field(default_factory=dict)
    made: dict[str, int] = field(default_factory=dict)


#: Attributes that a phone has under the name of the field.
_AS_THEY_ARE = ("user", "settings", "apps", "at_home", "clipboard", "storage", "allowed")


def _save_phones(world: World) -> dict[str, KeptPhone]:
    return {id_: _keep(phone) for id_, phone in world.phones.items()}


def _keep(phone: Phone) -> KeptPhone:
    screens = [KeptScreen(one.id, one.kind, one.codes) for one in phone.screens if one.resume is None]
    return KeptPhone(screens=screens, made=phone.made, **{name: getattr(phone, name) for name in _AS_THEY_ARE})


def _load_phones(world: World, kept: dict[str, KeptPhone]) -> None:
    for id_, one in kept.items():
        phone = world.phones.get(id_) or world.add_phone(one.user)
        for name in _AS_THEY_ARE:
            setattr(phone, name, getattr(one, name))
        phone.screens = [Screen(row.id, row.kind, row.codes) for row in one.screens]
        phone.made.update(one.made)
        # Apps whose project is not here any more have nothing to run.
        phone.apps = [app for app in phone.apps if app.app_id in world.projects]
        phone.at_home = phone.at_home or not phone.apps
        for app in phone.apps:
            app.again |= set(app.running)
            app.running = {}


# -- the rest -------------------------------------------------------------------------------------------------------


def _load_seed(world: World, kept: tuple[int, dict[str, int]]) -> None:
    world.seed.continue_with(*kept)


def _load_switches(world: World, kept: Switches) -> None:
    world.switches = kept


def _load_rules(world: World, kept: tuple[int, list[Rule]]) -> None:
    world.rules.made, world.rules.all = kept


def _load_backend(world: World, kept: dict[str, list[Canned]]) -> None:
    world.backend.replies = kept


def _load_accounts(world: World, kept: list[Account]) -> None:
    for account in kept:
        world.accounts.add(account)
    world.accounts.forget_derived()


def _load_down(world: World, kept: bool) -> None:
    world.deliveries.down = kept


KINDS = (
    Kind("card", str, Card, lambda world: world.cards, replace),  # replace: without what is worked out
    Kind("held", int, HeldCard, lambda world: world.held.rows, put=lambda world, key, held: world.held.add(held)),
    Kind("member", tuple[str, str], Member, lambda world: world.members),
    Kind("activate_ticket", str, ActivateTicket, lambda world: world.activate_tickets),
    Kind("nonce", tuple[str, str, str], bool, lambda world: world.used_nonces),
    Kind("spread", str, dict[str, Any], lambda world: world.spread),
    Kind("pay_gift", str, dict[str, Any], lambda world: world.pay_gifts),
    Kind("shops", str, list[dict[str, Any]], lambda world: world.shops),
    Kind("token", str, Token, lambda world: world.accounts.tokens),
    Kind("login_code", str, LoginCode, lambda world: world.accounts.login_codes),
    Kind("phone_code", str, LoginCode, lambda world: world.accounts.phone_codes),
    Kind("delivery", str, Delivery, lambda world: world.deliveries.all),
    Kind(
        "clock_row", int, tuple[int, str, msgspec.Raw], lambda world: world.clock.rows, _pack_row, _unpack_row, _put_row
    ),
)

LOGS = (
    Log("journal", Entry, lambda world: world.journal.entries, lambda entry: entry.seq),
    Log("event", Event, lambda world: world.events, lambda event: event.id),
)

PARTS = (
    Part("clock", tuple[int, int | None], lambda world: world.clock.stands(), _load_clock),
    Part("seed", tuple[int, dict[str, int]], lambda world: (world.seed.value, world.seed.drawn), _load_seed),
    Part("switches", Switches, lambda world: world.switches, _load_switches),
    Part("rules", tuple[int, list[Rule]], lambda world: (world.rules.made, world.rules.all), _load_rules),
    Part("backend", dict[str, list[Canned]], lambda world: world.backend.replies, _load_backend),
    Part("accounts", list[Account], lambda world: list(world.accounts.all.values()), _load_accounts),
    Part("phones", dict[str, KeptPhone], _save_phones, _load_phones),
    Part("push_down", bool, lambda world: world.deliveries.down, _load_down),
)

#: Name of each table of the file.
NAMES = (*(one.name for one in KINDS), *(one.name for one in LOGS), "part")


# -- bytes ----------------------------------------------------------------------------------------------------------


def _by_number_alone(value: Any) -> None:
    """A call under way is kept by its number alone."""
    if not isinstance(value, Running):
        raise TypeError(f"{type(value).__name__} cannot be kept")


encode = msgspec.json.Encoder(enc_hook=_by_number_alone).encode


def dump(world: World) -> dict[str, dict[str, bytes]]:
    """Every record of the world: table → key → value."""
    tables: dict[str, dict[str, bytes]] = {}
    for kind in KINDS:
        tables[kind.name] = {text(key): encode(kind.pack(row)) for key, row in kind.table(world).items()}
    for log in LOGS:
        tables[log.name] = {text(log.key(row)): encode(row) for row in log.rows(world)}
    tables["part"] = {part.name: encode(part.save(world)) for part in PARTS}
    return tables


def load(world: World, tables: dict[str, dict[str, bytes]]) -> None:
    """Put every record into *world*, which has its projects and nothing else yet. Raises msgspec.DecodeError."""
    for part in PARTS:
        if part.name in tables["part"]:
            part.load(world, msgspec.json.decode(tables["part"][part.name], type=part.value))
    for kind in KINDS:
        keys, values = msgspec.json.Decoder(kind.key), msgspec.json.Decoder(kind.value)
        table = kind.table(world)
        for key, value in tables.get(kind.name, {}).items():
            row = kind.unpack(values.decode(value))
            if kind.put is None:
                table[keys.decode(key)] = row
            else:
                kind.put(world, keys.decode(key), row)
    for log in LOGS:
        log.rows(world).extend(map(msgspec.json.Decoder(log.value).decode, tables.get(log.name, {}).values()))
    world.journal.go_on()
    # While the cards stand in the order they were made: a step of one card alone would list it as the newest.
    world.list_cards("", (), 0, 0)


def text(key: Any) -> str:
    """A key as the file has it."""
    return encode(key).decode()


__all__ = ["KINDS", "LOGS", "NAMES", "PARTS", "dump", "encode", "load", "text"]
