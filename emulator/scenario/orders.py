"""The order explorer: small changes of one case, the smallest first, until one breaks the app."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from ..errors import BadInput, WireError
from ..journal import Entry
from ..realm import DriveError
from ..texts import say
from .changes import ALWAYS, PATIENCE, SAME, Change, Own, can_be_combined, changed, changed_world, own_steps, prepared
from .checks import CHECKS
from .circumstances import ASKED, Made, Moment, Story, circumstances, short
from .model import Case, Step
from .play import play
from .seen import Base, Break, Seen, blurred, first_break, look
from .stage import Stage, StepFailed

#: What the user does inside the app: it must be possible in another order, too.
_IN_APP = ("tap", "long_press", "scroll", "type", "choose", "expect_call")


@dataclass(frozen=True)
class Found:
    """The changes that break the app, and the case with them made, which fails in ``wxemu test``."""

    changes: tuple[Change, ...]
    broke: Break
    case: Case


@dataclass(frozen=True)
class Explored:
    """``single`` changes there are; ``tried`` orders were possible, ``impossible`` ones were not; ``left`` untried.
    ``known``: so many of the tried break the app as is known."""

    case: Case
    single: int
    tried: int
    impossible: int
    left: int
    found: Found | None = None
    known: int = 0


@dataclass(frozen=True)
class _Trial:
    """How a changed case went: what is ``seen`` at its end, or which own step the app should have let the user do and
    did not; neither if the order is not possible. ``text`` says what is not always true, or why the step failed."""

    seen: Seen | None = None
    failed: int | None = None
    text: str = ""


def explore(case: Case, seed: int = 1, limit: int = 200, known: Sequence[str] = ()) -> Explored:
    """Try each change of *case*, then pairs of them in an order that *seed* draws, *limit* orders at most; breaks whose
    sentence has one of the *known* in it, here or in the case, are passed over. Raises BadInput if a step cannot be
    done as the case stands."""
    known = [*known, *case.orders.get("known", ())]
    steps = own_steps(case)
    story, base = first_run(case, steps)
    single = circumstances(story)
    pairs = [(one, other) for one, other in combinations(single, 2) if can_be_combined(one, other)]
    random.Random(seed).shuffle(pairs)
    orders: list[tuple[Change, ...]] = [*((one,) for one in single), *pairs]
    tried = impossible = passed = 0
    for number, changes in enumerate(orders[:limit], 1):
        broke = _judged(case, steps, changes, trial := _perform(case, steps, changes, story), base, story)
        if broke is not None and any(one in text for one in known for text in (*broke.says.values(), broke.detail)):
            passed += 1
        elif broke is not None:
            found = Found(changes, broke, _as_case(case, steps, changes, broke))
            return Explored(case, len(single), tried + 1, impossible, len(orders) - number, found, passed)
        tried, impossible = tried + (trial.seen is not None), impossible + (trial.seen is None)
    return Explored(case, len(single), tried, impossible, max(0, len(orders) - limit), known=passed)


# -- the case as it stands ------------------------------------------------------------------------------------------


def first_run(case: Case, steps: list[Step]) -> tuple[Story, Base]:
    """What the case allows to be changed, and how the app comes out of it."""
    moments: list[Moment] = []
    before: set[str] = set()
    wallet: dict[str, list[object]] = {}
    spans: list[int] = []
    with _begun(case, steps) as stage:
        for step in steps:
            leaves = _leaves(stage)
            try:
                play(stage, step)
            except (StepFailed, DriveError, WireError, BadInput, AssertionError) as error:
                raise BadInput(f"{case.file}:{step.line}  {step.kind}: {error}") from None
            seen, entries = look(stage), stage.world.journal.entries
            if not moments:
                wallet = seen.wallet
            if seen.wallet == wallet:
                before |= {seen.page, *map(blurred, seen.lines)}
            paths = tuple(one.kind.removeprefix("api.") for one in entries[spans[-1] if spans else 0 :]
                          if one.kind.startswith("api./") and one.phase == "start")  # fmt: skip
            moments.append(Moment(step, stage.app.front == stage.app_id, seen.sheet is not None,
                                  len(stage.app.inbox.received), paths, not stage.app.phone.connected,
                                  leaves))  # fmt: skip
            spans.append(len(entries))
        ordered = {step.value for step in (*prepared(case), *steps) if step.kind == "when"}
        calls = [call for call in _calls(stage, spans) if call.name not in ordered]
        titles = {number: _titles(stage, call) for number, call in enumerate(calls) if call.name == "addCard"}
        stage.app.advance(PATIENCE)
        base = Base(look(stage), tuple(sorted(before)), frozenset(case.orders.get("may_repeat", ())))
    return Story(moments, calls, titles, len(prepared(case))), base


def _calls(stage: Stage, spans: list[int]) -> list[Made]:
    entries = stage.world.journal.entries
    ends = {one.of: one for one in entries if one.phase == "end"}
    seen: set[tuple[object, ...]] = set()
    calls = []
    for entry in entries:
        name = entry.kind.removeprefix("wx.")
        end = ends.get(entry.seq)
        if entry.phase != "start" or entry.app != stage.app_id or name not in ASKED or end is None:
            continue
        if stage.is_aside(name, entry.detail["params"]):
            continue
        made = Made(name, entry.detail["params"], _step_of(entry, entries, spans), _step_of(end, entries, spans))
        if made.key not in seen:
            seen.add(made.key)
            calls.append(made)
    return calls


def _step_of(entry: Entry, entries: list[Entry], spans: list[int]) -> int:
    index = entry.seq - entries[0].seq
    return next(step for step, end in enumerate(spans) if index < end)


def _titles(stage: Stage, call: Made) -> list[str]:
    rows = call.params.get("cardList")
    ids = [row.get("cardId") for row in rows] if isinstance(rows, list) else []
    cards = [stage.world.cards[id_] for id_ in ids if id_ in stage.world.cards]
    return list(dict.fromkeys(str(card.base.get("title")) for card in cards))


# -- a changed case -------------------------------------------------------------------------------------------------


def _perform(case: Case, steps: list[Step], changes: tuple[Change, ...], story: Story) -> _Trial:
    until = max(one.until for one in changes)
    varied = changed(steps, changes)
    with _begun(changed_world(case, changes), [one.step for one in varied]) as stage:
        for own in varied:
            swiped = own.index if own.step.value == "swipes_back" else None
            if swiped is not None and _leaves(stage) != story.moments[swiped].leaves:
                return _Trial(text="the user would leave something else")
            try:
                play(stage, own.step)
            except (StepFailed, DriveError, WireError, BadInput, AssertionError) as error:
                return _Trial(None, _broken_step(stage, own, until), str(error))
        always = case.orders.get("always", {})
        wrong = (CHECKS[key](stage, value) for key, value in always.items() if key in CHECKS)
        return _Trial(look(stage), text=str(next((one for one in wrong if one), "")))


def _broken_step(stage: Stage, own: Own, until: int) -> int | None:
    """The step's index if the app should have let the user do it."""
    if own.index is None or own.index <= until or own.step.kind not in _IN_APP or stage.app.front != stage.app_id:
        return None
    return own.index


def _judged(
    case: Case, steps: list[Step], changes: tuple[Change, ...], trial: _Trial, base: Base, story: Story
) -> Break | None:
    judged = frozenset.intersection(*(one.judged for one in changes))
    broke = _break_of(steps, trial, base, judged)
    times = tuple(time for one in changes if (time := one.only_time))
    if broke is None or not times:
        return broke
    # Perhaps the app only minds that time passes: then this is no matter of order.
    alone = _break_of(steps, _perform(case, steps, times, story), base, judged)
    return broke if alone is None or alone.kind != broke.kind else None


def _break_of(steps: list[Step], trial: _Trial, base: Base, judged: frozenset[str]) -> Break | None:
    if trial.seen is not None:
        broke = first_break(base, trial.seen, judged)
        return broke or (Break(ALWAYS, say("orders.broke.always"), {}, trial.text) if trial.text else None)
    if trial.failed is None or SAME not in judged:
        return None
    step = short(steps[trial.failed])
    return Break(SAME, say("orders.broke.step", step=step), {}, trial.text)


def _begun(case: Case, steps: list[Step]) -> Stage:
    """With what the case orders before it opens the app; *steps* are still to be done."""
    led = prepared(case)
    stage = Stage(replace(case, steps=[*led, *steps]))
    for step in led:
        play(stage, step)
    return stage


def _leaves(stage: Stage) -> str:
    """What swiping back would leave: a page of WeChat's own that lies over the app, such as an open card, or the page
    of the app."""
    if screens := stage.app.phone.screens:
        return screens[-1].kind
    try:
        return stage.app.page
    except (BadInput, DriveError):
        return ""


def _as_case(case: Case, steps: list[Step], changes: tuple[Change, ...], broke: Break) -> Case:
    """The changed case, with only those expectations that hold in every order, and the one that fails."""
    kept = case.expect.get("app_errors")
    errors = {} if kept is None else {"app_errors": kept}
    expect = {**errors, **case.orders.get("always", {}), **broke.expect}
    says = " / ".join(" + ".join(one.says[language] for one in changes) for language in ("en", "zh"))
    varied = [*prepared(case), *(one.step for one in changed(steps, changes))]
    return replace(changed_world(case, changes), name=f"{case.name}-in-another-order", says=says, steps=varied,
                   expect=expect, orders={})  # fmt: skip
