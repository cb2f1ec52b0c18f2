# ruff: noqa: E501  # a row is one mistake and its line
"""Thirty files, each broken in one way: each gives one line that a person can act on."""

import re
from pathlib import Path

import pytest

from emulator import matching
from emulator.errors import BadInput
from emulator.scenario.format import FILE, FORMAT
from emulator.scenario.model import load
from emulator.scenario.runner import run_case
from emulator.shapes import called
from emulator.worldshape import WORLD

HAN = re.compile(r"[\u4e00-\u9fff]")

GOOD = f"""format: {FORMAT}
title: t
world:
  phone: {{ base_library: "2.27.1" }}
  merchant: {{ api_ticket: T }}
  cards:
    coffee: {{ card_id: pC, kind: coupon, stock: 1 }}
cases:
  - case: one
    says: Anna takes a coupon.
    steps:
      - {{ call: addCard, with: {{ cards: [coffee] }}, user: accepts, takes: 8s }}
      - move_clock: 8s
      - tap: {{ text: Buy }}
    expect:
      app_saw:
        - addCard.success: {{ code: $code }}
      wallet: {{ coffee: 1 }}
"""


@pytest.mark.parametrize(("old", "new", "line"), [
    ("  cards:", "  switches: { addCard.reprot: page }\n  cards:", "6:31  world.switches.addCard.reprot: there is no"),
    ("    steps:", "    world: { cards: { coffee: { info: { base_info: 3 } } } }\n    steps:",
     "11:52  cases[0].world.cards.coffee.info.base_info: must be a mapping"),
    ("title: t", "title: t\napp: shop", "shop/world.yaml:2:14  switches.nowhere: there is no"),
    ("  phone:", "  clock: { starts_at: soon }\n  phone:", "4:23  world.clock.starts_at: 'soon' is not a time"),
])  # fmt: skip
def test_what_shows_only_when_the_world_is_built_has_its_place_too(tmp_path, old, new, line):
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "app.json").write_text('{"pages": ["a"]}')
    (tmp_path / "shop" / "world.yaml").write_text("switches:\n    nowhere: true\n")
    file = tmp_path / "f.scenario.yaml"
    file.write_text(GOOD.replace(old, new, 1), "utf-8")
    scenario = load(file, tmp_path)
    with pytest.raises(BadInput) as caught:
        run_case(scenario.cases[0], scenario)
    where = tmp_path / line if line.startswith("shop/") else f"{file}:{line}"
    assert str(caught.value).startswith(str(where))


#: What is put in place of what, and the line that comes of it.
MISTAKES = {
    "choice": ("user: accepts", "user: accept", '12:59  cases[0].steps[0].user: "accept" is not a choice. '
               'Did you mean "accepts"? (accepts, cancels)'),
    "version": ('"2.27.1"', "2.27", '4:26  world.phone.base_library: 2.27 is a number here. Put quotes around it: '
                '"3.8.7"'),
    "version text": ('"2.27.1"', '"2.27"', '4:26  world.phone.base_library: "2.27" does not fit; it looks like "3.8.7"'),
    "key of a phone": ("base_library", "baselibrary", '4:12  world.phone.baselibrary: phone has no "baselibrary". '
                       'Did you mean "base_library"? (platform, base_library, language, theme, network)'),
    "no such step": ("move_clock: 8s", "moves_clock: 8s", '13:9  cases[0].steps[1].moves_clock: a step has no '
                     '"moves_clock". Did you mean "move_clock"? (open, tap, long_press, scroll, type, choose, '
                     "expect_call, call, when, user, line, move_clock, asks, merchant, backend, api, event, fault, set, check)"),
    "a slip beside user": ("- move_clock: 8s", "- { expect_cal: addCard, user: cancels }", '13:11  cases[0].steps[1].expect_cal: '
                           'a step has no "expect_cal". Did you mean "expect_call"?'),
    "step as a text": ("move_clock: 8s", "wait", "13:9  cases[0].steps[1]: a step must be a mapping, not a text"),
    "scene": ("      - move_clock: 8s", "      - { open: /, scene: 7 }", "13:27  cases[0].steps[1].scene: 7 is out of range "
              "(1000 to 1999)"),
    "duration": ("move_clock: 8s", "move_clock: 8 seconds", '13:21  cases[0].steps[1].move_clock: "8 seconds" is no '
                 "length of time; write it as 500ms, 8s, 2m, 1h or 30d"),
    "duration as a number": ("takes: 8s", "takes: 8", '12:75  cases[0].steps[0].takes: "8" is no length of time; '
                             "write it as 500ms, 8s, 2m, 1h or 30d"),
    "key twice": ("title: t", "title: t\ntitle: u", "3:1  title: the key 'title' is there twice; the first one would "
                  "be lost"),
    "alias": ("title: t", "title: *t", "2:8  aliases (*name) are refused: write the value out"),
    "tag": ("title: t", "title: !!python/name:os.system t", "2:8  tags (tag:yaml.org,2002:python/name:os.system) are "
            "refused: write a plain value"),
    "merge key": ("  merchant:", "  <<: {}\n  merchant:", "5:3  world.<<: merge keys (<<) are refused: write the "
                  "values out"),
    "format": (FORMAT, "wxemu-scenario/2", '1:9  format: "wxemu-scenario/2" is not a choice. Did you mean '
               f'"{FORMAT}"? ({FORMAT})'),
    "no title": ("title: t\n", "", '1:1  "title" is missing'),
    "empty title": ("title: t", "title:", "2:7  title: must be a text, not empty"),
    "no says": ("    says: Anna takes a coupon.\n", "", '9:5  cases[0]: "says" is missing'),
    "no cases": (GOOD[GOOD.index("cases:"):], "cases: []\n", "8:8  cases: must not be empty"),
    "a list for a text": ("tap: { text: Buy }", "tap: [Buy]", "14:14  cases[0].steps[2].tap: must be a text, not a list"),
    "unknown card": ("cards: [coffee]", "cards: [cofee]", '12:42  cases[0].steps[0].with.cards[0]: there is no card '
                     '"cofee". Did you mean "coffee"? (coffee)'),
    "stock below zero": ("stock: 1", "stock: -1", "7:49  world.cards.coffee.stock: -1 is out of range (0 to 100000000)"),
    "stock as a text": ("stock: 1", "stock: many", "7:49  world.cards.coffee.stock: must be a whole number, not a text"),
    "yes": ("stock: 1", "stock: 1, custom_code: yes", "7:65  world.cards.coffee.custom_code: must be true or false"),
    "card name": ("coffee: {", "Coffee!: {", '7:5  world.cards.Coffee!: "Coffee!" cannot be a name here; it looks like '
                  '"coffee"'),
    "case name": ("case: one", "case: The One", '9:11  cases[0].case: "The One" does not fit; it looks like '
                  '"user-cancels"'),
    "marker": ("$code", "$cod", '17:36  cases[0].expect.app_saw[0].addCard.success.code: "$cod" is no marker '
               "($any, $absent, $code, $ticket, $matches …)"),
    "regular expression": ("$code", '"$matches ("', "17:36  cases[0].expect.app_saw[0].addCard.success.code: '(' is no "
                           "regular expression: missing ), unterminated subpattern at position 0"),
    "expectation": ("wallet:", "walet:", '18:7  cases[0].expect.walet: expect has no "walet". Did you mean "wallet"? '
                    "(app_saw, page, page_data, page_shows, page_lacks, front, sheet, toast, merchant_received, "
                    "backend_received, wallet, cause, app_errors, each_call_answered, app_never_called, app_called, "
                    "same_app_view_as)"),
    "twin": ("wallet: { coffee: 1 }", "same_app_view_as: two", '18:25  cases[0].expect.same_app_view_as: there is no '
             'other case "two". ()'),
    "app outside": ("title: t", "title: t\napp: ../../..", '3:6  app: "../../.." leads out of ROOT; start wxemu test '
                    "in a folder above both"),
    "app not there": ("title: t", "title: t\napp: shop", "3:6  app: there is no folder ROOT/shop"),
    "tab": ("title: t", "title:\n\t- t", "3:1  a tab cannot indent here; use spaces"),
    "colon": ("says: Anna takes", "says: Anna: takes", "10:15  a colon with a space after it, where a value was: put "
              "the text in quotes"),
    "place to tap": ("{ text: Buy }", "{ texts: Buy }", '14:16  cases[0].steps[2].tap.texts: a place on the page has no '
                     '"texts". Did you mean "text"? (selector, text, near, nth)'),
    "reply's key": ("  merchant:", "  backend: { login: {} }\n  merchant:", '5:14  world.backend.login: "login" cannot be '
                    'a name here; it looks like "POST https://api.example.com/login"'),
    "reply": ("  merchant:", "  backend: { /login: [{ state: 500 }] }\n  merchant:", '5:25  world.backend./login[0].'
              'state: a reply (its body stands under `data`) has no "state". Did you mean "status"? (with, status, data, base64, file, header, takes, aside, fail)'),
    "reply's status": ("  merchant:", "  backend: { /login: { status: down } }\n  merchant:", "5:32  world.backend./login."
                       "status: must be a whole number, not a text"),
    "no reply at all": ("  merchant:", "  backend: { /login: [] }\n  merchant:", "5:22  world.backend./login: must not be "
                        "empty"),
    "request": ("wallet:", "backend_received: [{ with: {} }]\n      wallet:", '18:26  cases[0].expect.backend_received[0]:'
                ' "url" is missing'),
    "code": ("title: t", "title: t\nscript: 1+1", '3:1  script: a scenario file has no "script". '
             "(format, title, tags, app, world, cases)"),
    "a page with a slash": ("wallet:", "page: /pages/a/a\n      wallet:",
        '18:13  cases[0].expect.page: written as in app.json, without the "/" in front'),
    "a row without its dash": ("      - tap: { text: Buy }", "        move_clock: 9s",
        "14:9  cases[0].steps[1].move_clock: the key 'move_clock' is there twice; the first one would be lost, or begin a row of its own with '- '"),
    'a call that never comes': ('      - tap: { text: Buy }', '      - expect_call: addcard',
        '14:22  cases[0].steps[2].expect_call: "addcard" is no call that the app makes to WeChat. Did you mean "addCard"?'),
    "a call of the phone's own": ('      - tap: { text: Buy }', '      - expect_call: navigateTo',
        '14:22  cases[0].steps[2].expect_call: "navigateTo" is no call that the app makes to WeChat. What the phone does by itself, such as navigateTo or setStorage, is seen by what comes of it (page, app_saw)'),
    'an order for no call': ('      - tap: { text: Buy }', '      - { when: addcard, takes: 8s }',
        '14:17  cases[0].steps[2].when: "addcard" is no call that the app makes to WeChat. Did you mean "addCard"?'),
    'never called': ('wallet:', 'app_never_called: [opencard]\n      wallet:',
        '18:26  cases[0].expect.app_never_called[0]: "opencard" is no call that the app makes to WeChat. Did you mean "openCard"?'),
    'called so often': ('wallet:', 'app_called: { addcard: 1 }\n      wallet:',
        '18:21  cases[0].expect.app_called.addcard: "addcard" is no call that the app makes to WeChat. Did you mean "addCard"?'),
    'callback': ('addCard.success', 'addCard.sucess',
        '17:11  cases[0].expect.app_saw[0].addCard.sucess: "addCard.sucess" is no callback; it looks like "addCard.success" (success, fail, complete)'),
    'callback on the way': ('tap: { text: Buy }', 'check: { app_saw: [addCard: {}] }',
        '14:28  cases[0].steps[2].check.app_saw[0].addCard: "addCard" is no callback; it looks like "addCard.success" (success, fail, complete)'),
    "WeChat's words": ('takes: 8s', "answer: { fail: 'addCard:fail no' }",
        '12:84  cases[0].steps[0].answer.fail: only what stands behind `addCard:fail `'),
    "a step's name elsewhere": ('move_clock: 8s', 'wait: 8s',
        '13:9  cases[0].steps[1].wait: a step has no "wait". Did you mean "move_clock"? (open, tap, long_press, scroll, type, choose, expect_call, call, when, user, line, move_clock, asks, merchant, backend, api, event, fault, set, check)'),
    'indentation': ('      - move_clock: 8s', '     - move_clock: 8s',
        '13:6  this line begins at column 6: indent it like column 7 (the line above) or column 5 (line 9)'),
    'expect among the steps': ('    expect:', '      expect:',
        "15:7  this line begins at column 7 (line 12) as the rows with a dash do: indent it less, or begin it with '- '"),
    'comment': ('{ text: Buy }', '{ text: #Buy }',
        "15:11  expected ',' or '}', but got ':': a # with a space before it begins a comment; in quotes it is a text"),
    'brackets': ('{ text: Buy }', '{ text: a[0] }',
        "14:23  expected ',' or '}', but got '[': a text with ? , [ ] or braces in it stands in quotes here"),
    'question mark': ('{ text: Buy }', '{ text: a?b }',
        "14:23  expected ',' or '}', but got '?': a text with ? , [ ] or braces in it stands in quotes here"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_one_line_with_its_place_and_the_nearest_right_word(tmp_path, old, new, line):
    assert GOOD.count(old) >= 1
    file = tmp_path / "t.scenario.yaml"
    file.write_text(GOOD.replace(old, new, 1))
    with pytest.raises(BadInput) as caught:
        load(file, tmp_path)
    assert str(caught.value).replace(str(tmp_path), "ROOT") == f"ROOT/t.scenario.yaml:{line}"
    in_chinese = caught.value.says["zh"]
    assert in_chinese.partition("  ")[0] == str(caught.value).partition("  ")[0]
    assert HAN.search(in_chinese)


def test_a_mistake_in_chinese_reads_as_one_line(tmp_path):
    file = tmp_path / "t.scenario.yaml"
    file.write_text(GOOD.replace("tap: {", "tip: {", 1))
    with pytest.raises(BadInput) as caught:
        load(file, tmp_path)
    place, said = caught.value.says["zh"].split("  ")
    assert place == f"{file}:14:9"
    assert said.startswith("cases[0].steps[2].tip: 步骤没有“tip”。要写的是“tap”吗？（open, tap, ")


def shapes_below(shape):
    """Each shape that a file may have, by the way of all that hold others."""
    below = [getattr(shape, name, None) for name in ("item", "mapping", "short")]
    below += [*getattr(shape, "keys", {}).values(), *getattr(shape, "kinds", {}).values()]
    yield shape
    for one in below:
        if one is not None:
            yield from shapes_below(one)


def test_every_shape_has_a_name_in_both_languages():
    named = {shape.what for top in (FILE, WORLD) for shape in shapes_below(top) if hasattr(shape, "what")}
    assert len(named) > 20
    assert all(called(name) for name in named)


def test_the_good_one_is_good(tmp_path):
    file = tmp_path / "t.scenario.yaml"
    file.write_text(GOOD)
    assert [case.name for case in load(file, tmp_path).cases] == ["one"]


def test_two_cases_of_one_name(tmp_path):
    file = tmp_path / "t.scenario.yaml"
    file.write_text(GOOD + GOOD[GOOD.index("  - case: one") :])
    with pytest.raises(BadInput, match=r':19:11  cases\[1\]\.case: there are two cases "one"'):
        load(file, tmp_path)


@pytest.mark.parametrize(("content", "said"), [
    (b"\xff\xfe", "not UTF-8"),
    (b"x" * (1 << 20 | 1), "larger than 1024 KiB"),
    (b"a: " + b"[" * 100 + b"]" * 100, "nested too deeply"),
    (b"", "must be a mapping"),
])  # fmt: skip
def test_a_file_that_is_no_scenario_at_all(tmp_path, content, said):
    file = tmp_path / "t.scenario.yaml"
    file.write_bytes(content)
    with pytest.raises(BadInput, match=said):
        load(file, Path(tmp_path))


@pytest.mark.parametrize("path", ["app_saw", "with"])
def test_an_expression_that_finds_no_end_fails_its_case_in_one_line(tmp_path, path, monkeypatch):
    monkeypatch.setattr(matching, "LONGEST_MATCH", 0.05)
    file = tmp_path / "f.scenario.yaml"
    bomb, long = "'$matches ^(a|aa)+$'", "a" * 80 + "!"
    expect = {"app_saw": f"app_saw: [{{ request.success: {{ data: {bomb} }} }}, {{ request.complete: {{}} }}]",
              "with": f"backend_received: [{{ url: /x, with: {{ a: {bomb} }} }}]"}[path]  # fmt: skip
    file.write_text(f"""format: {FORMAT}
title: t
world: {{ backend: {{ /x: {{ data: {long} }} }} }}
cases:
  - case: one
    says: s
    steps:
      - {{ call: request, with: {{ url: "https://a.example/x", method: POST, data: {{ a: {long} }} }} }}
    expect:
      {expect}
""", "utf-8")  # fmt: skip
    scenario = load(file, tmp_path)
    result = run_case(scenario.cases[0], scenario)
    [fault] = result.faults
    assert "did not come to an end in 0.05 s" in fault
    assert long in fault


@pytest.mark.parametrize(("pattern", "calm"), [
    ("^addCard:fail .*signature", True), ("^(?!cancel$).", True), ("[0-9a-f]", True), (r"^a\d+ b$", True),
    ("(a+)+", False), ("^(a|aa)+$", False), ("a*b", False), ("^a*a*", False), ("^a?a?", False), ("^[a-z]{2,}", False),
    (r"^\(a+", False),
])  # fmt: skip
def test_an_expression_that_comes_to_an_end_at_once_needs_no_clock(pattern, calm):
    """What is calm is held against a text by Python's own library, anything else by one that can be stopped."""
    assert bool(matching._CALM.fullmatch(pattern)) is calm
