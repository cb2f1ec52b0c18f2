"""The manual's sentences: each is recognised by what a journal holds, and by nothing else."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from emulator.cli.test import test as command
from emulator.scenario import page, reports
from emulator.scenario.manual import SENTENCES, URL, AtLeast, InText, Not, exercised, holds
from emulator.scenario.model import load
from emulator.scenario.runner import More, run_case

ROOT = Path(__file__).parents[1]
MANUAL = More(manual=True)
HEAD = """format: wxemu-scenario/1
title: t
world:
  switches: {addCard.report: words}
  merchant: {}
  cards:
    plain: {card_id: pPLAIN}
    other: {card_id: pOTHER}
    own: {card_id: pOWN, custom_code: true}
    bound: {card_id: pBOUND, bind_openid: true}
    club: {card_id: pCLUB, kind: member}
cases:
"""


def run(tmp_path, steps, world="{}", expect="{}"):
    """The result of one case that plays the app."""
    file = tmp_path / "t.scenario.yaml"
    text = f"  - case: one\n    says: s\n    world: {world}\n    steps: [{steps}]\n    expect: {expect}\n"
    file.write_text(HEAD + text, "utf-8")
    scenario = load(file, tmp_path)
    return run_case(scenario.cases[0], scenario, more=MANUAL)


def take(cards, more="", user=", user: accepts"):
    return f"{{call: addCard, with: {{cards: [{cards}]{more}}}{user}}}"


JUMP = "{call: navigateToMiniProgram, with: {card: club, outer_str: till}, user: accepts}"
BACK = "{user: swipes_back}"

SHOWN = {
    "added": (take("plain", ", outer_str: poster"), "{}", {"addCard.ok/0", "addCard.ok/1", "addCard.complete/0",
              "cardExt.outer_str/0", "cardExt.signature/0", "cardExt.nonce_str/0", "cardExt.timestamp/0"}),
    "two": (take("plain, other"), "{}", {"addCard.several/0"}),
    "cancelled": (take("plain", user=", user: cancels"), "{}",
                  {"addCard.cancel/0", "addCard.complete/1", "addCard.fail/0"}),
    "partly": ("{call: addCard, with: {cards: [plain, other]}, answer: {partly: [other]}}", "{}",
               {"addCard.result.isSuccess/0", "addCard.result.isSuccess/1"}),
    "in words": (take("own", user=""), "{}", {"addCard.detail/0", "cardExt.code/1"}),
    "own code": (take("own", ", code: '12345'"), "{}", {"cardExt.code/0"}),
    "code not wanted": (take("plain", ", code: '12345'", ""), "{}", {"cardExt.code/2"}),
    "openid needed": (take("bound", user=""), "{}", {"cardExt.openid/1"}),
    "openid not wanted": (take("plain", ", openid: ox", ""), "{}", {"cardExt.openid/2"}),
    "another's openid": (take("bound", ", openid: ox", ""), "{}", {"cardExt.openid/3"}),
    "nonce again": (f"{take('plain', ', nonce_str: n')}, {take('plain', ', nonce_str: n', '')}", "{}",
                    {"cardExt.nonce_str/1"}),
    "wrong signature": (take("plain", user=""), "{merchant: {signs_with: other}}", {"cardExt.signature/1"}),
    "not verified": (take("plain", user=""), "{mini_program: {app_id: wx1234567890abcdef, verified: false}}",
                     {"card.verified/0"}),
    "old": ("{asks: addCard, gets: false}", "{phone: {base_library: '1.0.1'}}",
            {"addCard.since/1", "openCard.since/1"}),
    "opened": ("{call: openCard, with: {cards: [plain, other]}}", "{user: {owns: [plain, other]}}",
               {"openCard.opens/0", "openCard.several/0", "openCard.success/0", "openCard.success/1"}),
    "not opened": ("{call: openCard, with: {cardList: [{cardId: pPLAIN, code: '1'}]}}", "{}",
                   {"openCard.fail/0", "openCard.fail/1"}),
    "swiped": (f"{JUMP}, {BACK}", "{}", {"return.swiped/0", "return.appId/0", "return.appId/1", "component.appId/0",
               "component.create/0", "component.form/0", "component.biz/0", "component.encrypt_card_id/0"}),
    "active": (f"{JUMP}, {BACK}", "{user: {owns: [club]}}", {"return.active/0"}),
    "joined": (f"{JUMP}, {{user: submits_form}}, {{user: comes_back}}", "{}",
               {"return.data/0", "component.outer_str/0"}),
    "declined": (JUMP.replace("accepts", "cancels"), "{}", {"component.fail/0", "component.fail/1"}),
}  # fmt: skip


@pytest.mark.parametrize(("steps", "world", "parts"), SHOWN.values(), ids=SHOWN)
def test_what_happened_is_recognised(tmp_path, steps, world, parts):
    result = run(tmp_path, steps, world)
    assert result.ok, result.faults
    assert parts <= set(result.manual)


def test_what_did_not_happen_is_not_claimed(tmp_path):
    nothing = set(run(tmp_path, "{move_clock: 1s}").manual)
    assert nothing == {"return.appId/1"}
    cancelled = set(run(tmp_path, take("plain", user=", user: cancels")).manual)
    assert not {"addCard.ok/0", "addCard.detail/0", "addCard.result.code/0", "cardExt.timestamp/0"} & cancelled
    swiped = set(run(tmp_path, f"{JUMP}, {BACK}").manual)
    assert not {"return.active/0", "return.data/0", "component.outer_str/0"} & swiped
    assert "return.swiped/0" not in run(tmp_path, f"{JUMP}, {BACK}", "{user: {owns: [club]}}").manual


def test_a_case_that_fails_shows_nothing(tmp_path):
    result = run(tmp_path, take("plain"), expect="{wallet: {plain: 7}}")
    assert not result.ok
    assert result.manual == []


def test_what_a_merchants_server_asks_is_evidence_too(tmp_path):
    begin = run(tmp_path, take("plain", ", fixed_begintimestamp: 1519869600")).manual
    assert "cardExt.fixed_begintimestamp/0" in begin
    assert "addCard.result.code/0" not in begin
    coffee = load(ROOT / "fixtures" / "scenarios" / "coffee.scenario.yaml", ROOT)
    three = set(run_case(coffee.case("three-coupons"), coffee, more=MANUAL).manual)
    assert "addCard.result.code/0" in three
    joined = set(run_case(coffee.case("join-the-club"), coffee, more=MANUAL).manual)
    assert {"component.url/0", "return.data/1"} <= joined


# -- the table and its telling ---------------------------------------------------------------------------------------


def test_sentences_are_in_both_languages_and_name_their_page():
    assert len({one.id for one in SENTENCES}) == len(SENTENCES) >= 40
    for one in SENTENCES:
        assert one.url == URL == "https://mp.weixin.qq.com/debug/wxadoc/dev/api/card.html"
        assert one.says["zh"] != one.says["en"]
        assert one.parts
        assert all(part for part in one.parts)


def test_objects_hold_at_least_and_of_lists_some_element():
    assert holds({"a": [{"b": 1}]}, {"a": [{"b": 2}, {"b": 1, "c": 3}], "d": 4})
    assert not holds({"a": [{"b": 1}]}, {"a": [{"b": 2}]})
    assert not holds({"ok": True}, {"ok": 1})
    assert holds(InText({"x": "$any"}), '{"x": 1}')
    assert not holds(InText({"x": "$any"}), "no json")
    assert not holds(InText({}), {"x": 1})
    assert holds(AtLeast(2), [1, 2])
    assert not holds(AtLeast(2), [1])
    assert holds(Not({"a": 1}), {"a": 2})
    assert holds({"a": "$absent"}, {})


def test_a_sentence_is_whole_only_when_all_its_parts_were_seen():
    rows = {
        row.sentence.id: row for row in exercised([("f one", ["cardExt.nonce_str/0"]), ("f two", ["addCard.cancel/0"])])
    }
    nonce, cancel, openid = rows["cardExt.nonce_str"], rows["addCard.cancel"], rows["cardExt.openid"]
    assert (nonce.covered, nonce.cases, nonce.left) == ("partly", ["f one"], ["addCard (nonce.reused)"])
    assert (cancel.covered, cancel.cases, cancel.left) == ("yes", ["f two"], [])
    assert (openid.covered, openid.cases, len(openid.left)) == ("no", [], 4)


def test_the_command_tells_it_and_the_reports_hold_it(tmp_path, monkeypatch):
    result = run(tmp_path, take("plain", user=", user: cancels"))
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(command, ["--manual", "--lang", "en"])
    assert done.exit_code == 0
    assert "✓ addCard.cancel  addCard:fail cancel: the user does not want them   (one)" in done.output
    assert "    still to do  addCard (nonce.reused)" in done.output
    row = next(one for one in json.loads(reports.as_json([result]))["manual"] if one["id"] == "addCard.cancel")
    assert row["covered"] == "yes"
    assert row["cases"] == [f"{tmp_path / 't.scenario.yaml'} one"]
    html = page.html([result], "en")
    assert "用户取消添加卡券" in html
    assert "the user does not want them" in html
