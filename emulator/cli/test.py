"""``wxemu test``: scenario files in V8, without browser or Node."""

import re
import sys
from pathlib import Path
from typing import Any

import click

from ..realms import SHARED
from .common import lang_option, no_garbage

#: Made while all else is read: a mini-program and the one it jumps to, such as WeChat's own member card.
REALMS = 2


def _shard(context: click.Context, parameter: click.Parameter, value: str | None) -> tuple[int, int]:
    if value is None:
        return 1, 1
    found = re.fullmatch(r"(\d{1,4})/(\d{1,4})", value)
    if not found or not 1 <= int(found[1]) <= int(found[2]):
        raise click.BadParameter(f"{value!r} is not a part such as 2/5")
    return int(found[1]), int(found[2])


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("-k", "--case", "wanted", help="Only the case of this name, or those whose names hold this text.")
@click.option("--tag", multiple=True, help="Only cases with this tag.")
@click.option("-n", "processes", default=1, show_default=True, type=click.IntRange(1, 64), help="Processes.")
@click.option("--shard", metavar="I/N", callback=_shard, help="Only the I-th of N parts, for several machines.")
@click.option(
    "--browser", is_flag=True, help="The same cases in a Chromium of this machine, by the phone's own buttons."
)
@click.option("--both", is_flag=True, help="Documented and observed: where does the app hear something else?")
@click.option("--junit", type=click.Path(dir_okay=False, path_type=Path), help="Write JUnit XML.")
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="Write one HTML file that needs no line.")
@click.option("--json", "json_file", type=click.Path(dir_okay=False, path_type=Path), help="Write JSON.")
@click.option("--seal", type=click.Path(file_okay=False, path_type=Path), help="A page to hand over for each failure.")
@click.option("--github", is_flag=True, help="Annotations for GitHub Actions.")
@click.option("--manual", is_flag=True, help="Which sentences of the manual have these cases exercised?")
@click.option("--twins", is_flag=True, help="What can the app not tell apart, and does it say what is not so?")
@click.option("--orders", is_flag=True, help="Which other order of answers, drops and returns breaks the app?")
@click.option("--seed", default=1, show_default=True, help="With --orders: which pairs of changes are tried.")
@click.option("--limit", default=200, show_default=True, type=click.IntRange(1), help="With --orders: orders a case.")
@click.option("--known", multiple=True, metavar="TEXT", help="With --orders: a break that is known; others are sought.")
@click.option("--save", type=click.Path(dir_okay=False, path_type=Path), help="With --orders: keeps what broke.")
@click.option("--watch", is_flag=True, help="Again after each change of a file.")
@lang_option()
def test(**given: Any) -> None:
    """Run the cases of *.scenario.yaml files, by default those below the working directory.

    Exit code 0: all passed · 1: an expectation failed · 3: a bad scenario file · 5: nothing to run."""
    with no_garbage():
        if given["processes"] == 1 and not (given["browser"] or given["orders"]):
            SHARED.prepare(REALMS)
        from .cases import run_cases
    sys.exit(run_cases(**given))
