"""Signatures that a merchant's server has put into its answers, as the words that sign anew.

What was signed once holds for its ticket, its time and its nonce alone: in another run none of these is the same.
"""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from ..accounts import Account
from ..crypto import sign_card
from ..world import World

_SIGNATURE = re.compile(r"[0-9a-fA-F]{40}")
_TIME = re.compile(r"\d{10}(\d{3})?")

Says = Callable[[Any], Any]


def signs_anew(world: World, names: dict[str, str]) -> Says:
    """What makes such words of the data of an answer that was given in *world*. *names*: ids of the cards that the
    file has, by their short names."""
    cards = {}
    for name, card_id in names.items():
        if card_id in world.cards:
            cards[card_id] = name, list(_tickets(world, world.accounts[world.cards[card_id].app_id]))
    return lambda data: _Reading(cards).read(data)


def _tickets(world: World, account: Account) -> Iterator[str]:
    """All that this account has ever been given, and the one that its server signs with instead."""
    yield from (ticket.value for ticket in account.tickets.get("wx_card", []))
    if world.signs_with:
        yield world.signs_with


class _Reading:
    """Of one answer: first look for what fits, then put the words in place, for a time that stands further out may have
    been signed further in."""

    def __init__(self, cards: dict[str, tuple[str, list[str]]]) -> None:
        self._cards = cards
        #: By container and key: what comes to stand there.
        self._words: dict[tuple[int, Any], Any] = {}

    def read(self, data: Any) -> Any:
        self._look(data, [])
        return self._made(data)

    def _look(self, value: Any, above: list[dict[str, Any]]) -> None:
        here = [value, *above] if isinstance(value, dict) else above
        for key, one in _below(value):
            if isinstance(one, dict | list):
                self._look(one, here)
            elif isinstance(one, str):
                if (ext := _card_ext(one)) is not None:
                    self._whole(value, key, ext)
                elif _SIGNATURE.fullmatch(one):
                    self._parts(value, key, one, here)

    def _whole(self, value: Any, key: Any, ext: dict[str, Any]) -> None:
        """A cardExt as it goes to the app."""
        name = self._fits(ext["signature"], ext)
        if name is not None:
            more = {key: one for key, one in ext.items() if key not in ("timestamp", "nonce_str", "signature")}
            self._words[id(value), key] = {"$card_ext": name, **more} if more else f"$card_ext {name}"

    def _parts(self, value: Any, key: Any, signature: str, here: list[dict[str, Any]]) -> None:
        """A signature alone: time and nonce, if there is one, stand beside it, or further out."""
        texts = [(id(one), name, str(text)) for one in here for name, text in one.items() if type(text) in (str, int)]
        times = [one for one in texts if _TIME.fullmatch(one[2])]
        for when, nonce in ((when, nonce) for when in times for nonce in (None, *texts)):
            name = self._fits(signature, {"timestamp": when[2], **({"nonce_str": nonce[2]} if nonce else {})})
            if name is not None:
                self._words[id(value), key] = f"$signature {name}"
                self._words[when[:2]] = "$timestamp"
                if nonce:
                    self._words[nonce[:2]] = "$nonce_str"
                return

    def _fits(self, signature: Any, ext: dict[str, Any]) -> str | None:
        """The name of the card that was signed so."""
        signed = ((name, sign_card(ticket, id_, ext)) for id_, (name, tickets) in self._cards.items()
                  for ticket in tickets)  # fmt: skip
        return next((name for name, one in signed if one == signature), None)

    def _made(self, value: Any) -> Any:
        made = {key: self._words.get((id(value), key), self._made(one)) for key, one in _below(value)}
        return made if isinstance(value, dict) else list(made.values()) if isinstance(value, list) else value


def _below(value: Any) -> Iterator[tuple[Any, Any]]:
    return iter(value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ())


def _card_ext(text: str) -> dict[str, Any] | None:
    """The object that is this text, if it is signed."""
    if not text.startswith("{"):
        return None
    try:
        ext = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return ext if isinstance(ext, dict) and isinstance(ext.get("signature"), str) else None
