"""The journal as lines for a terminal: ``10:00:00.000  app  --> addCard``."""

from datetime import datetime
from typing import Any

from ..compiler import Problem
from ..faces import CHINA
from ..journal import Entry, why

_LANES = {"app": "app ", "wechat": "app ", "merchant": "shop"}

#: The marks of what the app itself says.
SAID = {
    "console.log": "   ", "console.info": "   ", "console.debug": "   ", "console.warn": "!  ", "console.error": "!! ",
    "app.error": "!! ", "app.hung": "!! ", "app.missing": "!! ",
}  # fmt: skip


def line(entry: Entry, language: str) -> str | None:
    """The entry as one line; None for what is not traffic between app, WeChat and merchant."""
    head, _, name = entry.kind.partition(".")
    what: str | None = None
    if head in ("wx", "api"):
        what = f"--> {name:<20} {_given(entry.detail)}" if entry.phase == "start" else f"<-- {_ended(entry, name)}"
    elif head == "event":
        what = f"<-- {name}"
    elif head == "push":
        what = f"    {entry.says[language]}"
    elif entry.kind in SAID:
        what = f"{SAID[entry.kind]} {entry.says[language]}"
    elif entry.kind in ("world.broken", "world.renewed", "app.no-page"):
        what = f"{'ok ' if entry.ok else '!! '} {entry.says[language]}"
    elif entry.kind == "world.open":
        what = f"!!  {entry.says[language]}"
    elif head == "project":
        what = f"{'ok ' if entry.ok else '!! '} {entry.says[language]}"
    if what is None:
        return None
    if where := entry.detail.get("where"):
        what += f"   {where}"
    lane = "shop" if head in ("api", "push") else _LANES[entry.lane]
    cause = f"   cause {entry.cause.id}: {why(entry.cause, language)}" if entry.cause else ""
    first = f"{clock(entry.at)}  {lane} {what.rstrip()}{cause}".replace("\n", " ")
    problems = entry.detail.get("problems", []) if head == "project" else []
    return "\n".join([first, *(f"    {Problem(**problem).told(language)}" for problem in problems)])


def clock(at: int) -> str:
    """``10:00:00.000`` of *at*, milliseconds since 1970, as WeChat shows times: in China's zone."""
    return datetime.fromtimestamp(at / 1000, CHINA).strftime("%H:%M:%S.%f")[:-3]


def _given(detail: dict[str, Any]) -> str:
    params = detail.get("params")
    if not isinstance(params, dict):
        return ""
    if isinstance(cards := params.get("cardList"), list):
        return ", ".join(str(card.get("cardId")) for card in cards if isinstance(card, dict))
    return str(next((params[key] for key in ("appId", "url", "card_id", "title") if params.get(key)), ""))[:80]


def _ended(entry: Entry, name: str) -> str:
    if entry.detail.get("lost"):
        return f"{name} (no answer: lost)"
    text = "ok" if entry.ok else str(entry.detail["error"])
    late = f" ({entry.detail['delay']} ms late)" if entry.detail.get("delay") else ""
    if entry.kind.startswith("wx."):
        return f"{name}:{text if entry.ok else f'fail {text}'.rstrip()}{late}"
    return f"{name} {text}{late}"
