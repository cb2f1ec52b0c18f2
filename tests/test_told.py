"""What an app is told by callbacks and by promises, as scenarios expect it."""

import pytest

from emulator.scenario.format import FORMAT
from emulator.scenario.model import load
from emulator.scenario.runner import run_case

SCRIPT = """
let card
const ask = (more) => wx.addCard({ cardList: [card], ...more })
Page({
  onLoad() { wx.request({ url: 'https://a.example.com/card', success: ({ data }) => { card = data } }) },
  waits() { ask().then(() => this.setData({ said: 'got it' }), () => this.setData({ said: 'not now' })) },
  calls() { ask({ success() {} }) },
  forgets() { ask().catch(() => {}) },
})
"""
PAGE = '<button bindtap="waits">waits</button><button bindtap="calls">calls</button><view>{{said}}</view>'

#: Tap, what the user does, the expectation, and what of the fault must be read; none where it holds.
CASES = {
    "kept": ("waits", "accepts", "app_saw: [addCard.success: {errMsg: 'addCard:ok'}], page_shows: [got it]", None),
    "broken": ("waits", "cancels", "app_saw: [addCard.fail: {errMsg: 'addCard:fail cancel'}]", None),
    "not of the promise": ("waits", "accepts", "app_saw: [], page_shows: [got it]", None),
    "answered": ("waits", "accepts", "each_call_answered: exactly_once", None),
    "kept, and not broken": ("waits", "accepts", "app_saw: [addCard.fail: {}]", 'got       {"addCard.success"'),
    "a promise has no complete": (
        "waits",
        "accepts",
        "app_saw: [addCard.success: {}, addCard.complete: {}]",
        "got       nothing more  (the app was told of addCard, and by no callback `complete`)",
    ),
    "only success is given": ("calls", "accepts", "app_saw: [addCard.success: {}]", None),
    "nobody hears of a failure": ("calls", "cancels", "app_saw: []", None),
    "no complete is given": (
        "calls",
        "accepts",
        "app_saw: [addCard.success: {}, addCard.complete: {}]",
        "the app was told of addCard, and by no callback `complete`",
    ),
}


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    root = tmp_path_factory.mktemp("told")
    (root / "app").mkdir()
    files = {"app.json": '{"pages": ["a"]}', "app.js": "App({})", "a.js": SCRIPT, "a.wxml": PAGE}
    for name, text in files.items():
        (root / "app" / name).write_text(text)
    return root


@pytest.mark.parametrize("name", CASES)
def test_what_the_app_saw(project, name):
    tap, user, expect, fault = CASES[name]
    file = project / f"{name.replace(' ', '-')}.scenario.yaml"
    card = "{cardId: $card_id coffee, cardExt: $card_ext coffee}"
    backend = f"{{/card: {{data: {card}}}}}"
    world = f"world: {{mini_program: {{}}, merchant: {{}}, cards: {{coffee: {{}}}}, backend: {backend}}}\n"
    steps = f"[{{tap: {tap}}}, {{expect_call: addCard, user: {user}}}]"
    file.write_text(
        f"format: {FORMAT}\ntitle: t\napp: app\n{world}cases:\n"
        f"  - {{case: one, says: s, steps: {steps}, expect: {{{expect}}}}}\n"
    )
    scenario = load(file, project)
    faults = run_case(scenario.cases[0], scenario).faults
    assert (faults == []) if fault is None else (fault in faults[0]), faults
