"""Each key of ``expect``: what it is held against."""

import difflib
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from ..backend import Asked, names
from ..realm import DriveError
from ..texts import TEXTS
from .expect import MISSING, Difference, compare, shown
from .stage import CORE, LIFE, Stage, StepFailed, Told

Check = Callable[[Stage, Any], Difference | None]

#: Cause id of a request to a host that has no address and no reply.
NO_HOST = "request.no-host"

#: Events about reviews: expected only where a list names them.
_ASIDE = ("card_pass_check", "card_not_pass_check")


def check(stage: Stage, expect: dict[str, Any]) -> list[Difference]:
    """All that is not as expected."""
    wanted = {"app_errors": [], **expect}
    found = [found for key, value in wanted.items() if key in CHECKS and (found := CHECKS[key](stage, value))]
    return [*found, *unanswered(stage)]


def unanswered(stage: Stage) -> list[Difference]:
    """Requests that nothing answers although the file orders replies: each with the step that would."""
    if not stage.world.backend.replies and "backend" not in stage.case.world:
        return []
    lost = [entry.cause for entry in stage.app.journal if entry.cause and entry.cause.id == NO_HOST]
    made = dict.fromkeys("{method} {url}".format(**cause.values) for cause in lost)
    return [
        Difference("backend", f'a reply, such as - backend: {{ "{on}": {{ data: {{}} }} }}', f"no reply for {on}")
        for on in made
    ]


def view(stage: Stage) -> list[dict[str, Any]]:
    """What the app was told, as ``app_saw`` writes it."""
    names = {*CORE, *stage.played}
    return [{one.name: one.detail} for one in stage.told() if one.name in LIFE or one.of in names]


def _app_saw(stage: Stage, expected: list[dict[str, Any]]) -> Difference | None:
    named = {key.partition(".")[0] for row in expected for key in row} - {"App"}
    always = {*CORE, *stage.played, *named}
    # Nobody knows whether a promise is waited for: a list that does not speak of the call leaves it out.
    told = [one for one in stage.told() if one.name in LIFE or one.of in (named if one.promised else always)]
    found = _rows(expected, [{one.name: one.detail} for one in told], "app_saw")
    return found and _without_callback(found, expected, told)


def _without_callback(found: Difference, expected: list[dict[str, Any]], told: list[Told]) -> Difference:
    """Why a row is missing, if the app was told of this call and gave it no such callback."""
    names = {one.name for one in told}
    for name in (key for row in expected for key in row if key not in names):
        if (of := name.partition(".")[0]) in {one.of for one in told}:
            which = name.partition(".")[2]
            return replace(found, got=f"{found.got}  (the app was told of {of}, and by no callback `{which}`)")
    return found


def _rows(expected: list[dict[str, Any]], got: list[dict[str, Any]], path: str) -> Difference | None:
    """One key a row; a difference of names is told before one of contents."""
    came = [name for row in got for name in row]
    for index, (one, other) in enumerate(zip(expected, got, strict=False)):
        if one.keys() != other.keys():
            return _among(Difference(f"{path}[{index}]", shown(one), shown(other)), came)
    found = compare(expected, got, path)
    return found and _among(found, came)


def _among(found: Difference, came: Sequence[str]) -> Difference:
    """With all rows that came, in short, where the whole row is another, or one too many or too few."""
    return replace(found, came=", ".join(came)) if found.path.endswith("]") and len(came) > 1 else found


def _merchant_received(stage: Stage, expected: list[dict[str, Any]]) -> Difference | None:
    named = {key for row in expected for key in row}
    received = [one for one in stage.app.inbox.received if one["Event"] not in _ASIDE or one["Event"] in named]
    got = [{one["Event"]: {**one, "same_message_as": _first(received, one)}} for one in received]
    return _rows(expected, got, "merchant_received")


def _backend_received(stage: Stage, expected: list[dict[str, Any]]) -> Difference | None:
    got = [one for one in stage.app.requests if not stage.world.backend.is_aside(one)]
    came = [f"{one.method} {urlsplit(one.url).path}" for one in got]
    for index, (one, other) in enumerate(zip(expected, got, strict=False)):
        path = f"backend_received[{index}]"
        found = _another(one, other, path) or other.differs(one.get("with"), f"{path}.with")
        header = {key.lower(): value for key, value in one.get("header", {}).items()}
        found = found or compare(header, other.header, f"{path}.header")
        if found:
            return _among(found, came)
    missing, more = expected[len(got) :], got[len(expected) :]
    if missing or more:
        path = f"backend_received[{min(len(got), len(expected))}]"
        wanted = shown(missing[0]) if missing else "nothing more"
        return _among(Difference(path, wanted, shown(more[0].to_json()) if more else "nothing more"), came)
    return None


def _another(one: dict[str, Any], other: Asked, path: str) -> Difference | None:
    """Whether this is another request: its method or address."""
    on = f"{one['method']} {one['url']}" if "method" in one else one["url"]
    return None if names(on, other) else Difference(path, on, f"{other.method} {other.url}")


def _first(received: list[dict[str, Any]], one: dict[str, Any]) -> int | None:
    """Number (from 1) of the first try of this message; None if it is the first itself."""
    same = {**one, "attempt": 0}
    number = next(index for index, other in enumerate(received, 1) if {**other, "attempt": 0} == same)
    return None if one["attempt"] == 1 else number


def _wallet(stage: Stage, expected: dict[str, Any]) -> Difference | None:
    if not expected:  # whoever writes it means that there is no card; to hold at least nothing would prove nothing
        held = _count(stage)
        return Difference("wallet", "no card at all", shown(held)) if held else None
    for name, wanted in expected.items():
        try:
            card_id = stage.card_id(name)
        except StepFailed as error:  # a name that the world does not have is a slip of the file, told as any other
            return Difference(f"wallet.{name}", shown(wanted), str(error))
        own = [one for one in stage.world.held.of_user(stage.app.phone.user.id, card_id) if one.status != "DELETE"]
        if isinstance(wanted, int):
            found = compare(wanted, len(own), f"wallet.{name}")
        else:
            found = compare(wanted, _newest(stage, own), f"wallet.{name}")
        if found:
            return found
    return None


def _count(stage: Stage) -> dict[str, int]:
    """How many of each card the user has, by title."""
    own = [one for one in stage.world.held.of_user(stage.app.phone.user.id) if one.status != "DELETE"]
    return dict(Counter(str(stage.world.cards[one.card_id].base.get("title") or one.card_id) for one in own))


def _newest(stage: Stage, own: list[Any]) -> Any:
    if not own:
        return MISSING
    held = own[-1]
    got = {"count": len(own), "status": held.state(stage.world.clock.now()), "code": held.code,
           "outer_str": held.outer_str}  # fmt: skip
    member = stage.world.members.get((held.card_id, held.code))
    return got if member is None else {**got, "active": member.active, "bonus": member.bonus}


def _cause(stage: Stage, expected: str) -> Difference | None:
    causes = [entry.cause.id for entry in stage.app.journal if entry.cause is not None]
    found = compare(expected, causes[-1] if causes else MISSING, "cause")
    if found and not causes and (sheet := stage.app.phone.sheet):
        found = replace(found, got=f"{found.got}  (the sheet {sheet.kind} still waits for the user)")
    if found is None or expected.startswith("$") or f"cause.{expected}" in TEXTS:
        return found
    near = difflib.get_close_matches(expected, (id_[6:] for id_ in TEXTS if id_.startswith("cause.")), 1)
    hint = f'; did you mean "{near[0]}"?' if near else ""
    return replace(found, got=f"{found.got}  (no cause is called {expected}{hint})")


def _app_errors(stage: Stage, expected: list[Any]) -> Difference | None:
    got = [_thrown(entry.detail) for entry in stage.world.journal.find("app.error") if entry.app == stage.app_id]
    return compare(expected, got, "app_errors")


#: A line of a stack that lies in the app: the function, perhaps, and its file and line.
_FRAME = re.compile(r"^\s*at (?:(?:async )?(?:\w+\.)?(\S+) \()?mp:///([^\s)]+?:\d+)(?::\d+)?\)?$", re.MULTILINE)


def _thrown(detail: dict[str, Any]) -> dict[str, Any]:
    """What was thrown and where; how the app came there, if by more than one function of its own."""
    told = {key: detail[key] for key in ("message", "where") if detail.get(key)}
    way = [f"{where} {name}".rstrip() for name, where in _FRAME.findall(str(detail.get("stack", "")))]
    return {**told, "stack": way} if len(way) > 1 else told


def _page(stage: Stage, expected: str) -> Difference | None:
    return compare(expected, stage.app.page if stage.app.front else MISSING, "page")


def _reads(stage: Stage) -> str:
    try:
        return stage.app.text() if stage.app.front else ""
    except DriveError:
        return ""


def _page_data(stage: Stage, expected: dict[str, Any]) -> Difference | None:
    return compare(expected, stage.app.data() if stage.app.front else MISSING, "page_data")


def _page_shows(stage: Stage, expected: list[str]) -> Difference | None:
    text = _reads(stage)
    lines = " | ".join(text.split("\n"))
    return next((Difference("page_shows", one, lines) for one in expected if one not in text), None)


def _page_lacks(stage: Stage, expected: list[str]) -> Difference | None:
    text = _reads(stage)
    lines = " | ".join(text.split("\n"))
    return next((Difference("page_lacks", f"not {one!r}", lines) for one in expected if one in text), None)


def _front(stage: Stage, expected: str) -> Difference | None:
    return compare(expected, stage.app.front, "front")


def _sheet(stage: Stage, expected: Any) -> Difference | None:
    return compare(expected, stage.app.sheet, "sheet")


def _toast(stage: Stage, expected: Any) -> Difference | None:
    toast = stage.app.phone.toast
    got = None if toast is None else toast.title if isinstance(expected, str) else vars(toast)
    found = compare(expected, got, "toast")
    if found and any(compare(expected, call.get("title"), "toast") is None for call in stage.calls("showToast")):
        return replace(found, got=f"{found.got}  (it was shown before and is gone: `expect_call: showToast` sees it)")
    return found


def _each_call_answered(stage: Stage, expected: str) -> Difference | None:
    told = Counter((one.name, one.call) for one in stage.told() if one.of in CORE)
    twice = [name for (name, _), count in told.items() if count > 1]
    if twice:
        return Difference("each_call_answered", "exactly once", f"{twice[0]} came twice for one call")
    for name in CORE:
        made = len(stage.calls(name))
        answered = len({call for (told_name, call) in told if told_name.partition(".")[0] == name})
        if made != answered:
            return Difference("each_call_answered", "exactly once", f"{made} calls of {name}, {answered} answered")
    return None


def _app_never_called(stage: Stage, expected: list[str]) -> Difference | None:
    called = [name for name in expected if stage.calls(name)]
    return Difference("app_never_called", shown(expected), f"{called[0]} was called") if called else None


def _app_called(stage: Stage, expected: dict[str, int]) -> Difference | None:
    made = stage.made()
    found = (compare(count, made[name], f"app_called.{name}") for name, count in expected.items())
    return next((one for one in found if one), None)


CHECKS: dict[str, Check] = {
    "app_saw": _app_saw,
    "page": _page,
    "page_data": _page_data,
    "page_shows": _page_shows,
    "page_lacks": _page_lacks,
    "front": _front,
    "sheet": _sheet,
    "toast": _toast,
    "merchant_received": _merchant_received,
    "backend_received": _backend_received,
    "wallet": _wallet,
    "cause": _cause,
    "app_errors": _app_errors,
    "each_call_answered": _each_call_answered,
    "app_never_called": _app_never_called,
    "app_called": _app_called,
}
