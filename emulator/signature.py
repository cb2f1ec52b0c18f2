"""The signature doctor: what should have been signed, and which common mistake explains what was.

https://developers.weixin.qq.com/community/develop/doc/000404202081a0b0f15b90f6f5f409
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .crypto import SIGNED_FIELDS, sign_card, text_of

#: A value with its name, as it goes into the hash.
Part = tuple[str, str]


@dataclass(frozen=True)
class Diagnosis:
    """``parts`` in the order they are signed. ``mistake`` is a cause id, or None if the signature is right;
    ``theirs`` what the mistake signed instead, where that is known."""

    given: str
    expected: str
    parts: list[Part]
    mistake: str | None
    theirs: list[Part]

    @property
    def first_difference(self) -> int | None:
        """The place, from 0, where the two lists part."""
        if not self.theirs:
            return None
        pairs = zip(self.parts, self.theirs, strict=False)
        return next((n for n, (one, other) in enumerate(pairs) if one != other), min(len(self.parts), len(self.theirs)))


def diagnose(
    ticket: str,
    card_id: str,
    ext: Mapping[str, Any],
    expired: Iterable[str] = (),
    others: Iterable[tuple[str, str]] = (),
) -> Diagnosis:
    """Compare the signature in *ext* with the right one. *expired*: earlier tickets of the account; *others*: tickets
    of any account as (type, value)."""
    given, expected = text_of(ext.get("signature") or ""), sign_card(ticket, card_id, dict(ext))
    parts = in_order(_parts(ticket, card_id, ext))
    mistake, theirs = _explain(given, expected, ticket, card_id, ext, expired, others)
    return Diagnosis(given, expected, parts, mistake, theirs)


def in_order(parts: Iterable[Part]) -> list[Part]:
    """Sorted by the values' bytes; empty ones add nothing."""
    return sorted((part for part in parts if part[1]), key=lambda part: part[1].encode("utf-8", "surrogatepass"))


def masked(part: Part) -> str:
    """The value for people's eyes: of a ticket only its ends."""
    name, value = part
    return f"{value[:4]}…{value[-4:]} ({len(value)})" if name == "api_ticket" and len(value) > 12 else value


def _parts(ticket: str, card_id: str, ext: Mapping[str, Any]) -> list[Part]:
    signed = [(name, text_of(value)) for name in SIGNED_FIELDS if (value := ext.get(name)) not in (None, "")]
    return [("api_ticket", ticket), ("card_id", card_id), *signed]


def _hash(parts: Iterable[Part], joint: str = "") -> str:
    return hashlib.sha1(joint.join(value for _, value in parts).encode("utf-8", "surrogatepass")).hexdigest()


def _without(*names: str) -> Callable[[list[Part], Mapping[str, Any]], list[Part]]:
    return lambda parts, ext: in_order(part for part in parts if part[0] not in names)


def _with(name: str) -> Callable[[list[Part], Mapping[str, Any]], list[Part]]:
    return lambda parts, ext: in_order([*parts, (name, text_of(ext.get(name) or ""))])


def _replaced(name: str, change: Callable[[str], str]) -> Callable[[list[Part], Mapping[str, Any]], list[Part]]:
    return lambda parts, ext: in_order((key, change(value) if key == name else value) for key, value in parts)


def _by_key(parts: list[Part], ext: Mapping[str, Any]) -> list[Part]:
    return sorted(parts)


def _as_named(parts: list[Part], ext: Mapping[str, Any]) -> list[Part]:
    """``key=value`` joined by ``&``, as the page signature of the JS-SDK."""
    named = sorted(parts)
    return [(key, f"{'&' if n else ''}{key}={value}") for n, (key, value) in enumerate(named)]


#: Cause id → what is signed by this mistake, in its order.
_MISTAKES: dict[str, Callable[[list[Part], Mapping[str, Any]], list[Part]]] = {
    "signature.nonce-not-signed": _without("nonce_str"),
    "signature.card-id-not-signed": _without("card_id"),
    "signature.code-not-signed": _without("code"),
    "signature.openid-not-signed": _without("openid"),
    "signature.code-and-openid-not-signed": _without("code", "openid"),
    "signature.ticket-not-signed": _without("api_ticket"),
    "signature.timestamp-not-signed": _without("timestamp"),
    "signature.outer-str-signed": _with("outer_str"),
    "signature.sorted-by-key": _by_key,
    "signature.unsorted": lambda parts, ext: list(parts),
    "signature.key-value-pairs": _as_named,
    "signature.milliseconds-signed": _replaced("timestamp", lambda value: value + "000"),
    "signature.seconds-signed": _replaced("timestamp", lambda value: value[:-3] if len(value) == 13 else value),
    "signature.ticket-with-blanks": _replaced("api_ticket", lambda value: value + "\n"),
}


def _explain(
    given: str,
    expected: str,
    ticket: str,
    card_id: str,
    ext: Mapping[str, Any],
    expired: Iterable[str],
    others: Iterable[tuple[str, str]],
) -> tuple[str | None, list[Part]]:
    if given == expected:
        return None, []
    if not given:
        return "signature.missing", []
    if given.lower() == expected:
        return "signature.upper-case", []
    parts = _parts(ticket, card_id, ext)
    for id_, change in _MISTAKES.items():
        theirs = change(parts, ext)
        if _hash(theirs) == given.lower():
            return id_, theirs
    if any(given == sign_card(old, card_id, dict(ext)) for old in expired):
        return "signature.expired-ticket", []
    for kind, other in others:
        if given == sign_card(other, card_id, dict(ext)):
            return "signature.jsapi-ticket" if kind != "wx_card" else "signature.other-account", []
    return "signature.mismatch", []
