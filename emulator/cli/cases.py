"""What ``wxemu test`` does: which cases are run, how, and what is told of them."""

import contextlib
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

import click

from ..errors import BadInput
from ..headless import Headless
from ..scenario import reports
from ..scenario.captions import in_both
from ..scenario.model import SUFFIX, Case, Scenario, find
from ..scenario.runner import NOTHING_MORE, Job, More, Result, forget_files, read, run_jobs
from ..testing import MakeHost
from ..texts import say
from .common import FAILED, NOTHING, CannotRun, places, write


def run_cases(
    paths: tuple[Path, ...],
    wanted: str | None,
    tag: tuple[str, ...],
    processes: int,
    shard: tuple[int, int],
    browser: bool,
    both: bool,
    junit: Path | None,
    html: Path | None,
    json_file: Path | None,
    seal: Path | None,
    github: bool,
    manual: bool,
    twins: bool,
    orders: bool,
    seed: int,
    limit: int,
    known: tuple[str, ...],
    save: Path | None,
    watch: bool,
    language: str,
) -> int:
    """With the options of the command, which says what they mean. Returns the exit code."""
    run = Run(list(paths) or [Path(".")], wanted, tag, processes, shard, both, language)
    run.more = More(situation=twins, manual=bool(manual or html or json_file))
    if orders:
        asked = {"--browser": browser, "--both": both, "--watch": watch, "--twins": twins, "--manual": manual,
                 "--github": github, "--junit": junit, "--html": html, "--seal": seal}  # fmt: skip
        _check_alone([option for option, given in asked.items() if given], language)
        from .orders import Ordered, try_orders

        return try_orders(run.part(), Ordered(seed, limit, known, save, json_file, processes, language))
    with _in_chromium(processes, language) if browser else contextlib.nullcontext(Headless) as run.make_host:
        kinds = ((junit, reports.junit), (html, partial(_page, language=language)), (json_file, reports.as_json))
        files = {file: kind for file, kind in kinds if file is not None}
        _check_not_read(files, run.paths, language)
        perform = partial(_perform, run, files, manual, github, seal)
        written = [*files, *([seal] if seal else [])]
        return _again(perform, run, written) if watch else perform()


def _check_alone(others: list[str], language: str) -> None:
    """Orders are explored in V8, a few hundred runs a case, and have a report of their own."""
    if others:
        raise click.UsageError(say("test.orders-alone", others=", ".join(others))[language])


def _check_not_read(files: Iterable[Path], paths: list[Path], language: str) -> None:
    """A report never takes the place of what is run."""
    read = {path.resolve() for path in paths}
    for file in files:
        if file.resolve() in read or (file.name.endswith(SUFFIX) and file.exists()):
            raise click.UsageError(say("test.own-file", file=file)[language])


def _page(results: list[Result], language: str) -> str:
    # Templates take a good part of the start.
    from ..scenario.page import html

    return html(results, language=language)


def _perform(
    run: "Run", files: Mapping[Path, Callable[[list[Result]], str]], manual: bool, github: bool, seal: Path | None
) -> int:
    """Once, with all that was asked to be told and written of it; the exit code."""
    code = run.once()
    if manual:
        click.echo("\n".join(reports.manual_lines(run.results, run.language)))
    if run.more.situation:
        from ..scenario.twins import told_of

        found = reports.twins(run.results)
        click.echo("\n".join(told_of(found, run.language)))
        code = code or (0 if found.ok else FAILED)
    for file, written in files.items():
        write(file, written(run.results))
    if seal is not None:
        # To film, too, takes a server and a browser.
        from .sealing import seal_failures

        seal_failures(run.cases(), run.results, seal, run.make_host, run.language)
    if github:
        click.echo(reports.github(run.results), nl=False)
    return code


def _again(perform: Callable[[], int], run: "Run", written: list[Path]) -> int:
    from .again import again_and_again

    return again_and_again(perform, run.watched, written, run.language)


def _in_chromium(processes: int, language: str) -> AbstractContextManager[MakeHost]:
    if processes > 1:
        raise click.UsageError(say("test.browser-alone")[language])
    # To read the server takes a good part of the start.
    from ..scenario.chromium import ChromiumHosts, find_chromium

    path = find_chromium()
    if path is None:
        raise CannotRun(say("test.no-browser")[language])
    return ChromiumHosts(path)


class Run:
    """Which cases to run and how; ``results`` are those of the last time."""

    def __init__(
        self, paths: list[Path], wanted: str | None, tags: tuple[str, ...], processes: int, shard: tuple[int, int],
        both: bool, language: str,
    ) -> None:  # fmt: skip
        self.paths = paths
        self.results: list[Result] = []
        self.make_host: MakeHost = Headless
        self.more = NOTHING_MORE
        self._wanted, self._tags, self._processes, self._shard = wanted, set(tags), processes, shard
        self._both, self.language = both, language

    def once(self) -> int:
        """Run everything and tell it; the exit code."""
        jobs = self._jobs()
        self.results = []
        if not jobs:
            click.echo(self._why_nothing(), err=True)
            return NOTHING
        for result in run_jobs(jobs, self._processes, self.make_host):
            self.results.append(result)
            self._tell(result)
        if self._both:
            self._tell_differences()
        failed = sum(not result.ok for result in self.results)
        virtual, wall = sum(one.virtual for one in self.results), sum(one.seconds for one in self.results)
        total = say("test.total", passed=len(self.results) - failed, failed=failed, virtual=f"{virtual / 1000:g}",
                    wall=f"{wall:.1f}")  # fmt: skip
        click.echo(total[self.language])
        return FAILED if failed else 0

    def _jobs(self) -> list[Job]:
        profiles = ("documented", "observed") if self._both else (None,)
        root = Path.cwd()
        return [
            Job(scenario.file, case.name, profile, root, self.language, self.more)
            for scenario, case in self.part()
            for profile in profiles
        ]

    def part(self) -> list[tuple[Scenario, Case]]:
        """This machine's share of the cases."""
        part, parts = self._shard
        return self.cases()[part - 1 :: parts]

    def cases(self) -> list[tuple[Scenario, Case]]:
        """Those that were asked for, freshly read."""
        forget_files()
        cases = [
            (scenario, case)
            for scenario in self._scenarios()
            for case in scenario.cases
            if (not self._wanted or self._wanted in case.name) and (not self._tags or self._tags & set(case.tags))
        ]
        # A name in full is that case alone, though it may begin another's.
        return [pair for pair in cases if pair[1].name == self._wanted] or cases

    def _why_nothing(self) -> str:
        import difflib

        names = [case.name for scenario in self._scenarios() for case in scenario.cases]
        near = difflib.get_close_matches(self._wanted or "", names, 1, 0.3)
        if near and near[0] != self._wanted:
            return say("test.nothing-near", wanted=self._wanted, near=near[0])[self.language]
        return say("test.nothing", where=places(self.paths))[self.language]

    def watched(self) -> set[Path]:
        """What a change of may change results: the scenarios, and the projects they drive."""
        try:
            apps = {case.app for scenario in self._scenarios() for case in scenario.cases if case.app is not None}
        except BadInput:
            apps = set()
        return {path.resolve() for path in [*self.paths, *apps] if path.exists()}

    def _scenarios(self) -> list[Scenario]:
        root = Path.cwd()
        return [read(file, root) for file in find(self.paths)]

    def _tell(self, result: Result) -> None:
        if result.ok:
            click.echo(f"{click.style('✓', fg='green')} {reports.name_of(result)}")
            return
        click.echo(f"{click.style('✗', fg='red')} {reports.name_of(result)}  {in_both(result.says)[self.language]}")
        for line in reports.explained(result, self.language):
            click.echo(f"  {line}")

    def _tell_differences(self) -> None:
        seen: dict[tuple[str, str], Result] = {}
        for result in self.results:
            other = seen.setdefault((result.file, result.name), result)
            if other is not result and (other.view != result.view or other.ok != result.ok):
                click.echo(say("test.differs", case=result.name)[self.language])
                for line in reports.differences(other, result):
                    click.echo(f"  {line}")
