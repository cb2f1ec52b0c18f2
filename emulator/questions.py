"""What a handler yields when it must wait."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Sheet:
    """Ask the user. The kinds and their contents are in ``docs/protocol.md`` section 5; the content is made when
    the sheet is shown, for a rule may answer in the user's place."""

    kind: str
    content: Callable[[], dict[str, Any]]


@dataclass(frozen=True)
class Fetch:
    """An HTTP request, done at the edge. ``timeout`` in milliseconds.

    It is answered with ``{"statusCode", "header", "cookies", "body": bytes}`` or ``{"error": text}``.
    """

    url: str
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    timeout: int = 60_000


@dataclass(frozen=True)
class Shown:
    """Show a page of WeChat's own, and wait until the user leaves it. ``codes`` are (card_id, code) pairs."""

    kind: str
    codes: list[tuple[str, str]]


Question = Sheet | Fetch | Shown
