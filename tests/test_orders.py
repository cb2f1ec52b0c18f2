"""The order explorer: what only an order reveals is found, and told as a scenario that fails; a right app holds."""

import json
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from shutil import copytree

import pytest
import yaml
from click.testing import CliRunner

from emulator.cli.test import test as command
from emulator.errors import BadInput
from emulator.scenario.changes import (
    CLAIMS,
    ERRORS,
    NEW_LIFE,
    NO_ANSWER,
    OTHER_END,
    OTHER_ORDER,
    PATIENCE,
    SAME,
    STUCK,
    TWICE,
    Change,
    can_be_combined,
    changed,
    own_steps,
    prepared,
)
from emulator.scenario.circumstances import circumstances
from emulator.scenario.model import Step, load
from emulator.scenario.orders import explore, first_run
from emulator.scenario.play import play
from emulator.scenario.runner import run_case
from emulator.scenario.seen import Base, Seen, first_break
from emulator.scenario.stage import Stage
from emulator.scenario.writing import written

ROOT = Path(__file__).parents[1]
APPS = Path(__file__).parent / "apps"


def case_of(app):
    return load(APPS / f"{app}.scenario.yaml", ROOT).cases[0]


# -- the two apps: one takes it for granted that success comes before the user is back -------------------------------


@pytest.fixture(scope="module")
def hurried():
    return explore(case_of("hurried"), limit=40)


def test_a_bug_that_only_an_order_reveals_is_found_with_one_change(hurried):
    assert run_case(case_of("hurried"), load(APPS / "hurried.scenario.yaml", ROOT)).ok
    assert len(hurried.found.changes) == 1
    assert "navigateToMiniProgram comes late" in hurried.found.changes[0].says["en"]
    assert "navigateToMiniProgram 的回答晚到" in hurried.found.changes[0].says["zh"]
    assert hurried.found.broke.kind == SAME
    assert hurried.tried > 5


def test_what_is_found_is_a_scenario_that_fails_for_that_reason(hurried, tmp_path):
    file = tmp_path / "found.scenario.yaml"
    file.write_text(written(hurried.found.case, "t", file, ["why"]), "utf-8")
    scenario = load(file, Path("/"))
    assert [step.given for step in scenario.cases[0].steps] == [step.given for step in hurried.found.case.steps]
    result = run_case(scenario.cases[0], scenario)
    assert "wallet.山丘会员卡.active" in result.faults[0]


def test_a_break_that_is_known_is_passed_over(hurried):
    known = hurried.found.broke.says["zh"][:8]
    behind = explore(case_of("hurried"), limit=40, known=[known])
    assert behind.known > 0
    assert behind.found is None or known not in behind.found.broke.says["zh"]
    case = replace(case_of("hurried"), orders={"known": [known]})
    assert explore(case, limit=hurried.tried + hurried.impossible).known == 1


def test_the_same_order_is_no_harm_to_an_app_that_waits_for_nothing(hurried, tmp_path):
    file = tmp_path / "found.scenario.yaml"
    case = replace(hurried.found.case, app=APPS / "patient")
    file.write_text(written(case, "t", file, []), "utf-8")
    scenario = load(file, Path("/"))
    assert run_case(scenario.cases[0], scenario).ok


def test_the_coffee_house_holds():
    """It did not: an answer that came late put the page back to what was before, three times over."""
    coffee = load(ROOT / "fixtures" / "scenarios" / "coffee.scenario.yaml", ROOT)
    for name, limit in (("join-the-club", 36), ("a-coupon-of-its-own-page", 20)):
        explored = explore(coffee.case(name), limit=limit)
        assert explored.found is None, explored.found
        assert explored.tried > limit - 10


def test_a_disabled_button_is_seen_by_the_user():
    coffee = load(ROOT / "fixtures" / "scenarios" / "coffee.scenario.yaml", ROOT)
    slow = {"when": "request", "with": {"url": "https://api.hillcoffee.example/api/menu"}, "takes": 3000}
    steps = [Step("when", slow, 1), Step("open", {"open": "/"}, 1)]
    with Stage(replace(coffee.case("three-coupons"), steps=steps)) as stage:
        for step in steps:
            play(stage, step)
        assert stage.app.disabled("三张一起领")
        stage.app.advance(3000)
        assert not stage.app.disabled("三张一起领")
        assert not stage.app.disabled(selector=".brand")


def test_cases_that_play_the_app_themselves_have_nothing_to_break(monkeypatch):
    monkeypatch.chdir(ROOT)
    played = "fixtures/scenarios/cards.scenario.yaml"
    alone = CliRunner().invoke(command, [played, "--case", "one-card", "--orders", "--lang", "en"])
    assert isinstance(alone.exception, BadInput)
    assert "one-card plays the app's part itself" in str(alone.exception)
    seen = CliRunner().invoke(command, [played, "--orders", "--browser", "--html", "a.html", "--lang", "en"])
    assert seen.exit_code == 2
    assert "in V8 alone, and reports with --json: leave out --browser, --html" in seen.output
    both = [played, "tests/apps/patient.scenario.yaml", "--orders", "--limit", "1", "--lang", "en"]
    done = CliRunner().invoke(command, both)
    assert done.exit_code == 0, done.output
    assert "cases play the app's part themselves" in done.output
    assert "✓ joins: the app holds in 1 orders" in done.output
    assert CliRunner().invoke(command, [played, "--case", "none", "--orders"]).exit_code == 5


def test_a_case_that_fails_as_it_stands_is_told_and_the_others_are_tried(tmp_path, monkeypatch):
    text = (APPS / "patient.scenario.yaml").read_text("utf-8").replace("app: patient", f"app: {APPS / 'patient'}")
    file = tmp_path / "bad.scenario.yaml"
    file.write_text(text.replace("[Welcome to the club]", "[Goodbye]"), "utf-8")
    (tmp_path / "good.scenario.yaml").write_text(text, "utf-8")
    monkeypatch.chdir("/")
    report = tmp_path / "r.json"
    more = ["--orders", "--limit", "2", "--json", str(report), "--lang", "en"]
    done = CliRunner().invoke(command, [str(tmp_path), *more])
    assert done.exit_code == 1
    assert f"✗ joins fails as it stands; run wxemu test {file} --case joins first\n✓ joins" in done.output
    [row] = json.loads(report.read_text("utf-8"))["orders"]
    assert (row["file"], row["tried"], row["found"]) == (str(tmp_path / "good.scenario.yaml"), 2, None)


def test_the_command_tells_saves_reports_and_fails_with_two_processes(hurried, tmp_path, monkeypatch):
    monkeypatch.chdir(ROOT)
    saved, report = tmp_path / "out" / "found.scenario.yaml", tmp_path / "r.json"
    files = ["tests/apps/patient.scenario.yaml", "tests/apps/hurried.scenario.yaml"]
    limit = str(hurried.tried + hurried.impossible)
    known = CliRunner().invoke(
        command, [files[1], "--orders", "--limit", limit, "--known", "membership", "--lang", "en"]
    )
    assert known.exit_code == 0, known.output
    assert "known   1 orders break it as is known already" in known.output
    more = ["-n", "2", "--orders", "--limit", limit, "--save", str(saved), "--json", str(report), "--lang", "en"]
    done = CliRunner().invoke(command, [*files, *more])
    assert done.exit_code == 1
    assert f"✗ joins: order {hurried.tried} breaks the app" in done.output
    assert "broken  the membership of 山丘会员卡" in done.output
    assert f"see it again: wxemu test {saved}" in done.output
    assert [one.given for one in load(saved, Path("/")).cases[0].steps] == [
        one.given for one in hurried.found.case.steps
    ]
    whole, broken = json.loads(report.read_text("utf-8"))["orders"]
    assert whole["found"] is None
    assert broken["found"]["changes"] == [one.says for one in hurried.found.changes]
    assert broken["found"]["broken"] == SAME
    assert yaml.safe_load(broken["found"]["scenario"])["cases"][0]["case"] == "joins-in-another-order"


# -- how changes are put in ------------------------------------------------------------------------------------------


def kinds(owns):
    return [one.step.value if one.step.kind == "user" else one.step.kind for one in owns]


def change(judged=OTHER_ORDER, **more):
    return Change({"zh": "变", "en": "c"}, judged, **more)


def test_changes_stand_around_the_cases_own_steps_and_the_end_leaves_time():
    steps = own_steps(case_of("patient"))
    one = change(before={1: [{"when": "addCard", "takes": 5}]}, after={1: [{"move_clock": 5}]})
    other = change(instead={2: {"user": "cancels"}}, cut=2)
    made = changed(steps, [one, other])
    assert kinds(made) == ["open", "when", "tap", "move_clock", "cancels", "move_clock"]
    assert [own.index for own in made] == [0, None, 1, None, 2, None]
    assert made[-1].step.value == PATIENCE
    assert [own.step.kind for own in changed(steps, [one.only_time])].count("when") == 0
    assert change(after={0: [{"user": "goes_home"}]}).only_time is None
    down = change(before={1: [{"line": "drops"}]}, after={1: [{"line": "returns"}]})
    assert kinds(changed(steps[:2], [one, down])) == ["open", "when", "line", "tap", "line", "move_clock", "move_clock"]


HURRIED = ["tap: Join the club", "user: accepts", "user: submits_form", "user: comes_back"]


def test_what_is_ordered_before_the_app_opens_stays_before_it(tmp_path):
    led = ["set: { phone: { theme: dark } }", "backend: { /nothing: {} }"]
    case = written_case(tmp_path, "hurried", [*led, "open: /", *HURRIED])
    assert [step.kind for step in prepared(case)] == ["set", "backend"]
    assert own_steps(case)[0].value == "/"
    story, _ = first_run(case, own_steps(case))
    assert story.at(0) == {"step": "3", "does": "open: /"}
    found = explore(case, limit=40).found
    assert found is not None
    assert [step.kind for step in found.case.steps[:3]] == ["set", "backend", "open"]
    assert prepared(written_case(tmp_path, "hurried", [*led, *HURRIED])) == []


def test_the_user_swipes_back_only_from_what_the_case_leaves(tmp_path):
    """A card that is open is closed by going home: to swipe then would leave the app, which is another story."""
    (tmp_path / "app").mkdir()
    script = ("Page({ show() { wx.request({ url: 'https://a.example/code', "
              "success: ({ data }) => wx.openCard({ cardList: [{ cardId: 'pC', code: data }] }) }) } })")  # fmt: skip
    files = {"app.json": '{"pages": ["a"]}', "a.js": script, "a.wxml": '<button bindtap="show">Show</button>'}
    for name, text in files.items():
        (tmp_path / "app" / name).write_text(text)
    steps = ["open: /", "tap: Show", "expect_call: openCard", "user: swipes_back", "check: { page: a }"]
    case = written_case(tmp_path, tmp_path / "app", steps)
    backend = {"/code": [{"data": "$code coffee"}]}
    world = {"merchant": {}, "cards": {"coffee": {"card_id": "pC"}}, "user": {"owns": ["coffee"]}, "backend": backend}
    case = replace(case, world=world)
    story, _ = first_run(case, own_steps(case))
    assert [moment.leaves for moment in story.moments if moment.step.value == "swipes_back"] == ["card"]
    explored = explore(case, limit=12)
    assert explored.found is None
    assert explored.impossible > 0


def test_two_changes_of_one_thing_are_not_combined():
    one, other = change(touches=frozenset({"a"})), change(touches=frozenset({"a", "b"}))
    assert not can_be_combined(one, other)
    assert can_be_combined(one, change(touches=frozenset({"b"})))
    assert not can_be_combined(change(cut=1), change(after={2: []}))
    assert can_be_combined(change(cut=2), change(after={2: []}))
    again = change(after={1: [{"tap": "Buy"}, {"move_clock": 5}]})
    assert not can_be_combined(again, change(after={1: [{"move_clock": 5}]}))
    assert can_be_combined(again, change(after={2: [{"move_clock": 5}]}))


# -- what counts as broken -------------------------------------------------------------------------------------------

END = Seen("wx1", "pages/a", ("Done", "at 10:00"), {"busy": False}, None, None, (), {"Latte": [["NORMAL"]]},
           Counter({("addCard", ""): 1, ("POST /api/decode", "x"): 1}))  # fmt: skip
BASE = Base(END, ("pages/a", "Buy"))

BREAKS = {
    "exception": ({"errors": ("TypeError: x\n at y",)}, ERRORS, {"app_errors": []}, "throws: TypeError: x"),
    "loading": ({"loading": "wait"}, STUCK, {"toast": "$absent"}, '"wait" never goes away'),
    "card call twice": ({"calls": Counter({("addCard", ""): 2})}, TWICE, {"app_called": {"addCard": 1}}, "2 times"),
    "decoded twice": (
        {"calls": Counter({("POST /api/decode", "x"): 2})}, TWICE, {"app_called": {"POST /api/decode": 1}}, "2 times"
    ),
    "claims": ({"wallet": {}}, CLAIMS, {"page_lacks": ["Done"]}, "wallet says otherwise"),
    "wallet": ({"wallet": {"Latte": [["NORMAL"]] * 2}}, SAME, {"wallet": {"Latte": 1}}, "2 of Latte instead of 1"),
    "page": ({"page": "pages/b"}, SAME, {"page": "pages/a"}, "pages/b instead of pages/a"),
    "gone": ({"front": None}, SAME, {"front": "wx1"}, "instead of wx1"),
    "sheet": ({"sheet": "modal"}, SAME, {"sheet": "$absent"}, "modal"),
    "text": ({"lines": ("Failed",)}, SAME, {"page_shows": ["Done"], "page_lacks": ["Failed"]}, '"Failed" instead of'),
    "flag": ({"flags": {"busy": True}}, SAME, {"page_data": {"busy": False}}, "busy true instead of false"),
}  # fmt: skip


@pytest.mark.parametrize(("differs", "kind", "expect", "said"), BREAKS.values(), ids=BREAKS)
def test_each_kind_of_break_is_told_and_expected(differs, kind, expect, said):
    broke = first_break(BASE, replace(END, **differs), frozenset({kind}))
    assert broke is not None
    assert (broke.kind, broke.expect) == (kind, expect)
    assert said in broke.says["en"]


HOLDS = {
    "the time of day": ({"lines": ("Done", "at 10:01")}, OTHER_ORDER),
    "another end says so": ({"lines": ("Cancelled",), "wallet": {}}, OTHER_END),
    "another end leaves a sheet": ({"sheet": "modal", "page": "pages/b"}, OTHER_END),
    "a lost answer keeps it waiting": ({"loading": "wait", "wallet": {}, "lines": ("Buy",)}, NO_ANSWER),
    "a new life begins at the beginning": ({"lines": ("Buy",), "page": "pages/home"}, NEW_LIFE),
    "a request that is new": ({"calls": Counter({("POST /api/decode", "y"): 1})}, OTHER_ORDER),
}


@pytest.mark.parametrize(("differs", "judged"), HOLDS.values(), ids=HOLDS)
def test_what_is_only_about_the_changed_circumstance_is_no_break(differs, judged):
    assert first_break(BASE, replace(END, **differs), judged) is None


def test_what_may_repeat_is_no_break():
    twice = replace(END, calls=Counter({("POST /api/decode", "x"): 2}))
    assert first_break(BASE, twice, OTHER_ORDER) is not None
    assert first_break(replace(BASE, may_repeat=frozenset({"POST /api/decode"})), twice, OTHER_ORDER) is None


# -- a case that drops the line itself --------------------------------------------------------------------------------

DOWN = {
    "before the jump": ["open: /", "line: drops", "tap: Join the club", "line: returns", "user: accepts",
                        "user: submits_form", "user: comes_back"],
    "while the component works": ["tap: Join the club", "user: accepts", "user: submits_form", "line: drops",
                                  "move_clock: 5s", "line: returns", "user: comes_back"],
    "at the end": ["tap: Join the club", "user: accepts", "user: submits_form", "user: comes_back", "line: drops"],
}  # fmt: skip


@pytest.mark.parametrize("steps", DOWN.values(), ids=DOWN)
def test_a_line_that_the_case_itself_drops_is_no_false_alarm(tmp_path, steps):
    """What is late comes when that line returns, and what the user needs it for can be done then only."""
    explored = explore(written_case(tmp_path, "patient", steps), limit=45)
    assert explored.found is None, explored.found
    assert explored.tried > 30


def test_while_the_case_has_the_line_down_nothing_returns_it_but_the_case(tmp_path):
    case = written_case(tmp_path, "patient", DOWN["before the jump"])
    steps = own_steps(case)
    single = circumstances(first_run(case, steps)[0])
    orders = [[own.step.value for own in changed(steps, [one]) if own.step.kind == "line"] for one in single]
    assert all(lines[-1:] in ([], ["returns"]) for lines in orders)
    assert sum(lines[:2] == ["drops", "returns"] for lines in orders) > 10
    assert all(one != other for lines in orders for one, other in pairwise(lines))


def test_the_reason_of_a_step_that_cannot_be_done_is_told_whole(tmp_path, monkeypatch):
    """In lines of its own: it is in the words of ``wxemu test``, whatever the language of the sentence."""
    copytree(APPS / "patient", tmp_path / "app")
    home = tmp_path / "app" / "pages" / "home" / "home.js"
    text = home.read_text("utf-8").replace("onLoad() {", "onHide() { this.early = !this.data.params },\n\n  onLoad() {")
    home.write_text(text.replace("params => this.setData", "params => this.early || this.setData"), "utf-8")
    written_case(tmp_path, tmp_path / "app", ["open: /", "move_clock: 1s", "tap: Join the club"])
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(command, ["t.scenario.yaml", "--orders", "--lang", "zh"])
    assert done.exit_code == 1, done.output
    told = done.output.partition("\n\n")[0].splitlines()
    assert "第 1 步（open: /）之后，小程序在后台时 GET /api/membership/params 的回答才到" in told[1]
    assert told[2] == "  结果  用户做不到这一步了：tap: Join the club"
    assert 'matches "Join the club"; the page reads: Not a member yet' in told[3]


def written_case(tmp_path, app, steps):
    file = tmp_path / "t.scenario.yaml"
    rows = "".join(f"      - {step}\n" for step in steps)
    file.write_text(f"format: wxemu-scenario/1\ntitle: t\napp: {APPS / app}\ncases:\n  - case: one\n    says: s\n"
                    f"    steps:\n{rows}    expect: {{}}\n", "utf-8")  # fmt: skip
    return load(file, Path("/")).cases[0]


# -- what the format has for it --------------------------------------------------------------------------------------


def run(tmp_path, steps, expect, more=""):
    file = tmp_path / "t.scenario.yaml"
    file.write_text(
        f"format: wxemu-scenario/1\ntitle: t\napp: {APPS / 'patient'}\ncases:\n"
        f"  - case: one\n    says: s\n    steps: [{steps}]\n    expect: {{{expect}}}\n{more}", "utf-8"
    )  # fmt: skip
    scenario = load(file, Path("/"))
    return run_case(scenario.cases[0], scenario)


def test_what_is_ordered_before_open_holds_as_the_app_starts(tmp_path):
    slow = "{when: request, with: {url: 'https://club.example/api/session'}, takes: 1h}, {open: /}"
    assert run(
        tmp_path, slow, "app_called: {login: 1, POST /api/session: 1, addCard: 0}, page_data: {joined: false}"
    ).ok
    later = f"{slow}, {{check: {{app_saw: []}}}}, {{move_clock: 1h}}"
    assert run(tmp_path, later, "app_saw: [request.success: {data: {session: $any}}]").ok


def test_counts_and_data_that_differ_are_told(tmp_path):
    assert "app_called.login" in run(tmp_path, "{open: /}", "app_called: {login: 2}").faults[0]
    assert "page_data.joined" in run(tmp_path, "{open: /}", "page_data: {joined: true}").faults[0]


def test_an_ended_app_begins_anew(tmp_path):
    steps = "{open: /}, {user: kills_app}, {check: {front: $absent}}, {user: returns}"
    assert run(tmp_path, steps, "app_called: {login: 2}").ok
    assert "the app is not open" in run(tmp_path, "{open: /}, {user: kills_app}, {user: kills_app}", "").faults[0]


def test_what_is_always_true_is_true_in_the_cases_own_order_too(tmp_path):
    more = "    orders: { always: { page_lacks: [Not a member] } }\n"
    assert "page_lacks" in run(tmp_path, "{open: /}", "", more).faults[0]
