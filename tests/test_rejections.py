"""Promises of the app that are rejected and that nobody catches: V8 tells of them as a browser does."""

from pathlib import Path

import pytest
from browser import chromium_path

from emulator.scenario.chromium import ChromiumHosts
from emulator.scenario.format import FORMAT
from emulator.scenario.model import load
from emulator.scenario.runner import run_case

APP = Path(__file__).parent / "apps" / "rejects"

#: What each button's handler leaves alone.
LEFT = {
    "tapped": "Error: of the handler",
    "left": "Error: of load",
    "returned": "Error: of load",
    "awaited": "Error: of load",
    "ofModule": "Error: of a module",
    "chainOfModule": "Error: of a module, in then",
    "ofObject": "Error: of an object",
    "ofClass": "Error: of an object",
    "ofPartOfModule": "Error: of a part",
    "ofApp": "Error: of the app",
    "chain": "Error: of a chain",
    "ofTimer": "Error: of a timer",
    "ofSuccess": "Error: of success",
    "ofPart": "Error: of attached",
    "tooLate": "Error: of load",
}
#: Nobody ever looks at what the call gave: it is as one without a fail callback.
IGNORED = "ofWx"
CAUGHT = ("caught", "tried", "together", "handedOn", "caughtOfWx")


@pytest.fixture(scope="module")
def scenario(tmp_path_factory):
    file = tmp_path_factory.mktemp("rejections") / "t.scenario.yaml"
    rows = []
    for name in (*LEFT, IGNORED, *CAUGHT):
        fine = "{check: {page_shows: [fine]}}, " if name in CAUGHT else ""
        steps = f"[{{tap: {name}}}, {{move_clock: 1s}}, {fine}{{tap: heard}}]"
        rows.append(f"  - {{case: {name.lower()}, says: s, steps: {steps}, expect: {{}}}}\n")
    file.write_text(f"format: {FORMAT}\ntitle: t\napp: {APP}\ncases:\n{''.join(rows)}", "utf-8")
    return load(file, Path("/"))


def told(result):
    """What the journal says of the exception that failed the case."""
    assert "app_errors[0]" in result.faults[0], result.faults
    (line,) = [one for one in result.journal if "The app threw" in one]
    return line.partition("The app threw: ")[2].replace("\\", "")


@pytest.mark.parametrize("name", LEFT)
def test_what_nobody_catches_fails_the_case_with_its_own_words(scenario, name):
    result = run_case(scenario.case(name.lower()), scenario)
    assert LEFT[name] in told(result)


@pytest.mark.parametrize("name", CAUGHT)
def test_what_somebody_catches_is_no_failure(scenario, name):
    result = run_case(scenario.case(name.lower()), scenario)
    assert result.ok, result.faults


def test_the_failure_says_what_was_thrown_and_where(scenario):
    said = run_case(scenario.case("left"), scenario).faults[0]
    assert said.endswith('got       {"message": "Error: of load", "where": "pages/home/home.js:9"}')


def test_the_app_hears_of_it_once(scenario, tmp_path):
    """https://developers.weixin.qq.com/miniprogram/dev/reference/api/App.html"""
    text = scenario.file.read_text("utf-8").replace(
        "{tap: heard}], expect: {}", "{tap: heard}], expect: {page_shows: [of load], app_errors: [{message: $any}]}"
    )
    file = tmp_path / "t.scenario.yaml"
    file.write_text(text, "utf-8")
    heard = load(file, Path("/"))
    result = run_case(heard.case("left"), heard)
    assert result.ok, result.faults


def test_a_call_of_wx_that_nobody_waits_for_may_fail(scenario):
    result = run_case(scenario.case(IGNORED.lower()), scenario)
    assert result.ok, result.faults


def test_a_browser_tells_the_same(scenario):
    path = chromium_path()
    if path is None:
        pytest.skip("no Chromium here")
    with ChromiumHosts(path) as hosts:
        for case in scenario.cases:
            seen, heard = run_case(case, scenario, make_host=hosts), run_case(case, scenario)
            assert seen.ok == heard.ok, (case.name, seen.faults, heard.faults)
            if not seen.ok:
                assert told(seen) == told(heard)
