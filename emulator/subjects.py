"""What a ``wx`` call is about, in a few words for its row of the journal: the address, the cards, the other app."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from .cards import Card

#: Longer words are cut.
_LONGEST = 60

Params = dict[str, Any]


def subject(name: str, params: Params, cards: Mapping[str, Card]) -> str:
    """Empty, or with a space in front. Never a query: secrets travel in there."""
    about = _SUBJECTS.get(name)
    words = about(params, cards) if about else ""
    return f" {words if len(words) <= _LONGEST else f'{words[:_LONGEST]}…'}" if words else ""


def outcome(result: Params | None) -> str:
    """Of an answer that is HTTP's, its status with a space in front."""
    status = (result or {}).get("statusCode")
    return f" {status}" if isinstance(status, int) else ""


def _request(params: Params, cards: Mapping[str, Card]) -> str:
    return f"{params.get('method') or 'GET'} {_address(params, cards)}"


def _address(params: Params, cards: Mapping[str, Card]) -> str:
    try:
        url = urlsplit(str(params.get("url", "")))
    except ValueError:
        return ""
    return f"{url.hostname or ''}{url.path}"


def _cards(params: Params, cards: Mapping[str, Card]) -> str:
    rows = params.get("cardList")
    named = [str(row.get("cardId", "")) for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    found = [cards.get(id_) for id_ in named]
    return ", ".join(
        str(card.base.get("title") or id_) if card else id_ for id_, card in zip(named, found, strict=True)
    )


def _app(params: Params, cards: Mapping[str, Card]) -> str:
    path = str(params.get("path") or "").partition("?")[0]
    return " ".join(filter(None, (str(params.get("appId") or ""), path)))


_SUBJECTS: dict[str, Callable[[Params, Mapping[str, Card]], str]] = {
    "request": _request,
    "uploadFile": _address,
    "downloadFile": _address,
    "connectSocket": _address,
    "addCard": _cards,
    "openCard": _cards,
    "navigateToMiniProgram": _app,
}
