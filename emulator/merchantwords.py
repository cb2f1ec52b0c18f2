"""What a merchant's server would put into an ordered reply: ids, codes, and signatures that are right just now.

In the ``data`` of a reply the texts ``$card_id NAME``, ``$code NAME``, ``$signature NAME`` and ``$card_ext NAME`` stand
for what the server knows of this card (its short name in a file, its id or its title; more of a cardExt as
``{$card_ext: NAME, outer_str: …}``), and ``$timestamp`` and ``$nonce_str`` for what it signed with;
``{$signature: NAME, timestamp: …, nonce_str: …}`` is a signature of exactly these, ``$sent KEY`` what the request
carries under this key; ``$encrypt_card_id NAME``, ``$biz NAME`` and ``$activate_url NAME`` what WeChat has told it, to
open the member-card component:
https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/card/membership-card.html
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from .component import activation_url, biz, encrypted_card_id
from .crypto import sign_card
from .errors import BadInput
from .world import World

_OF_A_CARD = re.compile(r"\$(card_id|code|signature|card_ext|encrypt_card_id|biz|activate_url) (\S.*)")


#: The keys of a cardExt that holds more than time, nonce and signature, and of a signature of values that are given.
CARD_EXT, SIGNATURE = OF_A_CARD = "$card_ext", "$signature"


def filled(world: World, data: Any, sent: Any = None) -> Any:
    """*data* with its words replaced, for a request that carries *sent*. One reply signs with one time. One nonce holds
    for all of it, or for the mapping that has both ``$nonce_str`` and ``$signature``; a cardExt that no ``$nonce_str``
    speaks of has its own, or WeChat would take one card of several. A ``$signature`` in a reply that tells no nonce is
    made without one, as its app must claim the card. Raises BadInput for a card that is not there."""
    return _Server(world, "$nonce_str" in _texts(data), sent).fill(data)


def check_cards(world: World, data: Any) -> None:
    """Raises BadInput if *data* names a card that is not there."""
    for name in cards_in(data):
        card_named(world, name)


def cards_in(data: Any) -> Iterator[str]:
    """The names of cards in *data*."""
    if isinstance(data, dict | list):
        if isinstance(data, dict):
            yield from (data[key] for key in OF_A_CARD if isinstance(data.get(key), str))
        for one in data.values() if isinstance(data, dict) else data:
            yield from cards_in(one)
    elif isinstance(data, str) and (found := _OF_A_CARD.fullmatch(data)):
        yield found[2]


def _signs_itself(data: dict[str, Any]) -> bool:
    return "$nonce_str" in data.values() and any(text.startswith("$signature ") for text in _texts(data))


def card_named(world: World, name: str) -> str:
    """Id of the card of this short name, id or title. Raises BadInput."""
    for card in world.cards.values():
        if name in (card.card_id, card.base.get("title")) or world.card_names.get(name) == card.card_id:
            return card.card_id
    known = [*world.card_names, *(str(card.base.get("title")) for card in world.cards.values())]
    raise BadInput(f'there is no card "{name}"; there is {", ".join(dict.fromkeys(known)) or "none"}')


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, dict | list):
        for one in data.values() if isinstance(data, dict) else data:
            yield from _texts(one)
    elif isinstance(data, str):
        yield data


class _Server:
    """*named*: the reply says its nonce, so that all that is signed has this one."""

    def __init__(self, world: World, named: bool, sent: Any) -> None:
        self._world = world
        self._sent = sent
        self._now = world.clock.seconds()
        self._named = named
        self._nonce = ""

    def fill(self, data: Any) -> Any:
        if isinstance(data, dict):
            within = _Server(self._world, True, self._sent) if _signs_itself(data) else self
            filled = {key: within.fill(value) for key, value in data.items()}
            return within._for_card(data, filled)
        if isinstance(data, list):
            return [self.fill(one) for one in data]
        if not isinstance(data, str):
            return data
        if data == "$timestamp":
            return self._now
        if data == "$nonce_str":
            return self.nonce
        if data.startswith("$sent "):
            return self._carried(data.removeprefix("$sent "))
        found = _OF_A_CARD.fullmatch(data)
        return self._of(found[1], card_named(self._world, found[2])) if found else data

    @property
    def nonce(self) -> str:
        self._nonce = self._nonce or self._draw()
        return self._nonce

    def _draw(self) -> str:
        return self._world.seed.draw("backend-nonce", 16)

    def _of(self, what: str, card_id: str) -> str:
        world, card = self._world, self._world.cards[card_id]
        match what:
            case "card_id":
                return card_id
            case "code":
                return self._code(card_id)
            case "encrypt_card_id":
                return encrypted_card_id(world, card)
            case "biz":
                return biz(world.accounts[card.app_id].uin)
            case "activate_url":
                return activation_url(world, card)
            case "signature":
                return str(self._signed(card_id, self.nonce if self._named else "", {})["signature"])
        return self.card_ext(card_id, {})

    def _for_card(self, data: dict[str, Any], filled: dict[str, Any]) -> Any:
        """*filled*, or the text that a key of :data:`OF_A_CARD` makes of it."""
        for key, made in ((SIGNATURE, self._signature), (CARD_EXT, self.card_ext)):
            if isinstance(name := data.get(key), str):
                return made(card_named(self._world, name), filled)
        return filled

    def _carried(self, path: str) -> Any:
        """None where the request carries nothing of that name; ``a.b`` is ``b`` in ``a``."""
        value = self._sent
        for key in path.split("."):
            value = value.get(key) if isinstance(value, dict) else None
        return value

    def _signature(self, card_id: str, given: dict[str, Any]) -> str:
        ext = {"timestamp": self._now, **{key: value for key, value in given.items() if key != SIGNATURE}}
        return sign_card(self._ticket(card_id), card_id, ext)

    def card_ext(self, card_id: str, given: dict[str, Any]) -> str:
        more = {key: value for key, value in given.items() if key != CARD_EXT}
        return json.dumps(self._signed(card_id, self.nonce if self._named else self._draw(), more))

    def _signed(self, card_id: str, nonce: str, more: dict[str, Any]) -> dict[str, Any]:
        ext = {"timestamp": str(self._now), **({"nonce_str": nonce} if nonce else {}), **more}
        return {**ext, "signature": sign_card(self._ticket(card_id), card_id, ext)}

    def _ticket(self, card_id: str) -> str:
        world = self._world
        account = world.accounts[world.cards[card_id].app_id]
        return world.signs_with or world.accounts.ticket(account, "wx_card", self._now).value

    def _code(self, card_id: str) -> str:
        """Of the newest that a user holds; empty if nobody does."""
        held = [
            one for phone in self._world.phones.values() for one in self._world.held.of_user(phone.user.id, card_id)
        ]
        return held[-1].code if held else ""
