"""A small change of a case: another legal order of the same story, or another end of one thing in it."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import Any

from ..texts import Says
from .model import Case, Step, merged
from .stage import PREPARES

#: What of the app is judged after a change.
ERRORS, STUCK, TWICE, CLAIMS, SAME = "errors", "stuck", "twice", "claims", "same"
#: What the case itself says must be true in any order: judged after every change.
ALWAYS = "always"
#: The same things happened, in another order: the app must come out the same.
OTHER_ORDER = frozenset({ERRORS, STUCK, TWICE, SAME})
#: Something ended otherwise: the app may say so, but not break, hang or claim what is not.
OTHER_END = frozenset({ERRORS, STUCK, CLAIMS})
#: WeChat's answer never came, so the app may wait for ever.
NO_ANSWER = frozenset({ERRORS, TWICE})
#: The app was ended and started anew, and knows nothing of before.
NEW_LIFE = frozenset({ERRORS, STUCK})

#: How long the app is given at the end: more than the 60 seconds after which wx.request gives up.
PATIENCE = 90_000

Given = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """Steps put ``before`` and ``after`` the case's own (by their index) or ``instead`` of them; ``switches`` set.

    ``until`` is the last own step that this may make impossible; behind ``cut`` the own steps are left out. Two
    changes that ``touch`` the same are not combined."""

    says: Says
    judged: frozenset[str]
    before: dict[int, list[Given]] = field(default_factory=dict)
    after: dict[int, list[Given]] = field(default_factory=dict)
    instead: dict[int, Given] = field(default_factory=dict)
    switches: dict[str, Any] = field(default_factory=dict)
    until: int = -1
    cut: int | None = None
    touches: frozenset[Any] = frozenset()

    @property
    def only_time(self) -> "Change | None":
        """This change without all but the time that it lets pass; None if it lets none pass."""
        kept = {index: [one for one in steps if "move_clock" in one] for index, steps in self.after.items()}
        if not any(kept.values()):
            return None
        return Change(self.says, self.judged, after=kept, until=-1, cut=self.cut)


@dataclass(frozen=True)
class Own:
    """A step of the changed case; ``index`` is that of the case's own step, None for one that was put in."""

    step: Step
    index: int | None


def prepared(case: Case) -> list[Step]:
    """What is ordered before the case opens the app: in force in every order."""
    led = list(takewhile(lambda step: step.kind in PREPARES, case.steps))
    return led if len(led) < len(case.steps) and case.steps[len(led)].kind == "open" else []


def own_steps(case: Case) -> list[Step]:
    """The case's other steps but for checks, which are about its own order; opening the app is the first of them."""
    steps = [step for step in case.steps[len(prepared(case)) :] if step.kind != "check"]
    if not steps or steps[0].kind != "open":
        steps.insert(0, Step("open", {"open": "/"}, case.line))
    return steps


def changed(steps: list[Step], changes: Iterable[Change]) -> list[Own]:
    """The steps with all *changes* made, and time at the end for what is still under way."""
    changes = list(changes)
    cut = min((one.cut for one in changes if one.cut is not None), default=len(steps))
    made: list[Own] = []
    for index, step in enumerate(steps[: cut + 1]):
        instead = next((one.instead[index] for one in changes if index in one.instead), None)
        for one in changes:
            made += _put_in(one.before.get(index, []), step)
        made.append(Own(_step(instead, step.line) if instead else step, index))
        # What was said while the line was down is heard before time passes for the answer.
        for one in sorted(changes, key=lambda one: {"line": "returns"} not in one.after.get(index, [])[:1]):
            made += _put_in(one.after.get(index, []), step)
    # An answer that never comes because the story was cut while the line was down says nothing about the app.
    if cut < len(steps) - 1 and _is_down(made):
        made += _put_in([{"line": "returns"}], steps[-1])
    return [*made, Own(_step({"move_clock": PATIENCE}, steps[-1].line), None)]


def changed_world(case: Case, changes: Iterable[Change]) -> Case:
    switches = {id_: value for one in changes for id_, value in one.switches.items()}
    return replace(case, world=merged(case.world, {"switches": switches})) if switches else case


def can_be_combined(one: Change, other: Change) -> bool:
    """Whether both can be made at once and each still means what it says."""
    if one.touches & other.touches or one.instead.keys() & other.instead.keys():
        return False
    if _taps(one) & other.after.keys() or _taps(other) & one.after.keys():
        return False
    last = max([*other.before, *other.after, *other.instead, -1])
    first = max([*one.before, *one.after, *one.instead, -1])
    return (one.cut is None or last <= one.cut) and (other.cut is None or first <= other.cut)


def _taps(one: Change) -> set[int]:
    """Where it taps once more: that must come before any time passes."""
    return {index for index, steps in one.after.items() if any("tap" in step for step in steps)}


def _is_down(made: list[Own]) -> bool:
    last = next((own.step.value for own in reversed(made) if own.step.kind == "line"), None)
    return bool(last == "drops")


def _put_in(given: list[Given], near: Step) -> list[Own]:
    return [Own(_step(one, near.line), None) for one in given]


def _step(given: Given, line: int) -> Step:
    return Step(next(iter(given)), given, line)
