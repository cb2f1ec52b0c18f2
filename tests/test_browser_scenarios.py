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


#: What the line's return brings: sheets answered, gestures, timers, and what WeChat refuses.
DOWN = {
    "accepts": ("{tap: ask}, {line: drops}, {user: accepts}, {check: {page_lacks: ['yes']}}, {line: returns}",
                "page_shows: ['yes']"),
    "the-first-counts": ("{tap: ask}, {line: drops}, {user: cancels}, {user: accepts}, {line: returns}",
                         "page_shows: ['no']"),
    "goes-away": ("{tap: ask}, {line: drops}, {user: accepts}, {user: goes_home}, {user: returns}, {line: returns}, "
                  "{tap: look}", "page_shows: ['shown 2 hidden 1 yes']"),
    "waits": ("{tap: later}, {line: drops}, {move_clock: 5s}, {check: {page_shows: [late]}}, {line: returns}",
              "page_shows: [late]"),
    "is-refused": ("{open: /}, {line: drops}, {user: claims}, {line: returns}", ""),
    "begins-anew": ("{open: /}, {line: drops}, {user: kills_app}, {user: returns}, {tap: ask}", ""),
    "is-not-heard-of": ("{open: /}, {line: drops}, {user: kills_app}, {open: /}, {tap: ask}", ""),
}  # fmt: skip
FAULTS = {"is-refused": "nothing is offered", "begins-anew": "no mini-program is open",
          "is-not-heard-of": "the mini-program is not running"}  # fmt: skip


def test_what_the_user_does_while_the_line_is_down_waits_on_the_phone_in_both(tmp_path, hosts):
    page = tmp_path / "app" / "pages" / "a"
    page.mkdir(parents=True)
    (tmp_path / "app" / "app.json").write_text('{"pages": ["pages/a/a"]}')
    (tmp_path / "app" / "app.js").write_text(
        "App({ shown: 0, hidden: 0, onShow() { this.shown += 1 }, onHide() { this.hidden += 1 } })"
    )
    (page / "a.js").write_text(
        "const app = getApp()\n"
        "Page({ data: { words: 'idle', said: '' },\n"
        "  later() { setTimeout(() => this.setData({ words: 'late' }), 3000) },\n"
        "  ask() { wx.showModal({ title: '?', success: r => this.setData({ said: r.confirm ? 'yes' : 'no' }) }) },\n"
        "  look() { this.setData({ words: `shown ${app.shown} hidden ${app.hidden}` }) } })\n"
    )
    (page / "a.wxml").write_text(
        '<view bindtap="later">later</view><view bindtap="ask">ask</view><view bindtap="look">look</view>'
        "<view>{{words}} {{said}}</view>"
    )
    cases = [f"  - {{case: {name}, says: s, steps: [{steps}], expect: {{{expect}}}}}\n"
             for name, (steps, expect) in DOWN.items()]  # fmt: skip
    scenario = written(tmp_path, cases, "app")
    for case in scenario.cases:
        result = run_case(case, scenario, make_host=hosts)
        assert report(result) == report(run_case(case, scenario))
        wrong = FAULTS.get(case.name)
        assert result.ok if wrong is None else wrong in result.faults[0], result.faults


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
