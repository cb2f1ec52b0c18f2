"""An event on demand: what a user, a shop or WeChat did, without doing it."""

import difflib
from typing import Any

from .accounts import COMPONENT, Account
from .cards import HeldCard
from .errors import BadInput
from .happenings import HAPPENINGS, happen
from .phone import Phone
from .push import EVENTS, OPTIONAL, Event
from .world import World

#: Fields that are filled in from the newest card in a wallet, unless given.
_OF_THE_CARD = {"CardId": "card_id", "UserCardCode": "code"}

#: What the other fields say unless given.
_DEFAULTS: dict[str, Any] = {"ConsumeSource": "FROM_API", "Detail": "the card's quantity is equal to 0"}


def occur(
    world: World, name: str, given: dict[str, Any], app_id: str | None = None, phone: Phone | None = None
) -> Event | None:
    """Let event *name* happen: pushed to the merchant, or, where it befalls a phone (the first one unless *phone* is
    given), told to its mini-programs: None. Raises BadInput."""
    if name in HAPPENINGS:
        happen(world, phone or next(iter(world.phones.values())), name, given)
        return None
    return trigger(world, name, given, app_id)


def trigger(world: World, name: str, given: dict[str, Any], app_id: str | None = None) -> Event:
    """Push event *name* with these fields; the rest is filled in. Raises BadInput."""
    known = (*EVENTS, *HAPPENINGS)
    if name not in EVENTS:
        raise BadInput(f"there is no event {name!r}.{_meant(name, known)} There are {', '.join(known)}")
    kinds = EVENTS[name]
    for key in given:
        if key not in kinds:
            raise BadInput(f"{name} has no field {key!r}.{_meant(key, kinds)} It has {', '.join(kinds)}")
    held = _newest(world, given)
    account = _account(world, held, app_id)
    filled = {key: _value(key, kind, given, held) for key, kind in kinds.items() if key in given or key not in OPTIONAL}
    return world.push(account.app_id, held.user if held else next(iter(sorted(world.users)), ""), name, filled)


def _value(key: str, kind: type, given: dict[str, Any], held: HeldCard | None) -> Any:
    if key not in given:
        if held is not None and key in _OF_THE_CARD:
            return getattr(held, _OF_THE_CARD[key])
        return _DEFAULTS.get(key, kind())
    value = given[key]
    try:
        return kind(value)
    except (TypeError, ValueError):
        raise BadInput(f"{key} must be a whole number, not {value!r}") from None


def _newest(world: World, given: dict[str, Any]) -> HeldCard | None:
    """The card in a wallet that the fields mean: by code, by card, or simply the newest."""
    if "UserCardCode" in given:
        return world.held.find(str(given["UserCardCode"]), given.get("CardId"))
    rows = [held for held in world.held if given.get("CardId") in (None, held.card_id)]
    return rows[-1] if rows else None


def _account(world: World, held: HeldCard | None, app_id: str | None) -> Account:
    if app_id is not None:
        account = world.accounts.get(app_id)
        if account is None:
            raise BadInput(f"there is no account {app_id!r}")
        return account
    if held is not None:
        return world.accounts[world.cards[held.card_id].app_id]
    official = [one for one in world.accounts.all.values() if one.kind == "official" and one.app_id != COMPONENT]
    if not official:
        raise BadInput("this world has no official account; name one in its world file")
    return official[0]


def _meant(word: str, known: Any) -> str:
    near = difflib.get_close_matches(word, known, 1)
    return f" Did you mean {near[0]!r}?" if near else ""
