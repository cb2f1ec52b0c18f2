"""The twin-view check: what an app cannot tell apart, what it did otherwise all the same, and what it says wrongly."""

import json
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from click.testing import CliRunner

from emulator.cli.test import test as command
from emulator.component import biz, encrypted_card_id
from emulator.scenario.model import load
from emulator.scenario.runner import More, run_case
from emulator.scenario.stage import Stage
from emulator.scenario.twins import Seen, Situation, Truth, find_twins, told_of

ROOT = Path(__file__).parents[1]
APP = Path(__file__).parent / "apps" / "assuming"
CARDS = ROOT / "fixtures" / "scenarios" / "cards.scenario.yaml"

FILE = """format: wxemu-scenario/1
title: t
app: {app}
world:
  seed: 5
  mini_program: {{app_id: wx00000000000000aa}}
  projects: [{{app_id: wx00000000000000aa, path: .}}]
  merchant: {{}}
  cards: {{club: {{kind: member, title: The club}}}}
cases:
"""
CASE = """  - case: {name}
    says: s
    world: {{user: {{owns: [{owns}]}}}}
    steps: [{{open: "pages/home/home?{query}"}}, {{tap: Join the club}}, {{user: accepts}}, {last}]
    expect: {{page: pages/home/home}}
"""


def written(tmp_path, without):
    """Two guests come back without data: one who went back, and one who is a member already. And one who joins."""
    file = tmp_path / "t.scenario.yaml"
    head = FILE.format(app=APP)
    file.write_text(head + CASE.format(name="x", owns="", query="", last="{user: swipes_back}"), "utf-8")
    with Stage(load(file, Path("/")).cases[0]) as stage:
        card = next(iter(stage.world.cards.values()))
        values = (encrypted_card_id(stage.world, card), biz(stage.world.accounts[card.app_id].uin), without)
    rows = zip(("id", "biz", "without"), values, strict=True)
    query = "&".join(f"{key}={quote(quote(value, ''), '')}" for key, value in rows)
    cases = [
        CASE.format(name="goes-back", owns="", query=query, last="{user: swipes_back}"),
        CASE.format(name="is-a-member", owns="club", query=query, last="{user: comes_back}"),
        CASE.format(name="joins", owns="", query=query, last="{user: submits_form}, {user: comes_back}"),
    ]
    file.write_text(head + "".join(cases), "utf-8")
    return file


def check(file, *more):
    return CliRunner().invoke(command, [str(file), "--twins", "--lang", "en", *more])


def situation_of(case, scenario):
    situation = run_case(case, scenario, more=More(situation=True)).situation
    assert situation is not None
    return situation


@pytest.fixture(autouse=True)
def at_the_top(monkeypatch):
    monkeypatch.chdir("/")


def test_an_app_that_takes_no_data_for_a_refusal_is_found(tmp_path):
    file = written(tmp_path, "You cancelled, so nothing was added")
    done = check(file, "--json", str(tmp_path / "r.json"))
    assert done.exit_code == 1, done.output
    assert "3 passed, 0 failed" in done.output
    assert "Situations that the app cannot tell apart: 1\n  goes-back = is-a-member   " in done.output
    assert "navigateToMiniProgram.complete, App.onHide, App.onShow" not in done.output  # the app has no callbacks
    assert "    goes-back  the wallet is empty\n    is-a-member  The club × 1 (active)" in done.output
    assert 'is-a-member: the app says "You cancelled, so nothing was added", and the wallet has The club' in done.output
    assert "it was told the same in goes-back, where this is so" in done.output
    twins = json.loads((tmp_path / "r.json").read_text("utf-8"))["twins"]
    assert [one["case"] for one in twins["cannot_tell_apart"][0]] == ["goes-back", "is-a-member"]
    [wrong] = twins["wrong_words"]
    assert (wrong["case"], wrong["twin"]["case"], wrong["file"]) == ("is-a-member", "goes-back", str(file))


def test_words_that_hold_for_both_are_right(tmp_path):
    done = check(written(tmp_path, "Nothing came back. Are you a guest or in the club?"))
    assert done.exit_code == 0, done.output
    assert "cannot tell apart: 1" in done.output
    assert "Words that are not so: 0" in done.output


def test_the_bundled_twins_are_found_and_the_coffee_house_says_nothing_wrong():
    coffee = load(ROOT / "fixtures" / "scenarios" / "coffee.scenario.yaml", ROOT)
    cards = load(CARDS, ROOT)
    seen = [
        Seen(str(scenario.file), name, situation_of(scenario.case(name), scenario))
        for scenario, name in (
            (cards, "user-swipes-back"), (cards, "already-activated"), (cards, "user-cancels"),
            (coffee, "join-and-turn-back"), (coffee, "only-one-of-three"), (coffee, "changed-my-mind"),
        )
    ]  # fmt: skip
    twins = find_twins(seen)
    assert [[one.name for one in group] for group in twins.groups] == [["user-swipes-back", "already-activated"]]
    assert twins.ok
    assert seen[0].situation.told == seen[1].situation.told


def test_without_being_asked_a_result_tells_no_situation():
    scenario = load(CARDS, ROOT)
    assert run_case(scenario.case("user-swipes-back"), scenario).situation is None


def test_ids_that_are_drawn_make_no_difference():
    """The second card of a wallet has another code than the first."""
    scenario = load(CARDS, ROOT)
    case = scenario.case("one-card")
    richer = replace(case, world={**case.world, "user": {"owns": ["coffee"]}}, expect={})
    told = [situation_of(one, scenario).told for one in (replace(case, expect={}), richer)]
    assert told[0] == told[1]
    assert any("addCard.success" in row and '"code": "#' in row for row in told[0])


def test_times_among_what_the_app_was_told_are_no_hindrance():
    told = ('["addCard.success", {"at": #}]', '["request.success", {}]')
    twins = find_twins([seen("a", told=told), seen("b", after=CARD, told=told)])
    assert "    told  addCard.success, request.success" in told_of(twins, "en")


# -- what counts, on situations made by hand ---------------------------------------------------------------------------

NOTHING: dict[str, list[list[object]]] = {}
CARD, MEMBER = {"Latte": [["NORMAL"]]}, {"Club": [["NORMAL", True, 0]]}


def seen(name, before=NOTHING, after=NOTHING, words=(), told=("x",), did=('["addCard", {}]',), app="shop"):
    return Seen("f", name, Situation(app, ("tap",), told, did, words, Truth(before, after, (), ())))


WRONG = {
    "nothing, but gained": ([seen("a", after=CARD, words=("Cancelled",))], ["a"]),
    "zh": ([seen("a", after=CARD, words=("没有领到",))], ["a"]),
    "a card, and the network": ([seen("a", after=CARD, words=("网络不好，领券失败",))], ["a"]),
    "done, but nothing": ([seen("a", words=("Added",))], ["a"]),
    "nothing, a member already": ([seen("a", words=("未开卡",)), seen("b", MEMBER, MEMBER, ("未开卡",))], ["b"]),
    "done, the twin has it": ([seen("a", words=("已激活",)), seen("b", MEMBER, MEMBER, ("已激活",))], ["a"]),
}
RIGHT = {
    "cancelled, and so it was": [seen("a", words=("Cancelled",))],
    "added, and so it was": [seen("a", after=CARD, words=("Added",))],
    "cancelled, with a card from before": [seen("a", CARD, CARD, words=("Cancelled",))],
    "one of two": [seen("a", after=CARD, words=("有 1 张没能领到",))],
    "told apart": [seen("a", words=("未开卡",)), seen("b", MEMBER, MEMBER, ("未开卡",), told=("z",))],
    "added, and no card was asked for": [seen("a", words=("添加成功",), did=('["request", {}]',))],
    "about the login, not about a card": [seen("a", words=("登陆成功",))],
    "about the network": [seen("a", after=CARD, words=("网络加载失败", "Loading failed"))],
    "no app": [seen("a", after=CARD, words=("Cancelled",), app="")],
}


@pytest.mark.parametrize(("cases", "names"), WRONG.values(), ids=WRONG)
def test_words_that_the_wallet_belies(cases, names):
    assert [one.case.name for one in find_twins(cases).wrong] == names


@pytest.mark.parametrize("cases", RIGHT.values(), ids=RIGHT)
def test_words_that_are_right(cases):
    assert find_twins(cases).wrong == []


def test_told_the_same_and_did_otherwise():
    twins = find_twins([seen("a", did=("y", "shows 1")), seen("b", did=("y", "shows 2")), seen("c", told=("z",))])
    [(one, other, did, done)] = twins.branched
    assert (one.name, other.name, did, done) == ("a", "b", "shows 1", "shows 2")
    assert not twins.ok
    text = "\n".join(told_of(twins, "en"))
    assert "Told the same, and did otherwise: 1\n  a = b   f\n    a  shows 1\n    b  shows 2" in text
    [row] = twins.to_json()["did_otherwise"]
    assert row["cases"] == [{"file": "f", "case": "a", "did": "shows 1"}, {"file": "f", "case": "b", "did": "shows 2"}]
    longer = find_twins([seen("a", did=("y",)), seen("b", did=("y", "more"))])
    assert longer.branched[0][2:] == ("-", "more")
