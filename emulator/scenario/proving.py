"""A recorded scenario is run before it is called good; where the user waited, time passes only if it must."""

import multiprocessing
import re
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

from .drafting import Draft
from .model import load
from .runner import Result, run_case

#: A shorter pause (in milliseconds) than this is not what a step had to wait for.
_SHORTEST = 300
_MOST_RUNS = 20


def prove(draft: Draft, file: Path, root: Path, language: str = "en") -> tuple[Draft, Result]:
    """The draft with as few pauses as it needs, and how it went. *file* names it in what is told."""
    best = tried = draft, _run(draft, file, root, language)
    for _ in range(_MOST_RUNS):
        if tried[1].ok:
            return _shorter(*tried, file, root, language)
        pause = _pause_before(tried[0], _failed_at(*tried, file, root))
        if pause is None:
            break
        paused = replace(tried[0], pauses={*tried[0].pauses, pause})
        tried = paused, _run(paused, file, root, language)
        if tried[1].ok or _failed_at(*tried, file, root) > _failed_at(*best, file, root):
            best = tried
    return best


def prove_elsewhere(draft: Draft, file: Path, root: Path, language: str) -> tuple[Draft, Result]:
    """The same in a process of its own: V8 is not made beside a running loop."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(prove, draft, file, root, language).result()


def _run(draft: Draft, file: Path, root: Path, language: str) -> Result:
    scenario = load(file, root, draft.text())
    return run_case(scenario.cases[0], scenario, language=language)


def _shorter(draft: Draft, result: Result, file: Path, root: Path, language: str) -> tuple[Draft, Result]:
    """Without the pauses that turn out not to matter."""
    for pause in sorted(draft.pauses):
        without = replace(draft, pauses=draft.pauses - {pause})
        again = _run(without, file, root, language)
        if again.ok:
            draft, result = without, again
    return draft, result


def _failed_at(draft: Draft, result: Result, file: Path, root: Path) -> int:
    """Number of the step that could not be done; the number after the last for what was expected at the end."""
    place = re.match(r".*?:(\d+)  ", result.faults[0])
    steps = load(file, root, draft.text()).cases[0].steps
    number = next((at for at, step in enumerate(steps) if place and step.line == int(place[1])), len(steps))
    for own in range(len(draft.steps)):
        if number <= own + len([pause for pause in draft.pauses if pause <= own]):
            return own
    return len(draft.steps)


def _pause_before(draft: Draft, number: int) -> int | None:
    """The next pause to try: right before this step, else the nearest earlier one."""
    waits = [*(step.waited for step in draft.steps), draft.rest]
    left = [at for at in range(number + 1) if at not in draft.pauses and waits[at] >= _SHORTEST]
    return left[-1] if left else None
