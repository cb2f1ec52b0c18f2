"""The same cases in Chromium as in V8: the same interpreter of steps, the phone's own buttons, the same report."""

from pathlib import Path

import pytest
from browser import chromium_path
from click.testing import CliRunner

from emulator.cli.test import test as command
from emulator.scenario import chromium
from emulator.scenario.chromium import ChromiumHosts
from emulator.scenario.format import FORMAT
from emulator.scenario.model import find, load
from emulator.scenario.runner import run_case

ROOT = Path(__file__).parents[1]
SCENARIOS = [load(file, ROOT) for file in find([ROOT / "fixtures" / "scenarios"])]


@pytest.fixture(scope="module")
def hosts():
    path = chromium_path()
    if path is None:
        pytest.skip("no Chromium here")
    with ChromiumHosts(path) as hosts:
        yield hosts


def report(result):
    return {**result.to_json(), "seconds": 0, "view": result.view}


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: one.file.name)
def test_every_bundled_case_passes_with_the_report_that_v8_gives(scenario, hosts):
    for case in scenario.cases:
        result = run_case(case, scenario, make_host=hosts)
        assert result.ok, result.faults
        assert report(result) == report(run_case(case, scenario))


def written(tmp_path, cases, app=""):
    file = tmp_path / "t.scenario.yaml"
    world = "world: {merchant: {}, cards: {coffee: {card_id: pC}}}\n" if not app else f"app: {app}\n"
    file.write_text(f"format: {FORMAT}\ntitle: t\n{world}cases:\n" + "".join(cases), "utf-8")
    return load(file, tmp_path)


def test_a_failure_reads_as_in_v8(tmp_path, hosts):
    steps = "[{call: addCard, with: {cards: [coffee]}, user: cancels}, {tap: Buy}]"
    scenario = written(
        tmp_path,
        [f"  - {{case: one, says: s, steps: {steps}, expect: {{app_saw: []}}}}\n",
         "  - {case: two, says: s, steps: [{user: accepts}], expect: {}}\n"],
    )  # fmt: skip
    for case in scenario.cases:
        result = run_case(case, scenario, make_host=hosts)
        assert not result.ok
        assert report(result) == report(run_case(case, scenario))


def test_an_app_that_hangs_fails_its_case_and_no_other(tmp_path):
    path = chromium_path()
    if path is None:
        pytest.skip("no Chromium here")
    page = tmp_path / "app" / "pages" / "a"
    page.mkdir(parents=True)
    (tmp_path / "app" / "app.json").write_text('{"pages": ["pages/a/a"]}')
    (tmp_path / "app" / "app.js").write_text("App({})")
    (page / "a.js").write_text("Page({ hang() { for (;;) {} } })")
    (page / "a.wxml").write_text('<view bindtap="hang">hang</view>')
    scenario = written(
        tmp_path,
        ["  - {case: hangs, says: s, steps: [{tap: hang}], expect: {}}\n",
         "  - {case: waits, says: s, steps: [{move_clock: 1s}], expect: {page: pages/a/a}}\n"],
        "app",
    )  # fmt: skip
    with ChromiumHosts(path, patience=5) as hosts:
        hung, waited = (run_case(case, scenario, make_host=hosts) for case in scenario.cases)
    assert "the page that performs is silent" in hung.faults[0]
    assert waited.ok, waited.faults


def test_without_a_browser_the_command_says_what_to_do(monkeypatch):
    monkeypatch.setattr(chromium, "find_chromium", lambda: None)
    result = CliRunner().invoke(command, [str(ROOT / "fixtures" / "scenarios"), "--browser", "--lang", "en"])
    assert result.exit_code == 4
    assert "there is no Chromium, Chrome or Edge here" in result.output


def test_one_browser_has_one_process():
    result = CliRunner().invoke(command, ["--browser", "-n", "2", "--lang", "en"])
    assert result.exit_code == 2
    assert "--shard" in result.output
