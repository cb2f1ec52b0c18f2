"""Sealed sessions on the command line: of a case, of each failing one, of what is being recorded."""

import contextlib
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import click

from ..errors import BadInput
from ..headless import Headless
from ..scenario.captions import in_both
from ..scenario.chromium import find_chromium
from ..scenario.model import Case, Scenario, load
from ..scenario.runner import Result, run_case
from ..sealed.filming import sealed_case
from ..sealed.parcel import read_content
from ..sealed.seal import page_of
from ..testing import MakeHost
from ..texts import say
from ..whole import whole
from .common import CannotRun, write

#: How the names of films end; the picture is the strip.
VIDEO, STRIP = ".webm", ".png"


def seal_failures(
    cases: list[tuple[Scenario, Case]], results: list[Result], folder: Path, make_host: MakeHost, language: str
) -> None:
    """A file for each case that failed."""
    known = {(str(scenario.file), case.name): (scenario, case) for scenario, case in cases}
    for result in (one for one in results if not one.ok):
        scenario, case = known[result.file, result.name]
        stem = re.sub(r"(\.scenario)?\.\w+$", "", scenario.file.name)
        name = f"{stem}.{case.name}{f'.{result.profile}' if result.asked else ''}.html"
        seal_case(scenario, case, result, folder / name, make_host, language)


def seal_case(scenario: Scenario, case: Case, result: Result, file: Path, make_host: MakeHost, language: str) -> None:
    """Write it, and run what was written."""
    named = {language: f"{title} · {case.name}" for language, title in in_both(scenario.title).items()}
    title = " / ".join(dict.fromkeys((named["en"], named["zh"])))
    seal_page(file, sealed_case(case, title, result.faults, make_host, language), result, language)


def seal_page(file: Path, page: str, result: Result, language: str) -> None:
    """Write it, and run what was written: with stand-ins for secrets it must go as it went."""
    write(file, page)
    sealed = load(file)
    again = run_case(sealed.cases[0], sealed, language=language)
    if again.ok != result.ok:
        fault = (again.faults or ["it passes"])[0].splitlines()[0]
        click.echo(say("seal.differs", file=file, fault=fault)[language], err=True)
    click.echo(say("seal.written", file=file)[language])


def seal_scenario(file: Path, name: str | None, to: Path, browser: bool, language: str) -> None:
    """One case of a scenario file."""
    scenario = load(file)
    if name is None and len(scenario.cases) > 1:
        names = ", ".join(case.name for case in scenario.cases)
        raise BadInput(say("seal.which", file=file, cases=names)[language])
    case = scenario.case(name) if name else scenario.cases[0]
    with hosts(browser, language) as make_host:
        seal_case(scenario, case, run_case(case, scenario, language=language), to, make_host, language)


@contextlib.contextmanager
def hosts(browser: bool, language: str) -> Iterator[MakeHost]:
    """V8, or a Chromium of this machine. Raises CannotRun if there is none."""
    if not browser:
        yield Headless
        return
    # To read the server takes a good part of the start.
    from ..scenario.chromium import ChromiumHosts

    path = find_chromium()
    if path is None:
        raise CannotRun(say("test.no-browser")[language])
    with ChromiumHosts(path) as made:
        yield made


def film(page: Path, to: Path, language: str) -> None:
    """A sealed page as a video or a film strip, by the name of the file. Raises CannotRun without a browser."""
    from ..sealed.camera import camera

    content = read_content(page)
    path = find_chromium()
    if path is None:
        raise CannotRun(say("seal.no-browser", file=page)[language])
    with tempfile.TemporaryDirectory(prefix="wxemu-") as folder, camera(path) as taken:
        # What the file holds, in our own page: no script of a stranger's page is run.
        ours = Path(folder) / "page.html"
        ours.write_text(page_of(content), "utf-8")
        made = taken.video(ours, language) if to.suffix.lower() == VIDEO else taken.strip(ours, language)
    with whole(to) as draft:
        draft.write_bytes(made)
    click.echo(say("seal.filmed", file=to, size=f"{len(made) / 1_000_000:.1f}")[language])
