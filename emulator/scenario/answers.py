"""What servers answered while a scenario was recorded, as replies that need no server."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from ..backend import REQUESTS, asked
from ..journal import Entry

#: A longer answer is no part of a file that people read.
LONGEST = 200_000
LONGEST_CODED = 40_000

_CALLS = {f"wx.{name}": name for name in REQUESTS}

Replies = dict[str, dict[str, Any] | list[dict[str, Any]]]


def answers(
    entries: list[Entry], app_id: str, merchants: set[str], says: Callable[[Any], Any] = lambda data: data
) -> tuple[Replies, list[str]]:
    """``world.backend`` of a recorded app, and what could not be kept. *merchants*: hosts that need no reply; *says*
    puts an answer's data into words that hold in another run, too.

    A key without its query, unless the same address was asked with several."""
    made: list[tuple[str, str, Entry, Entry]] = []
    for start in entries:
        if start.kind in _CALLS and start.phase == "start" and start.app == app_id:
            request = asked(_CALLS[start.kind], start.detail["params"])
            end = next((one for one in entries if one.of == start.seq and one.phase == "end"), None)
            if end is not None and _host(request.url) not in ("", *merchants) and " " not in request.url:
                made.append((request.method, request.url, start, end))
    replies: dict[str, list[dict[str, Any]]] = {}
    lost = []
    for method, url, start, end in made:
        place = url.partition("?")[0]
        several = len({other for verb, other, *_ in made if (verb, other.partition("?")[0]) == (method, place)}) > 1
        key = f"{method} {url if several else place}"
        reply = _reply(start, end)
        if reply is None:
            lost.append(f"the answer to {key}")
        else:
            reply |= {"data": says(reply["data"])} if "data" in reply else {}
            replies.setdefault(key, []).append(reply)
    return {key: _fewest(rows) for key, rows in replies.items()}, lost


def _reply(start: Entry, end: Entry) -> dict[str, Any] | None:
    """None for what a file cannot hold; an order of the panel is a step of its own."""
    if not end.ok:
        cause = end.cause.id if end.cause else ""
        return {"fail": end.detail["error"]} if cause.startswith("request.") and end.detail.get("error") else None
    result = end.detail.get("result") or {}
    binary = start.detail["params"].get("responseType") == "arraybuffer"
    text = result.get("data" if start.kind == "wx.uploadFile" else "body")
    given = _bytes(result.get("base64", text), result) if binary or "base64" in result else _text(text, result)
    if given is None:
        return None
    return {**({} if result["statusCode"] == 200 else {"status": result["statusCode"]}), **given}


def _bytes(coded: Any, result: dict[str, Any]) -> dict[str, Any] | None:
    return {"base64": coded, **_kind(result)} if isinstance(coded, str) and len(coded) <= LONGEST_CODED else None


def _text(text: Any, result: dict[str, Any]) -> dict[str, Any] | None:
    """With its type where nobody would guess it. Bytes that are no text have been read as one: they are gone."""
    if not isinstance(text, str) or len(text) > LONGEST or "\ufffd" in text:
        return None
    kind = _kind(result)
    plain = str(kind.get("header", {}).get("content-type", "")).startswith(("application/json", "text/"))
    return {"data": _data(text)} if plain else {"data": text, **kind}


def _kind(result: dict[str, Any]) -> dict[str, Any]:
    kind = result.get("header", {}).get("content-type")
    return {"header": {"content-type": kind}} if kind else {}


def _data(body: str) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return body


def _fewest(rows: list[dict[str, Any]]) -> dict[str, Any] | list[dict[str, Any]]:
    """The last reply is given again and again."""
    while len(rows) > 1 and rows[-1] == rows[-2]:
        rows = rows[:-1]
    return rows[0] if len(rows) == 1 else rows


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
