"""``wxemu test --orders``: which other order of a case breaks the app?"""

from collections.abc import Iterable
from pathlib import Path

import click

from ..errors import BadInput
from ..scenario.model import Case, Scenario
from ..scenario.orders import Explored, Found, explore
from ..scenario.runner import run_case
from ..scenario.writing import written
from ..texts import say
from .common import FAILED, write


def try_orders(cases: Iterable[tuple[Scenario, Case]], seed: int, limit: int, save: Path | None, language: str) -> int:
    """Explore each case and tell what came of it; the exit code. The first that breaks is kept in *save*."""
    broken = []
    for scenario, case in cases:
        if not run_case(case, scenario).ok:
            raise BadInput(say("orders.fails-itself", case=case.name, file=scenario.file)[language])
        explored = explore(case, seed, limit)
        _tell(explored, language)
        if explored.found is not None:
            broken.append(explored.found)
            _keep(explored.found, scenario, save if len(broken) == 1 else None, language)
    return FAILED if broken else 0


def _tell(explored: Explored, language: str) -> None:
    found = explored.found
    says = "orders.holds" if found is None else "orders.breaks"
    values = {"case": explored.case.name, "tried": explored.tried, "impossible": explored.impossible}
    click.echo(say(says, **values, left=explored.left)[language])
    if found is None:
        return
    for change in found.changes:
        click.echo(f"  {say('orders.change')[language]}  {change.says[language]}")
    click.echo(f"  {say('orders.broke')[language]}  {found.broke.says[language]}")


def _keep(found: Found, scenario: Scenario, save: Path | None, language: str) -> None:
    to = save or scenario.file
    remarks = ["wxemu test --orders", f"{found.broke.says['en']}", f"{found.broke.says['zh']}"]
    text = written(found.case, scenario.title, to, remarks)
    if save is None:
        click.echo(f"\n{say('orders.save')[language]}\n\n{text}")
        return
    write(save, text)
    click.echo(say("orders.saved", file=save)[language])
