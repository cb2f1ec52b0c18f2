"""Scenario files: the bundled ones pass, in any order, on any number of processes, and failures say what and why."""

import json
import random
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
import yaml
from click.testing import CliRunner

from emulator.cli import commands
from emulator.cli.test import test as command
from emulator.errors import BadInput
from emulator.headless import Headless
from emulator.scenario import reports
from emulator.scenario.expect import compare, partings
from emulator.scenario.format import FORMAT, STEPS, USER_DOES, json_schema
from emulator.scenario.model import find, load, merged
from emulator.scenario.play import STEPS as PLAYS
from emulator.scenario.play import USER
from emulator.scenario.runner import Job, Result, run_case, run_jobs

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "fixtures" / "scenarios"
CARDS = FOLDER / "cards.scenario.yaml"
CASES = [(scenario, case) for scenario in (load(file, ROOT) for file in find([FOLDER])) for case in scenario.cases]


@pytest.mark.parametrize(("scenario", "case"), CASES, ids=[case.name for _, case in CASES])
def test_the_bundled_cases_pass(scenario, case):
    result = run_case(case, scenario)
    assert result.ok, "\n".join(reports.explained(result, "en"))


def without_time(results):
    return sorted(json.dumps({**one.to_json(), "seconds": 0, "view": one.view}) for one in results)


def test_order_and_processes_change_nothing():
    jobs = [Job(CARDS, case.name, None, ROOT, "en") for case in load(CARDS, ROOT).cases]
    shuffled = random.Random(4).sample(jobs, len(jobs))
    one = without_time(run_jobs(jobs))
    assert one == without_time(run_jobs(shuffled))
    assert one == without_time(run_jobs(jobs, 2))


HEAD = f"format: {FORMAT}\ntitle: t\nworld:\n  merchant: {{}}\n  cards: {{coffee: {{card_id: pC, stock: 1}}}}\ncases:\n"


def case_of(steps, expect, name="one", world="{}"):
    return f"  - case: {name}\n    says: s\n    world: {world}\n    steps: [{steps}]\n    expect: {{{expect}}}\n"


def written(tmp_path, *cases):
    file = tmp_path / "t.scenario.yaml"
    file.write_text(HEAD + "".join(cases))
    return file


def outcome(tmp_path, steps, expect, world="{}"):
    scenario = load(written(tmp_path, case_of(steps, expect, world=world)), tmp_path)
    return run_case(scenario.cases[0], scenario)


TAKE = "{call: addCard, with: {cards: [coffee]}, user: accepts}"

FAILS = {
    "told less": (TAKE, "app_saw: [addCard.success: {}]", "app_saw[1]"),
    "told another": (TAKE, "app_saw: [addCard.fail: {}, addCard.complete: {}]", "app_saw[0]"),
    "another text": (TAKE, 'app_saw: [addCard.success: {errMsg: "no"}, addCard.complete: {}]', "success.errMsg"),
    "events": (TAKE, "merchant_received: []", "merchant_received[0]"),
    "wallet": (TAKE, "wallet: {coffee: 2}", "wallet.coffee"),
    "an empty wallet": (TAKE, "wallet: {}", "wallet\n    expected  no card at all\n    got       {"),
    "wallet of no card": (TAKE, "wallet: {cofee: 1}", 'there is no card "cofee"; there are coffee'),
    "cause": (TAKE, "cause: stock.empty", "cause"),
    "no cause": (TAKE, "cause: user.canceled", 'no cause is called user.canceled; did you mean "user.cancelled"?'),
    "page": (TAKE, "page: pages/x/x", "page"),
    "shows": (TAKE, "page_shows: [nothing of the kind]", "page_shows"),
    "lacks": (TAKE, "page_lacks: [blank]", "page_lacks"),
    "sheet": ("{call: addCard, with: {cards: [coffee]}}", "sheet: $absent", "sheet"),
    "unanswered": ("{call: addCard, with: {cards: [coffee]}}", "each_call_answered: exactly_once", "0 answered"),
    "called": (TAKE, "app_never_called: [addCard]", "addCard was called"),
    "toast": (TAKE, "toast: hello", "toast"),
    "front": (TAKE, "front: wx1", "front"),
    "a tap on nothing": ("{tap: Buy}", "app_saw: []", "tap: nothing on pages/index/index matches"),
    "an answer to nothing": ("{user: accepts}", "app_saw: []", "user: no sheet is open"),
    "refused, and nobody asked": (
        "{set: {switches: {addCard.report: words}}}, {call: addCard, with: {cards: [coffee], code: '1'}}, "
        "{user: accepts}",
        "app_saw: []",
        "user: no sheet is open: WeChat has answered already, addCard:fail invalid code; with "
        "`set: { switches: { addCard.report: page } }` before it, the claim page says why",
    ),
    "done, and nobody asked": (TAKE + ", {user: accepts}", "app_saw: []", "WeChat has answered already, addCard:ok"),
    "a toast that is gone": (
        "{call: showToast, with: {title: Saved}}, {call: hideToast}",
        "toast: Saved",
        "got       null  (it was shown before and is gone: `expect_call: showToast` sees it)",
    ),
    "a cause too early": (
        "{call: addCard, with: {cards: [coffee]}}",
        "cause: user.cancelled",
        "got       (absent)  (the sheet addCard still waits for the user)",
    ),
    "which of several": (
        "{call: showActionSheet, with: {itemList: [Edit, Delete]}, user: accepts}",
        "app_saw: []",
        "call: which one? A step `user: accepts` with `with: { index: … }` says it: 0 Edit, 1 Delete",
    ),
    "an answer in words of its own": (
        "{call: scanCode}, {user: accepts, with: {result: '690'}}",
        "app_saw: []",
        "user: the sheet (form) knows no `result`; `with` may hold values: { result: … }",
    ),
    "nothing more to say": (
        "{call: addCard, with: {cards: [coffee]}}, {user: accepts, with: {index: 1}}",
        "app_saw: []",
        "user: the sheet (addCard) knows no `index`; `with` may hold only",
    ),
    "no such page": (
        "{open: pages/index/indx}",
        "app_saw: []",
        'open: the app has no page "pages/index/indx", and no App.onPageNotFound. Did you mean "pages/index/index"?',
    ),
    "all that came": (TAKE, "app_saw: [addCard.success: {}]", "came      addCard.success, addCard.complete"),
    "a call that did not come": ("{expect_call: addCard}", "app_saw: []", "the app has not called addCard"),
    "no such wx": ("{call: addCards}", "app_saw: []", "wx.addCards is undefined here"),
    "a wrong answer": ("{asks: addCard, gets: false}", "app_saw: []", "wx.canIUse('addCard') is true"),
    "not there": ("{user: submits_form}", "app_saw: []", "the member-card component is not in sight"),
    "not held": ("{user: deletes_card, card: coffee}", "app_saw: []", 'the user has no card "coffee"'),
    "a check on the way": ("{check: {wallet: {coffee: 1}}}", "app_saw: []", "wallet.coffee"),
    "api": ("{api: /card/get, with: {card_id: pX}, gets: {errcode: 0}}", "app_saw: []", "/card/get.errcode"),
}


@pytest.mark.parametrize(("steps", "expect", "said"), FAILS.values(), ids=FAILS)
def test_what_is_not_as_expected_fails_and_says_where(tmp_path, steps, expect, said):
    result = outcome(tmp_path, steps, expect)
    assert not result.ok
    assert said in result.faults[0]
    assert result.faults[0].startswith(f"{tmp_path / 't.scenario.yaml'}:")
    assert result.journal


def test_a_failure_names_the_cause_and_the_way_to_see_it_again(tmp_path):
    result = outcome(tmp_path, TAKE, "wallet: {coffee: 1}", "{cards: {coffee: {stock: 0}}}")
    lines = reports.explained(result, "en")
    assert any("stock.empty" in line for line in lines)
    assert lines[-1].endswith("t.scenario.yaml --case one")


def test_what_was_expected_and_what_came_are_named_in_the_language_asked_for(tmp_path):
    result = outcome(tmp_path, TAKE, "app_saw: [], wallet: {coffee: 2}")
    labels = {language: [line.split()[0] for line in reports.explained(result, language) if line.startswith("    ")]
              for language in ("en", "zh")}  # fmt: skip
    assert labels == {
        "en": ["expected", "got", "came", "expected", "got"],
        "zh": ["应当", "实际", "依次", "应当", "实际"],
    }
    assert "    应当  没有更多" in reports.explained(result, "zh")


def test_two_cases_that_the_app_can_tell_apart_are_no_twins(tmp_path):
    cancels = TAKE.replace("accepts", "cancels")
    file = written(tmp_path, case_of(TAKE, "cause: $absent", "a"),
                   case_of(cancels, "same_app_view_as: a", "b"))  # fmt: skip
    scenario = load(file, tmp_path)
    result = run_case(scenario.case("b"), scenario)
    assert "the app can tell the two apart" in result.faults[0]


def test_an_exception_of_the_app_fails_a_case_unless_it_is_expected(tmp_path):
    app = tmp_path / "app"
    (app / "p").mkdir(parents=True)
    (app / "app.json").write_text('{"pages": ["p/p"]}')
    (app / "p" / "p.js").write_text("Page({\n go() { pour() } })\nfunction pour() { throw new Error('broken cup') }")
    (app / "p" / "p.wxml").write_text('<view bindtap="go">go</view>')
    file = tmp_path / "a.scenario.yaml"
    for expect, ok in (("page: p/p", False), ('app_errors: [{message: "$matches broken cup"}]', True)):
        head = f"format: {FORMAT}\ntitle: t\napp: app\ncases:\n"
        file.write_text(head + case_of("{tap: go}", expect))
        scenario = load(file, tmp_path)
        result = run_case(scenario.cases[0], scenario)
        assert result.ok is ok
        # What was thrown, where, and how the app came there.
        told = '"message": "Error: broken cup", "stack": ["p/p.js:3 pour", "p/p.js:2 go"], "where": "p/p.js:3"'
        assert ok or told in result.faults[0]


def test_every_kind_of_step_and_every_gesture_has_its_play():
    assert set(STEPS) == set(PLAYS) | {"check"}
    assert set(USER_DOES) == set(USER)


def test_an_editor_gets_the_schema_by_a_command(tmp_path):
    file = tmp_path / "new" / "scenario.schema.json"
    told = CliRunner().invoke(commands, ["schema", str(file), "--lang", "en"])
    assert told.exit_code == 0, told.output
    assert "# yaml-language-server: $schema=scenario.schema.json" in told.output
    assert file.read_text("utf-8") == json_schema()
    printed = CliRunner().invoke(commands, ["schema", "--world"])
    world = jsonschema.Draft7Validator(json.loads(printed.output))
    for one in sorted(ROOT.glob("*/apps/*/world.yaml")):
        world.validate(yaml.safe_load(one.read_text("utf-8")))
    assert not world.is_valid({"seed": "many"})


def test_the_shipped_schema_is_the_models_own():
    shipped = ROOT / "emulator" / "scenario" / "schema.json"
    assert shipped.read_text("utf-8") == json_schema(), "python -m emulator.scenario > emulator/scenario/schema.json"


@pytest.mark.parametrize("file", find([FOLDER]), ids=lambda file: file.name)
def test_the_schema_takes_what_the_loader_takes(file):
    jsonschema.Draft7Validator(json.loads(json_schema())).validate(yaml.safe_load(file.read_text("utf-8")))


def test_markers():
    assert compare("$absent", None, "x") is None
    assert compare({"a": "$absent"}, {}, "x") is None
    assert compare({"a": "$any"}, {}, "x")
    assert compare("$code", "short", "x")
    assert compare("$matches ^a.c$", "abc", "x") is None
    assert compare(True, 1, "x")
    assert compare([{}], [{"a": 1}], "x") is None


def test_worlds_are_merged_by_key_and_lists_replaced():
    assert merged({"a": {"b": 1, "c": [1, 2]}}, {"a": {"c": [3]}}) == {"a": {"b": 1, "c": [3]}}


# -- the command ----------------------------------------------------------------------------------------------------


def run(*arguments):
    return CliRunner().invoke(command, [*map(str, arguments), "--lang", "en"])


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_command_tells_each_case_and_writes_every_report(folder):
    written(folder, case_of(TAKE, "wallet: {coffee: 1}", "good"), case_of(TAKE, "wallet: {coffee: '<b>'}", "bad"))
    file = folder / "t.scenario.yaml"
    file.write_text(file.read_text().replace("'<b>'", "{outer_str: '<b>&'}"))
    done = run("t.scenario.yaml", "--junit", "out/j.xml", "--html", "out/h.html", "--json", "out/r.json", "--github")
    assert done.exit_code == 1
    assert "✓ good" in done.output
    assert "1 passed, 1 failed" in done.output
    assert "::error file=t.scenario.yaml,line=16,title=bad::" in done.output
    suite = ET.parse(folder / "out/j.xml").getroot()
    assert [case.get("name") for case in suite.iter("testcase")] == ["good", "bad"]
    assert len(list(suite.iter("failure"))) == 1
    page = (folder / "out/h.html").read_text("utf-8")
    assert "<b>&" not in page
    assert "http" not in page.replace("http-equiv", "")
    assert [case["ok"] for case in json.loads((folder / "out/r.json").read_text("utf-8"))["cases"]] == [True, False]


def test_each_expectation_that_is_not_met_is_told_at_its_own_line(folder):
    expect = "\n      wallet: { coffee: 2 }\n      page_shows:\n        - nothing of the kind\n"
    written(folder, case_of(TAKE, "").replace("expect: {}\n", f"expect:{expect}"))
    told = run().output
    assert "t.scenario.yaml:12  wallet.coffee" in told
    assert "t.scenario.yaml:13  page_shows" in told


def test_exit_codes(folder):
    empty = run()
    assert empty.exit_code == 5
    assert f"no case of a *.scenario.yaml in {folder} fits. wxemu record " in empty.output
    written(folder, case_of(TAKE, "wallet: {coffee: 1}"))
    assert run().exit_code == 0
    assert "nothing to run" in run("--case", "none of them").output
    missed = run("--case", "ona")
    assert missed.exit_code == 5
    assert missed.output == "nothing to run: no case's name holds ona; the nearest is one\n"
    assert run("--shard", "3/2").exit_code == 2
    assert isinstance(run("nowhere").exception, BadInput)


def test_shards_are_whole_and_apart(folder):
    written(folder, *(case_of(TAKE, "wallet: {coffee: 1}", f"c{number}") for number in range(5)))
    told = [line for part in "123" for line in run("--shard", f"{part}/3").output.splitlines() if line[0] == "✓"]
    assert sorted(told) == [f"✓ c{number}" for number in range(5)]


def test_where_two_profiles_part_only_the_places_are_told():
    rows = [{"App.onShow": {"scene": 1038, "extraData": {"code": "1", **more}}} for more in ({}, {"errCode": 0})]
    one, other = (Result("f", "c", "s", 1, profile=name, view=[{"App.onHide": {}}, row])
                  for name, row in zip(("documented", "observed"), rows, strict=True))  # fmt: skip
    assert reports.differences(one, other) == [
        "App.onShow.extraData.errCode", "  documented  (absent)", "  observed    0",
    ]  # fmt: skip
    longer = replace(other, view=[{"App.onHide": {"a": 1}}])
    assert reports.differences(one, longer) == ["App.onHide.a", "  documented  (absent)", "  observed    1"]
    shorter = replace(other, view=[{"App.onHide": {}}])
    assert reports.differences(one, shorter)[1] == "observed    null"
    assert [path for path, *_ in partings({"a": [1, {"b": 2}], "c": 1}, {"a": [1, {"b": 3}]})] == ["a[1].b", "c"]


def test_both_profiles_are_run_and_the_difference_is_told(folder):
    join = "{call: navigateToMiniProgram, with: {card: club}, user: accepts}, {user: submits_form}, {user: comes_back}"
    written(folder, case_of(join, "cause: $absent", "joins", "{cards: {club: {kind: member}}}"))
    done = run("--both")
    assert "documented and observed differ" in done.output
    assert "errCode" in done.output


def test_a_page_that_is_not_there_is_told_with_the_nearest(tmp_path):
    (tmp_path / "app.json").write_text('{"pages": ["pages/home/home"]}')
    for suffix in ("js", "wxml"):
        (tmp_path / f"pages/home/home.{suffix}").parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / f"pages/home/home.{suffix}").write_text("")
    case = "cases: [{case: one, says: s, steps: [open: pages/hom/home], expect: {}}]"
    file = tmp_path / "t.scenario.yaml"
    file.write_text(f"format: {FORMAT}\ntitle: t\napp: .\n{case}\n")
    scenario = load(file, tmp_path)
    result = run_case(scenario.cases[0], scenario)
    assert not result.ok
    assert "the nearest is pages/home/home" in "\n".join(reports.explained(result, "en"))


def test_again_is_where_and_how_it_was(tmp_path):
    scenario = load(written(tmp_path, case_of(TAKE, "wallet: {coffee: 2}")), tmp_path)
    elsewhere = run_case(scenario.cases[0], scenario, "observed", make_host=lambda *given: Headless(*given))
    assert not elsewhere.ok
    assert reports.again(elsewhere).endswith("t.scenario.yaml --case one --browser --both")
    assert reports.again(run_case(scenario.cases[0], scenario)).endswith("t.scenario.yaml --case one")


def test_a_page_that_is_not_there_is_no_fault_of_the_apps_code(tmp_path):
    result = outcome(tmp_path, "{open: pages/index/indx}", "app_saw: []")
    assert result.cause["id"] == "page.missing"
    assert "pages/index/index" in result.cause["fix"]["en"]
