"""What one sees of an app at the end of a story, and what is wrong with it beside another order of that story."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..realm import DriveError
from ..texts import Says, say
from .changes import CLAIMS, ERRORS, SAME, STUCK, TWICE
from .stage import CORE, Stage, called

#: What differs between any two runs: times of day, and ids that are drawn.
_TIME = re.compile(r"\d{1,2}:\d{2}(:\d{2})?")
_DRAWN = re.compile(r"[A-Za-z0-9+/=_-]{12,}")


@dataclass(frozen=True)
class Seen:
    """``lines`` that the page reads, ``flags`` of its data by path, ``wallet`` by title, ``calls`` each with all that
    makes it the same call again."""

    front: str | None
    page: str
    lines: tuple[str, ...]
    flags: dict[str, bool | None]
    sheet: str | None
    loading: str | None
    errors: tuple[str, ...]
    wallet: dict[str, list[Any]]
    calls: Counter[tuple[str, str]]

    @property
    def read(self) -> tuple[str, ...]:
        return self.page, *map(blurred, self.lines)


@dataclass(frozen=True)
class Break:
    """What is wrong, and what a scenario expects so that it fails for it. ``detail``: the failure itself, in the words
    of ``wxemu test``; perhaps of several lines."""

    kind: str
    says: Says
    expect: dict[str, Any]
    detail: str = ""


def look(stage: Stage) -> Seen:
    app = stage.app
    own = next((one for one in app.phone.apps if one.app_id == stage.app_id), None)
    toast = own.toast if own else None
    in_front = app.front == stage.app_id
    lines, data = _content(stage) if in_front else ((), {})
    return Seen(
        app.front,
        app.page if in_front else "",
        lines,
        dict(_flags(data)),
        app.phone.sheet.kind if app.phone.sheet else None,
        toast.title or "…" if toast and toast.icon == "loading" else None,
        tuple(str(one.detail.get("message", "")) for one in stage.world.journal.find("app.error")
              if one.app == stage.app_id),
        wallet_of(stage),
        _calls(stage),
    )  # fmt: skip


def blurred(text: str) -> str:
    return _DRAWN.sub("#", _TIME.sub("#", text))


def _content(stage: Stage) -> tuple[tuple[str, ...], dict[str, Any]]:
    try:
        text = stage.app.text()
        return tuple(line.strip() for line in text.split("\n") if line.strip()), stage.app.data()
    except DriveError:
        return (), {}


def _flags(data: dict[str, Any], path: str = "") -> list[tuple[str, bool | None]]:
    """Yes and no in the page's data; lists are left out, for their order may mean nothing."""
    found: list[tuple[str, bool | None]] = []
    for key, value in data.items():
        if isinstance(value, dict):
            found += _flags(value, f"{path}{key}.")
        elif (value is None or isinstance(value, bool)) and "." not in key:
            found.append((f"{path}{key}", value))
    return found


def wallet_of(stage: Stage) -> dict[str, list[Any]]:
    """Status and membership of each card, by title, oldest first."""
    world = stage.world
    wallet: dict[str, list[Any]] = {}
    for held in world.held.of_user(stage.app.phone.user.id):
        if held.status != "DELETE":
            member = world.member(held)
            state = [held.status, member.active, member.bonus] if member else [held.status]
            wallet.setdefault(str(world.cards[held.card_id].base.get("title")), []).append(state)
    return wallet


def _calls(stage: Stage) -> Counter[tuple[str, str]]:
    """Calls that should not be made twice: card calls and jumps, and requests that are not GET, by what they send."""
    count: Counter[tuple[str, str]] = Counter()
    for entry in stage.world.journal.entries:
        if entry.phase == "start" and entry.lane == "app" and entry.app == stage.app_id:
            name, params = entry.kind.removeprefix("wx."), entry.detail["params"]
            if name in CORE:
                count[name, ""] += 1
            elif name == "request" and params.get("method", "GET") != "GET" and not stage.is_aside(name, params):
                count[called(name, params), str(params.get("body", ""))] += 1
    return count


# -- what is wrong --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Base:
    """The story in its own order: its end, and what the page read before the wallet first changed."""

    end: Seen
    before: tuple[str, ...]
    may_repeat: frozenset[str] = frozenset()


def first_break(base: Base, seen: Seen, judged: frozenset[str]) -> Break | None:
    """The worst thing that is wrong; None if the app holds."""
    found = (judge(base, seen) for kind, judge in _JUDGES if kind in judged)
    return next((one for one in found if one), None)


def _threw(base: Base, seen: Seen) -> Break | None:
    new = Counter(seen.errors) - Counter(base.end.errors)
    if not new:
        return None
    text = next(iter(new)).partition("\n")[0]
    return Break(ERRORS, say("orders.broke.error", text=text), {"app_errors": list(base.end.errors)})


def _stuck(base: Base, seen: Seen) -> Break | None:
    if seen.loading is None or base.end.loading is not None:
        return None
    return Break(STUCK, say("orders.broke.loading", title=seen.loading), {"toast": "$absent"})


def _twice(base: Base, seen: Seen) -> Break | None:
    for name, body in (seen.calls - base.end.calls).elements():
        if name not in base.may_repeat and (name in CORE or (name, body) in base.end.calls):
            wanted = sum(count for (other, _), count in base.end.calls.items() if other == name)
            got = sum(count for (other, _), count in seen.calls.items() if other == name)
            says = say("orders.broke.twice", call=name, wanted=wanted, got=got)
            return Break(TWICE, says, {"app_called": {name: wanted}})
    return None


def _claims(base: Base, seen: Seen) -> Break | None:
    """It reads as if all had gone well, and the wallet says otherwise."""
    gained = [line for line in base.end.lines if blurred(line) not in base.before]
    if seen.wallet == base.end.wallet or seen.read != base.end.read or not gained:
        return None
    return Break(CLAIMS, say("orders.broke.claims", text=gained[0]), {"page_lacks": [gained[0]]})


def _wallet_differs(base: Base, seen: Seen) -> Break | None:
    for title in sorted({*base.end.wallet, *seen.wallet}):
        wanted, got = base.end.wallet.get(title, []), seen.wallet.get(title, [])
        if len(wanted) != len(got):
            says = say("orders.broke.wallet", title=title, wanted=len(wanted), got=len(got))
            return Break(SAME, says, {"wallet": {title: len(wanted)}})
        if wanted != got and len(wanted[-1]) == 3:
            says = say("orders.broke.member", title=title, wanted=wanted[-1][1:], got=got[-1][1:])
            return Break(SAME, says, {"wallet": {title: {"active": wanted[-1][1], "bonus": wanted[-1][2]}}})
    return None


def _page_differs(base: Base, seen: Seen) -> Break | None:
    end = base.end
    if seen.front != end.front:
        return Break(SAME, say("orders.broke.front", wanted=end.front, got=seen.front), {"front": end.front or ""})
    if seen.page != end.page:
        return Break(SAME, say("orders.broke.page", wanted=end.page, got=seen.page), {"page": end.page})
    if seen.sheet != end.sheet:
        sheet = {"kind": end.sheet} if end.sheet else "$absent"
        return Break(SAME, say("orders.broke.sheet", wanted=end.sheet or "-", got=seen.sheet or "-"), {"sheet": sheet})
    return _text_differs(end, seen)


def _text_differs(end: Seen, seen: Seen) -> Break | None:
    text, other = "\n".join(end.lines), "\n".join(seen.lines)
    known, read = set(map(blurred, end.lines)), set(map(blurred, seen.lines))
    missing = [line for line in end.lines if blurred(line) not in read and line not in other]
    surplus = [line for line in seen.lines if blurred(line) not in known and line not in text]
    if missing or surplus:
        expect = {key: lines[:1] for key, lines in (("page_shows", missing), ("page_lacks", surplus)) if lines}
        says = say("orders.broke.text", wanted=" | ".join(missing[:3]) or "-", got=" | ".join(surplus[:3]) or "-")
        return Break(SAME, says, expect)
    for path in sorted(end.flags.keys() & seen.flags.keys()):
        wanted, got = end.flags[path], seen.flags[path]
        if wanted is not got and None not in (wanted, got):
            expected: Any = wanted
            for key in reversed(path.split(".")):
                expected = {key: expected}
            says = say("orders.broke.flag", path=path, wanted=_word(wanted), got=_word(got))
            return Break(SAME, says, {"page_data": expected})
    return None


def _word(value: bool | None) -> str:
    return str(value).lower()


_JUDGES: tuple[tuple[str, Callable[[Base, Seen], Break | None]], ...] = (
    (ERRORS, _threw),
    (STUCK, _stuck),
    (TWICE, _twice),
    (CLAIMS, _claims),
    (SAME, _wallet_differs),
    (SAME, _page_differs),
)
