"""The life of one call: journal, rules, handler, questions, end. The one choke point for wx calls and merchant API."""

import logging
import re
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import Any

from .app import App
from .errors import ApiError, Cause, WxError
from .journal import Entry, Lane
from .phone import Phone
from .questions import Question, Sheet, Shown
from .rules import Outcome
from .subjects import outcome, subject
from .texts import TEXTS
from .world import World

log = logging.getLogger(__name__)

Steps = Generator[Question, dict[str, Any], dict[str, Any]]


@dataclass(slots=True)
class Call:
    """One request. ``app`` and ``phone`` are there for ``wx`` calls, ``account`` for the merchant's.

    A handler may leave a ``cause`` that explains a success, ``notes`` for the journal, and a ``delay`` (milliseconds)
    that its reply needs. Once the call has
    ``waited`` for somebody, what was checked before may hold no more. ``again``: a restart cut it off while it
    waited, and it is asked anew.
    """

    name: str
    params: dict[str, Any]
    world: World
    phone: Phone = field(repr=False, default=None)  # type: ignore[assignment]  # a merchant's call has none
    app: App = field(repr=False, default=None)  # type: ignore[assignment]  # a merchant's call has none
    number: int = 0
    account: str = ""
    method: str = "POST"
    waited: bool = False
    again: bool = False
    cause: Cause | None = None
    notes: dict[str, Any] = field(default_factory=dict)
    delay: int = 0
    after_reply: list[Callable[[], None]] = field(default_factory=list)

    @property
    def now(self) -> int:
        """World time in seconds."""
        return self.world.clock.seconds()


#: A handler reads top to bottom as a story: a generator that yields questions, or a plain function that has none.
Handler = Callable[[Call], Steps | dict[str, Any]]


@dataclass(slots=True)
class Ending:
    """How a call ended: with a result or an error; and when, if ever, the caller hears of it."""

    result: dict[str, Any] | None = None
    error: WxError | ApiError | None = None
    delay: int = 0
    lost: bool = False


class Running:
    """A call under way."""

    def __init__(self, call: Call, outcome: Outcome, started: Entry, finish: Callable[[Ending], None]) -> None:
        self._call = call
        self._outcome = outcome
        self._started = started
        self._finish = finish
        self._steps: Steps | None = None
        self._answers = [outcome.answer] if outcome.answer is not None else []

    def start(self, handler: Handler) -> None:
        if self._outcome.error is not None:
            self._end(error=_ordered_error(self._call, self._outcome.error))
            return
        self._advance(lambda: self._begin(handler))

    def _begin(self, handler: Handler) -> Question | None:
        story = handler(self._call)
        if isinstance(story, dict):
            raise StopIteration(story)
        self._steps = story
        return next(story)

    def resume(self, answer: dict[str, Any]) -> None:
        """The question that the handler waits for has its answer."""
        steps = self._steps
        if steps is not None:
            self._advance(lambda: steps.send(answer))

    def drop(self, cause: Cause) -> None:
        """End the call without an answer: whoever asked is gone."""
        if self._steps is not None:
            self._steps.close()
            self._steps = None
        self._end(error=WxError("interrupted", cause), lost=True)

    def _advance(self, step: Callable[[], Question | None]) -> None:
        try:
            question = step()
        except StopIteration as stop:
            self._end(result=stop.value)
        except (WxError, ApiError) as error:
            self._end(error=error)
        except Exception:
            log.exception("a bug in the emulator, in %s", self._call.name)
            text, cause = "system error", Cause("emulator.bug", {"call": self._call.name})
            self._end(error=WxError(text, cause) if self._call.app else ApiError(-1, cause))
        else:
            self._ask(question)

    def _ask(self, question: Question | None) -> None:
        call = self._call
        if isinstance(question, Shown):
            call.waited = True
            call.phone.open_screen(question.kind, question.codes, resume=self.resume)
        elif not isinstance(question, Sheet):
            assert question is not None
            call.waited = True
            call.world.ask_edge(question, self.resume)
        elif self._answers:
            self.resume(self._answers.pop())
        else:
            call.waited = True
            call.phone.ask(question, call.app, self.resume)

    def _end(self, result: dict[str, Any] | None = None, error: Any = None, lost: bool = False) -> None:
        call, outcome = self._call, self._outcome
        self._steps = None
        cause = error.cause if error is not None else call.cause
        if cause is None and outcome.answer is not None:
            cause = Cause("rule.answer", {"answer": outcome.answer.get("action", "")})
        ending = Ending(result, error, outcome.delay + call.delay, lost or outcome.lost)
        _tell_end(call, self._started, ending, cause)
        self._finish(ending)


def run(call: Call, handler: Handler, finish: Callable[[Ending], None]) -> Running:
    """Run *handler* as the rules decide; *finish* is called once, with how it ended.

    The state moves when the call is matched; ``Ending.delay`` and ``Ending.lost`` concern only the reply.
    """
    world = call.world
    rule, outcome = world.rules.decide(call.name, call.params)
    started = _tell_start(call, {"rule": rule.to_json()} if rule else {})
    if rule is not None and rule.times is not None:
        world.touch_phones()
    running = Running(call, outcome, started, finish)
    if call.app is not None:
        call.app.running[call.number] = running
    running.start(handler)
    return running


def _tell_start(call: Call, more: dict[str, Any]) -> Entry:
    lane: Lane = "app" if call.app else "merchant"
    kind = f"wx.{call.name}" if call.app else f"api.{call.name}"
    return call.world.journal.add(
        lane,
        kind,
        "start",
        app=call.app.app_id if call.app else call.account or None,
        instance=call.app.instance if call.app else None,
        says_id="says.wx.start" if call.app else "says.api.start",
        says_values={"name": call.name, "about": subject(call.name, call.params, call.world.cards) if call.app else ""},
        detail={"params": call.params, **({"call": call.number} if call.app else {}), **more},
    )


def _tell_end(call: Call, started: Entry, ending: Ending, cause: Cause | None) -> None:
    if call.app is not None:
        call.app.running.pop(call.number, None)
    door = "wx" if call.app else "api"
    ok = ending.error is None
    detail: dict[str, Any] = {"result": ending.result} if ok else {"error": _error_text(ending.error)}
    if ending.delay:
        detail["delay"] = ending.delay
    if ending.lost:
        detail["lost"] = True
    call.world.journal.add(
        "wechat",
        started.kind,
        "end",
        ok=ok,
        of=started.seq,
        app=started.app,
        instance=started.instance,
        says_id=f"says.{door}.{'lost' if ending.lost else 'ok' if ok else 'fail'}",
        says_values={"name": call.name, "text": _error_text(ending.error), "outcome": outcome(ending.result)},
        detail={**detail, **call.notes},
        cause=cause,
    )


def _error_text(error: WxError | ApiError | None) -> str:
    if isinstance(error, ApiError):
        return f"{error.code} {error}"
    return str(error) if error else ""


def _ordered_error(call: Call, text: str) -> WxError | ApiError:
    cause = Cause("rule.error", {"text": text})
    if call.app is not None:
        return WxError(text, cause)
    if f"errcode.{text}" in TEXTS:
        cause = Cause("rule.errcode", {"code": text, "means": TEXTS[f"errcode.{text}"]})
    return ApiError(int(text) if re.fullmatch(r"-?\d{1,9}", text) else -1, cause)
