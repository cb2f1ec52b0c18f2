"""What servers answered while a scenario was recorded, as replies that need no server."""

import json
from typing import Any
from urllib.parse import urlsplit

from ..journal import Entry

#: A longer answer is no part of a file that people read.
LONGEST = 200_000

Replies = dict[str, dict[str, Any] | list[dict[str, Any]]]


def answers(entries: list[Entry], app_id: str, merchants: set[str]) -> tuple[Replies, list[str]]:
    """``world.backend`` of a recorded app, and what could not be kept. *merchants*: hosts that need no reply.

    A key without its query, unless the same address was asked with several."""
    asked: list[tuple[str, str, Entry]] = []
    for start in entries:
        if start.kind == "wx.request" and start.phase == "start" and start.app == app_id:
            url = str(start.detail["params"].get("url", ""))
            end = next((one for one in entries if one.of == start.seq and one.phase == "end"), None)
            if end is not None and _host(url) not in ("", *merchants) and " " not in url:
                asked.append((str(start.detail["params"].get("method") or "GET").upper(), url, end))
    replies: dict[str, list[dict[str, Any]]] = {}
    lost = []
    for method, url, end in asked:
        place = url.partition("?")[0]
        several = len({other for verb, other, _ in asked if (verb, other.partition("?")[0]) == (method, place)}) > 1
        key = f"{method} {url if several else place}"
        reply = _reply(end)
        if reply is None:
            lost.append(f"the answer to {key}")
        else:
            replies.setdefault(key, []).append(reply)
    return {key: _fewest(rows) for key, rows in replies.items()}, lost


def _reply(end: Entry) -> dict[str, Any] | None:
    """None for what a file cannot hold; an order of the panel is a step of its own."""
    if not end.ok:
        cause = end.cause.id if end.cause else ""
        return {"fail": end.detail["error"]} if cause.startswith("request.") and end.detail.get("error") else None
    result = end.detail.get("result") or {}
    body = result.get("body")
    kind = str(result.get("header", {}).get("content-type", ""))
    if not isinstance(body, str) or len(body) > LONGEST or not kind.startswith(("application/json", "text/")):
        return None
    status = {} if result["statusCode"] == 200 else {"status": result["statusCode"]}
    return {**status, "data": _data(body)}


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
