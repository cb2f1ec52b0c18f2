"""pytest: ``*.scenario.yaml`` files are collected, and the fixture ``wxemu`` opens projects on phones of their own.

Everything heavy is imported when it is first needed: a test run without scenarios pays nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from .scenario.model import Case, Scenario
    from .scenario.runner import Result
    from .served import Served
    from .testing import AppUnderTest

SUFFIX = ".scenario.yaml"


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    if file_path.name.endswith(SUFFIX):
        file: ScenarioFile = ScenarioFile.from_parent(parent, path=file_path)
        return file
    return None


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "wxemu(seed, world): how the fixture `wxemu` opens a project")


class ScenarioFile(pytest.File):
    """A file of cases, each an item."""

    def collect(self) -> Iterator[pytest.Item]:
        from .errors import BadInput
        from .scenario.model import load

        try:
            scenario = load(self.path, self.config.rootpath)
        except BadInput as error:
            raise self.CollectError(str(error)) from None
        for case in scenario.cases:
            item: CaseItem = CaseItem.from_parent(self, name=case.name, case=case, scenario=scenario)
            yield item


class CaseFailed(Exception):
    def __init__(self, result: Result) -> None:
        super().__init__(result.name)
        self.result = result


class CaseItem(pytest.Item):
    def __init__(self, *, case: Case, scenario: Scenario, **more: Any) -> None:
        super().__init__(**more)
        self._case, self._scenario = case, scenario
        for tag in case.tags:
            self.keywords[tag] = True

    def runtest(self) -> None:
        from .scenario.runner import run_case

        result = run_case(self._case, self._scenario)
        if not result.ok:
            raise CaseFailed(result)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        from .scenario.reports import explained

        if isinstance(excinfo.value, CaseFailed):
            return "\n".join([self._case.says, *explained(excinfo.value.result, "en")])
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self._case.line - 1, self.name


class Wxemu:
    """Opens projects on phones, each in a world of its own that ends with the test; serves some to outside clients."""

    def __init__(self, seed: int | None, world: str | Path | None) -> None:
        self._given = {"seed": seed, "world": world}
        self.opened: list[AppUnderTest] = []
        self.served: list[Served] = []

    def open(self, project: str | Path, **more: Any) -> AppUnderTest:
        """As :func:`emulator.testing.open_project`: ``world``, ``phone``, ``inbox``, ``journal``, ``advance``…"""
        from .testing import open_project

        app = open_project(project, **{**self._given, **more})
        self.opened.append(app)
        return app

    def serve(self, project: str | Path, **more: Any) -> Served:
        """As :meth:`emulator.served.Served.of`: a page for browsers, a line for programs, WeChat's server API for a
        merchant's server. All worlds of a process share one server, which is started by the first."""
        from .served import Served

        server = Served.of(project, **{**self._given, **more})
        self.served.append(server)
        return server

    def stands(self) -> Iterator[tuple[str, str]]:
        """For each world its name, and where everything stands in it."""
        for app in self.opened:
            yield app.app_id, app.stands()
        for server in self.served:
            yield f"{server.app_id} at {server.merchant_api}", server.last_lines(20)

    def close(self) -> None:
        for app in self.opened:
            app.close()
        for server in self.served:
            server.close()


@pytest.fixture
def wxemu(request: pytest.FixtureRequest) -> Iterator[Wxemu]:
    """``app = wxemu.open("path/to/project")``. Marker: ``@pytest.mark.wxemu(seed=7, world="world.yaml")``."""
    marker = request.node.get_closest_marker("wxemu")
    given = marker.kwargs if marker else {}
    made = Wxemu(given.get("seed"), given.get("world"))
    request.node.stash[_OPENED] = made
    yield made
    made.close()


_OPENED = pytest.StashKey[Wxemu]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """A failed test tells where each of its worlds stands: the page, the sheet, how the journal ends and why."""
    report = yield
    made = item.stash.get(_OPENED, None)
    if made is not None and report.when == "call" and report.failed:
        for name, stands in made.stands():
            report.sections.append((f"wxemu: {name}", stands))
    return report


def pytest_unconfigure(config: pytest.Config) -> None:
    """The server of this process, if a test has asked for one, ends with the run."""
    served = sys.modules.get("emulator.served")
    if served is not None:
        served.stop()
