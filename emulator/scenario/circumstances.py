"""Which small changes a case allows: read off one run of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from ..texts import Says, say
from .changes import NEW_LIFE, NO_ANSWER, OTHER_END, OTHER_ORDER, Change, Given
from .model import Step

#: How long (ms) an answer is held back.
HELD = 3_000

#: The scene of an app opened by a QR code of any kind.
#: https://developers.weixin.qq.com/miniprogram/dev/reference/scene-list.html
SCANNED = 1011

#: The calls that are answered from outside the app, and in what words they fail.
ASKED = {
    "addCard": "system error",
    "openCard": "system error",
    "navigateToMiniProgram": "system error",
    "navigateBackMiniProgram": "system error",
    "request": "timeout",
    "uploadFile": "timeout",
    "downloadFile": "timeout",
    "login": "system error",
    "checkSession": "system error",
    "getUserProfile": "system error",
    "getUserInfo": "system error",
    "requestPayment": "system error",
}
#: Those during which the user can still tap.
_UNSEEN = ("request", "login", "checkSession", "uploadFile", "downloadFile")
#: WeChat may never answer these; a request of the app's own always ends.
_CAN_BE_LOST = ("addCard", "openCard", "navigateToMiniProgram")

#: What goes wrong once at WeChat's server API, and at which path.
_FAULTS = {
    "ticket-72012": "/card/membercard/activatetempinfo/get",
    "decrypt-fails": "/card/code/decrypt",
    "token-40001": "/card/",
    "consumed-40099": "/card/code/consume",
}


@dataclass(frozen=True)
class Made:
    """A call of the app: begun in step ``begun``, answered in step ``ended``."""

    name: str
    params: dict[str, Any]
    begun: int
    ended: int

    @property
    def where(self) -> Given:
        """What tells it from other calls of that name."""
        return {"with": {"url": self.params["url"]}} if "url" in self.params else {}

    @property
    def label(self) -> str:
        if "url" not in self.params:
            return self.name
        return f"{self.params.get('method', 'GET')} {urlsplit(str(self.params['url'])).path}"

    @property
    def key(self) -> tuple[Any, ...]:
        return self.name, self.params.get("url"), self.begun


@dataclass(frozen=True)
class Moment:
    """How things stood after one of the case's own steps. ``down``: the line between phone and WeChat. ``leaves``: what
    swiping back would have left before it."""

    step: Step
    in_front: bool
    sheet: bool
    events: int
    paths: tuple[str, ...] = ()
    down: bool = False
    leaves: str = ""


@dataclass(frozen=True)
class Story:
    """One run of the case, as far as its changes depend on it. ``titles`` are those of the cards of each addCard;
    ``led``: so many steps stand before the app is opened."""

    moments: list[Moment]
    calls: list[Made]
    titles: dict[int, list[str]]
    led: int = 0

    def at(self, index: int) -> dict[str, str]:
        """The step by its number, and what it does in few words."""
        return {"step": str(self.led + index + 1), "does": short(self.moments[index].step)}

    def heard(self, index: int) -> int | None:
        """The step behind which the app has heard what was said to it behind this one: the line may be down, and
        then it is the case's own that brings it back. None if it never does."""
        return next((at for at in range(index, len(self.moments)) if not self.moments[at].down), None)

    def up(self) -> Iterator[tuple[int, Moment]]:
        """The steps behind which the line is up: while the case itself has it down, nothing more happens to it."""
        return ((index, moment) for index, moment in enumerate(self.moments) if not moment.down)


def circumstances(story: Story) -> list[Change]:
    """All single changes, the mildest kinds first."""
    kinds = (_success_after_hide, _home, _entered_anew, _late, _hidden, _dropped, _line, _tapped_twice, _events,
             _cancels, _fails, _faults, _partly, _lost, _killed)  # fmt: skip
    return [change for kind in kinds for change in kind(story)]


def _success_after_hide(story: Story) -> Iterator[Change]:
    if any(call.name == "navigateToMiniProgram" for call in story.calls):
        yield Change(say("orders.after-hide"), OTHER_ORDER, switches={"navigate.success-order": "after-hide"})


def _home(story: Story) -> Iterator[Change]:
    for index, moment in story.up():
        if moment.in_front:
            away = [{"user": "goes_home"}, {"user": "returns"}]
            yield Change(say("orders.home", **story.at(index)), OTHER_ORDER, after={index: away}, until=index)


def _entered_anew(story: Story) -> Iterator[Change]:
    """The user leaves, and comes back by a QR code: the app is shown with other options, its pages as they were."""
    for index, moment in story.up():
        if moment.in_front:
            away: list[Given] = [{"user": "goes_home"}, {"open": "/", "scene": SCANNED}]
            yield Change(say("orders.entered", **story.at(index)), OTHER_ORDER, after={index: away}, until=index)


def _late(story: Story) -> Iterator[Change]:
    """Each answer later: before the next step, or only behind a later one."""
    for call in story.calls:
        for index in range(call.ended, len(story.moments)):
            heard = story.heard(index)
            if heard is not None:
                says = say("orders.late", call=call.label, **story.at(index))
                yield _held(call, says, index, [{"move_clock": HELD}], heard)


def _hidden(story: Story) -> Iterator[Change]:
    """The answer comes while the app is out of sight, or after it was."""
    for call in story.calls:
        moment = story.moments[call.ended]
        if moment.in_front and not moment.down:
            home, back, time = {"user": "goes_home"}, {"user": "returns"}, {"move_clock": HELD}
            values = {"call": call.label, **story.at(call.ended)}
            yield _held(call, say("orders.while-hidden", **values), call.ended, [home, time, back])
            yield _held(call, say("orders.after-return", **values), call.ended, [home, back, time])


def _dropped(story: Story) -> Iterator[Change]:
    for call in story.calls:
        if not story.moments[call.ended].down:
            says = say("orders.dropped", call=call.label, **story.at(call.ended))
            steps: list[Given] = [{"line": "drops"}, {"move_clock": HELD}, {"line": "returns"}]
            yield _held(call, says, call.ended, steps)


def _line(story: Story) -> Iterator[Change]:
    """The line is down while the user does something that the app asks WeChat about."""
    for index in sorted({step for call in story.calls for step in (call.begun, call.ended)} - {0}):
        if not (story.moments[index - 1].down or story.moments[index].down):
            yield Change(
                say("orders.line", **story.at(index)), OTHER_ORDER,
                before={index: [{"line": "drops"}]}, after={index: [{"line": "returns"}]},
                until=index, touches=frozenset({("line", index)}),
            )  # fmt: skip


def _tapped_twice(story: Story) -> Iterator[Change]:
    for index, moment in enumerate(story.moments):
        first = next((call for call in story.calls if call.begun == index and call.name in _UNSEEN), None)
        heard = story.heard(index)
        if first is not None and moment.step.kind == "tap" and heard is not None:
            says = say("orders.twice", call=first.label, **story.at(index))
            yield _held(first, says, index, [moment.step.given, {"move_clock": HELD}], heard)


def _events(story: Story) -> Iterator[Change]:
    """The merchant's server does not take an event, or takes it and answers too late: it comes again."""
    before = 0
    for index, moment in enumerate(story.moments):
        if moment.events > before and index > 0:
            for reply, says in ((500, "orders.event-late"), ("timeout", "orders.event-twice")):
                steps: list[Given] = [{"merchant": {"replies": [reply]}}]
                touches = frozenset({("events", index)})
                yield Change(say(says, **story.at(index)), OTHER_ORDER, before={index: steps}, touches=touches)
        before = moment.events


def _cancels(story: Story) -> Iterator[Change]:
    """The user decides otherwise; there the story ends."""
    for index, moment in enumerate(story.moments):
        given = moment.step.given
        other = {"accepts": "cancels", "submits_form": "swipes_back"}.get(given.get("user", ""))
        if other is not None:
            given = {key: value for key, value in given.items() if key != "with" or moment.step.kind != "user"}
            says = say(f"orders.{other}", **story.at(index))
            yield Change(says, OTHER_END, instead={index: {**given, "user": other}}, until=index, cut=index)


def _fails(story: Story) -> Iterator[Change]:
    for call in story.calls:
        words = ASKED[call.name]
        order = {"when": call.name, **call.where, "answer": {"fail": words}}
        says = say("orders.fails", call=call.label, **story.at(call.begun), words=words)
        yield _ended(call, says, OTHER_END, order)


def _faults(story: Story) -> Iterator[Change]:
    for index, moment in enumerate(story.moments):
        for fault, path in _FAULTS.items():
            if any(one.startswith(path) for one in moment.paths):
                says = say("orders.fault", fault=say(f"fault.{fault}"), **story.at(index))
                yield Change(says, OTHER_END, before={index: [{"fault": fault}]}, until=index, cut=index,
                             touches=frozenset({("fault", index)}))  # fmt: skip


def _partly(story: Story) -> Iterator[Change]:
    for number, call in enumerate(story.calls):
        titles = story.titles.get(number, [])
        if len(titles) > 1:
            order = {"when": call.name, "answer": {"partly": titles[:1]}}
            yield _ended(call, say("orders.partly", card=titles[0]), OTHER_END, order)


def _lost(story: Story) -> Iterator[Change]:
    for call in story.calls:
        if call.name in _CAN_BE_LOST:
            order = {"when": call.name, "answer": {"lost": True}}
            yield _ended(call, say("orders.lost", call=call.label), NO_ANSWER, order, cut=call.ended)


def _killed(story: Story) -> Iterator[Change]:
    for index, moment in story.up():
        if moment.in_front:
            steps: list[Given] = [{"user": "kills_app"}, {"user": "returns"}]
            says = say("orders.killed", **story.at(index))
            yield Change(says, NEW_LIFE, after={index: steps}, until=index, cut=index)


def _held(call: Made, says: Says, behind: int, steps: list[Given], heard: int | None = None) -> Change:
    """The answer is held back until *steps* behind an own step; the app has it behind the own step *heard*."""
    order = {"when": call.name, **call.where, "takes": HELD}
    return Change(says, OTHER_ORDER, before={call.begun: [order]}, after={behind: steps},
                  until=behind if heard is None else heard, touches=frozenset({call.key}))  # fmt: skip


def _ended(call: Made, says: Says, judged: frozenset[str], order: Given, cut: int | None = None) -> Change:
    """The call ends otherwise, and the story with it: where it begins, since such an order leaves no sheet to the
    user."""
    return Change(says, judged, before={call.begun: [order]}, until=call.ended,
                  cut=call.begun if cut is None else cut, touches=frozenset({call.key}))  # fmt: skip


def short(step: Step) -> str:
    """The step in few words."""
    value = step.value
    what = value.get("text") or value.get("selector") if isinstance(value, dict) else value
    return f"{step.kind}: {what}" if what not in ("", None) else step.kind
