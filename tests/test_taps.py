"""Nobody can tap what is hidden, and a tap on what is disabled does nothing: a scenario is told so, in both hosts."""

import pytest
from browser import chromium_path

from emulator.headless import Headless
from emulator.scenario import chromium
from emulator.scenario.chromium import ChromiumHosts
from emulator.scenario.format import FORMAT
from emulator.scenario.model import load
from emulator.scenario.runner import run_case

PAGE = """
<view class="count">{{count}} taps</view>
<button id="off" disabled bindtap="count"><view>Take it</view></button>
<button id="on" loading bindtap="count">Wait for it</button>
<view hidden="{{true}}"><view id="gone" bindtap="count">Secret</view></view>
<view bindtap="count"><input id="field" disabled value="ABC"/></view>
<view bindtap="count"><checkbox id="box" disabled/></view>
<picker id="choice" disabled range="{{['a', 'b']}}">Choose</picker>
<movable-area><movable-view id="fixed" disabled bindtap="count">Held</movable-view></movable-area>
<view bindtap="ask">Ask me</view><view bindtap="wait">Wait here</view><view bindtap="load">Load freely</view>
<view id="none" style="display: none" bindtap="count">None</view>
<view style="position: relative; height: 50px">
  <button id="under" bindtap="count">Below</button>
  <view class="lid" style="position: absolute; left: 0; top: 0; right: 0; height: 50px"/>
</view>
"""

SCRIPT = """Page({
  data: { count: 0 },
  count() { this.setData({ count: this.data.count + 1 }) },
  ask() { wx.showModal({ content: 'sure?' }) },
  wait() { wx.showLoading({ title: 'wait', mask: true }) },
  load() { wx.showLoading({ title: 'load' }) },
})"""

#: The steps, and what of the refusal must be read; none where they can be done.
STEPS = {
    "a disabled button": ("{tap: Take it}", 'the button "Take it" is disabled: a tap does nothing'),
    "by selector": ("{tap: {selector: '#off'}}", "the button #off is disabled"),
    "said to be disabled": ("{tap: Take it, disabled: true}, {check: {page_shows: [0 taps]}}", None),
    "said, and is not": ("{tap: Wait for it, disabled: true}", '"Wait for it" is not disabled'),
    "a loading button": ("{tap: Wait for it}, {check: {page_shows: [1 taps]}}", None),
    "hidden": ("{tap: {selector: '#gone'}}", "#gone is hidden: nobody can tap it"),
    "a disabled input": ("{tap: {selector: '#field'}}, {check: {page_shows: [1 taps]}}", None),
    "a disabled checkbox": ("{tap: {selector: '#box'}}", "the checkbox #box is disabled"),
    "typed into": ("{type: x, into: '#field'}", "the input #field is disabled"),
    "chosen in": ("{choose: 1, in: '#choice'}", "the picker #choice is disabled"),
    "under a sheet": (
        "{tap: Ask me}, {tap: Wait for it}",
        "a sheet (modal) lies over the page: nothing there can be tapped",
    ),
    "what is not there": ("{tap: Ask me}, {tap: Nowhere}", 'matches "Nowhere"'),
    "under a mask": ("{tap: Wait here}, {tap: Wait for it}", "'wait' masks the page: nothing there can be tapped"),
    "beside a mark": ("{tap: Load freely}, {tap: Wait for it}, {check: {page_shows: [1 taps]}}", None),
    "held, but can be tapped": ("{tap: Held}, {check: {page_shows: [1 taps]}}", None),
}

#: What only a screen knows.
SEEN = {
    "without a box": ("{tap: {selector: '#none'}}", "#none is not drawn"),
    "covered": ("{tap: Below}", '"Below" lies under view.lid, which takes the tap'),
}


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    root = tmp_path_factory.mktemp("taps")
    page = root / "app" / "pages" / "a"
    page.mkdir(parents=True)
    (root / "app" / "app.json").write_text('{"pages": ["pages/a/a"]}')
    (root / "app" / "app.js").write_text("App({})")
    (page / "a.js").write_text(SCRIPT)
    (page / "a.wxml").write_text(PAGE)
    return root


def faults(project, name, steps, make_host=Headless):
    file = project / f"{name.replace(' ', '-')}.scenario.yaml"
    case = f"  - case: one\n    says: s\n    steps: [{steps}]\n    expect: {{}}\n"
    file.write_text(f"format: {FORMAT}\ntitle: t\napp: app\ncases:\n{case}")
    scenario = load(file, project)
    return run_case(scenario.cases[0], scenario, make_host=make_host).faults


@pytest.mark.parametrize("name", STEPS)
def test_a_tap_that_does_nothing_is_told_with_its_line(project, name):
    steps, refusal = STEPS[name]
    found = faults(project, name, steps)
    if refusal is None:
        assert found == []
    else:
        assert ".scenario.yaml:7  " in found[0]
        assert refusal in found[0]


def test_so_does_the_browser_and_it_sees_what_is_not_drawn_or_covered(project):
    path = chromium_path()
    if path is None:
        pytest.skip("no Chromium here")
    with ChromiumHosts(path) as hosts:
        for name, (steps, refusal) in {**STEPS, **SEEN}.items():
            found = faults(project, name, steps, hosts)
            assert (found == []) if refusal is None else (refusal in found[0]), (name, found)


SLIDES = {
    "app.json": '{"pages": ["a", "b"]}',
    "app.js": "App({})",
    "a.js": "Page({ go() { wx.navigateTo({ url: '/b' }) } })",
    "a.wxml": '<button bindtap="go">go</button>',
    "b.js": "Page({ data: { at: '' }, come() { this.setData({ at: 'came' }) } })",
    "b.wxml": '<button bindtap="come">come</button><view>{{at}}</view>',
}
STORY = """
  - case: one
    says: s
    steps: [{tap: go}, {tap: come}, {user: swipes_back}, {tap: go}, {tap: come}]
    expect: {page_shows: [came]}
"""


def test_a_page_that_still_slides_is_tapped_where_it_goes(tmp_path, monkeypatch):
    path = chromium_path()
    if path is None:
        pytest.skip("no Chromium here")
    (tmp_path / "app").mkdir()
    for name, text in SLIDES.items():
        (tmp_path / "app" / name).write_text(text)
    file = tmp_path / "t.scenario.yaml"
    file.write_text(f"format: {FORMAT}\ntitle: t\napp: app\ncases:{STORY}")
    moving = [one for one in chromium.ARGUMENTS if one != "--force-prefers-reduced-motion"]
    monkeypatch.setattr(chromium, "ARGUMENTS", moving)
    with ChromiumHosts(path) as hosts:
        scenario = load(file, tmp_path)
        assert run_case(scenario.cases[0], scenario, make_host=hosts).faults == []
