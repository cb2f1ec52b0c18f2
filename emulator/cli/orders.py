"""``wxemu test --orders``: which other order of a case breaks the app?"""

import json
import multiprocessing
import shlex
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import click

from ..errors import BadInput
from ..scenario.model import Case, Scenario
from ..scenario.orders import Explored, Found, explore
from ..scenario.runner import run_case
from ..scenario.writing import written
from ..texts import say
from .common import FAILED, NOTHING, write

#: A case with the file that it is in.
Asked = tuple[Scenario, Case]


@dataclass(frozen=True)
class Ordered:
    """``seed``, ``limit`` and ``known`` of :func:`explore`; ``save`` keeps the first order that breaks an app, and
    ``report`` all that was found, as JSON."""

    seed: int
    limit: int
    known: tuple[str, ...]
    save: Path | None
    report: Path | None
    processes: int
    language: str


def try_orders(cases: list[Asked], ordered: Ordered) -> int:
    """Explore each case that drives an app and tell what came of it; the exit code. Raises BadInput if none does."""
    driven = [(scenario, case) for scenario, case in cases if case.app is not None]
    if not cases:
        click.echo(say("test.nothing")[ordered.language], err=True)
        return NOTHING
    if not driven:
        raise BadInput(say("orders.no-app", case=cases[0][1].name, file=cases[0][0].file)[ordered.language])
    if len(driven) < len(cases):
        click.echo(say("orders.skipped", count=len(cases) - len(driven))[ordered.language])
    rows, good, save = [], True, ordered.save
    broken: list[str] = []
    for (scenario, case), explored in zip(driven, _explored(driven, ordered), strict=True):
        found = explored.found if explored else None
        good = good and explored is not None and found is None
        if explored is None:
            click.echo(say("orders.fails-itself", case=case.name, file=scenario.file)[ordered.language])
            continue
        _tell(explored, ordered.language)
        if found is not None:
            _keep(explored, found, scenario, replace(ordered, save=save), alone=len(driven) == 1)
            broken.append(found.broke.says["en"])
            save = None
        rows.append(_row(explored, scenario))
    if len(driven) > 1:
        values = {"held": len(rows) - len(broken), "broken": len(broken), "kinds": len(set(broken))}
        click.echo(say("orders.told", **values)[ordered.language])
    if ordered.report is not None:
        write(ordered.report, json.dumps({"orders": rows}, ensure_ascii=False, indent=1) + "\n")
    return 0 if good else FAILED


def _explored(cases: list[Asked], ordered: Ordered) -> Iterator[Explored | None]:
    """In the order of the cases. Processes are spawned: V8 does not survive a fork."""
    explored = partial(_explore, seed=ordered.seed, limit=ordered.limit, known=ordered.known)
    if ordered.processes <= 1 or len(cases) <= 1:
        yield from map(explored, cases)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(ordered.processes, len(cases)), context) as pool:
        yield from pool.map(explored, cases)


def _explore(asked: Asked, seed: int, limit: int, known: tuple[str, ...]) -> Explored | None:
    """None if the case fails as it stands."""
    scenario, case = asked
    return explore(case, seed, limit, known) if run_case(case, scenario).ok else None


def _tell(explored: Explored, language: str) -> None:
    found = explored.found
    says = "orders.holds" if found is None else "orders.breaks"
    values = {"case": explored.case.name, "tried": explored.tried, "impossible": explored.impossible}
    click.echo(say(says, **values, left=explored.left)[language])
    if explored.known:
        click.echo(f"  {say('orders.known', count=explored.known)[language]}")
    if found is None:
        return
    for change in found.changes:
        click.echo(f"  {say('orders.change')[language]}  {change.says[language]}")
    click.echo(f"  {say('orders.broke')[language]}  {found.broke.says[language]}")
    for line in found.broke.detail.splitlines():
        click.echo(f"          {line}")


def _keep(explored: Explored, found: Found, scenario: Scenario, ordered: Ordered, *, alone: bool) -> None:
    """As a file where one is named, else on the terminal; of several cases only the command that keeps it."""
    language = ordered.language
    if ordered.save is not None:
        write(ordered.save, _text(found, scenario, ordered.save))
        click.echo(say("orders.saved", file=ordered.save)[language])
    elif alone:
        click.echo(f"\n{say('orders.save')[language]}\n\n{_text(found, scenario, scenario.file)}")
    else:
        of = [str(scenario.file), "--case", explored.case.name, "--orders", "--seed", str(ordered.seed)]
        of += [word for one in ordered.known for word in ("--known", one)]
        again = shlex.join(["wxemu", "test", *of, "--limit", str(ordered.limit), "--save", "other-order.scenario.yaml"])
        click.echo(f"  {say('orders.keep')[language]}  {again}")


def _text(found: Found, scenario: Scenario, to: Path) -> str:
    says = found.broke.says
    return written(found.case, scenario.title, to, ["wxemu test --orders", says["en"], says["zh"], found.broke.detail])


def _row(explored: Explored, scenario: Scenario) -> dict[str, Any]:
    found, case = explored.found, explored.case
    row: dict[str, Any] = {"file": str(case.file), "case": case.name, "tried": explored.tried,
                           "impossible": explored.impossible, "left": explored.left, "known": explored.known,
                           "found": None}  # fmt: skip
    if found is not None:
        row["found"] = {
            "changes": [change.says for change in found.changes],
            "broken": found.broke.kind,
            "says": found.broke.says,
            "detail": found.broke.detail,
            "scenario": _text(found, scenario, scenario.file),
        }
    return row
