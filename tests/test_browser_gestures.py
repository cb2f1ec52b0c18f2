"""Skyline's gesture components under a hand: who answers, with which states, and what it is told.

https://developers.weixin.qq.com/miniprogram/dev/framework/runtime/skyline/gesture.html
"""

import json

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from browser import chromium_path, developed  # noqa: E402
from playwright.sync_api import expect  # noqa: E402

pytestmark = pytest.mark.skipif(chromium_path() is None, reason="no Chromium on this machine")

APP = "wx00000000000000aa"
HOME = """<pan-gesture-handler worklet:ongesture="pan"><view class="box">pan</view></pan-gesture-handler>
<vertical-drag-gesture-handler worklet:ongesture="vertical">
  <pan-gesture-handler worklet:ongesture="pan"><view class="box">both</view></pan-gesture-handler>
</vertical-drag-gesture-handler>
<vertical-drag-gesture-handler tag="outer" simultaneous-handlers="{{['inner']}}" worklet:ongesture="outer">
  <vertical-drag-gesture-handler tag="inner" worklet:ongesture="vertical"><view class="box">together</view>
  </vertical-drag-gesture-handler>
</vertical-drag-gesture-handler>
<tap-gesture-handler worklet:ongesture="tap"><double-tap-gesture-handler worklet:ongesture="double">
  <long-press-gesture-handler worklet:ongesture="press"><view class="box">touch</view></long-press-gesture-handler>
</double-tap-gesture-handler></tap-gesture-handler>
<pan-gesture-handler worklet:ongesture="pan" worklet:should-accept-gesture="no"><view class="box">no</view>
</pan-gesture-handler>
<pan-gesture-handler worklet:ongesture="move" worklet:should-response-on-move="toTheRight">
  <view id="ball" class="box">ball</view>
</pan-gesture-handler>
<scale-gesture-handler worklet:ongesture="scale"><view class="box">scale</view></scale-gesture-handler>
<view id="told">{{told}}</view>
<view style="height: 2000px">long</view>"""
HOME_JS = """const { shared } = wx.worklet
Page({
  data: { told: '' },
  onReady() {
    this.x = shared(0)
    this.applyAnimatedStyle('#ball', () => ({ transform: `translateX(${this.x.value}px)` }))
  },
  tell(name, event) {
    this.told = (this.told ?? []).concat([[name, event.state]])
    this.last = event
    this.setData({ told: this.told.map((one) => one.join(' ')).join(', ') })
  },
  ...Object.fromEntries(['pan', 'vertical', 'outer', 'tap', 'double', 'press', 'scale'].map((name) =>
    [name, function (event) { 'worklet'; this.tell(name, event) }])),
  no() { 'worklet'; return false },
  toTheRight({ deltaX }) { 'worklet'; return deltaX > 0 },
  move(event) { 'worklet'; if (event.state === 2) this.x.value += event.deltaX },
  forget() { this.told = []; this.setData({ told: '' }) },
})"""
FILES = {
    "project.config.json": json.dumps({"appid": APP}),
    "app.json": json.dumps({"pages": ["home"]}),
    "home.wxml": HOME,
    "home.js": HOME_JS,
    "home.wxss": ".box { height: 50px; border: 1px solid }",
}


@pytest.fixture(scope="module")
def page(chromium, tmp_path_factory):
    with developed(chromium, tmp_path_factory.mktemp("gestures"), FILES) as phone:
        phone.page.goto(phone.info["url"])
        expect(phone.app(APP).get_by_text("ball")).to_be_visible(timeout=20_000)
        yield phone
        assert phone.journal("app.error", "event") == []


class Hand:
    def __init__(self, phone):
        self.phone, self.mouse = phone, phone.page.mouse
        self.told = phone.app(APP).locator("#told")
        self.before = self.told.inner_text()

    def at(self, text):
        box = self.phone.app(APP).get_by_text(text, exact=True).bounding_box()
        return box["x"] + 80, box["y"] + box["height"] / 2

    def slide(self, text, *way):
        x, y = self.at(text)
        self.mouse.move(x, y)
        self.mouse.down()
        for dx, dy in way:
            x, y = x + dx, y + dy
            self.mouse.move(x, y)
        self.mouse.up()

    def tells(self, *states):
        """Since this hand is there."""
        expect(self.told).to_have_text(", ".join(filter(None, [self.before, *states])))


@pytest.fixture
def hand(page):
    return Hand(page)


def test_a_pan_is_possible_begins_goes_on_and_ends(hand):
    hand.slide("pan", (10, 0), (30, 0), (5, 0), (5, 2))
    hand.tells("pan 0", "pan 1", "pan 2", "pan 2", "pan 3")


def test_one_that_never_begins_is_cancelled(hand):
    hand.slide("pan", (5, 0))
    hand.tells("pan 0", "pan 4")


def test_a_slide_along_its_axis_goes_before_one_in_any_direction(hand):
    hand.slide("both", (0, 20), (0, 20), (0, 5))
    hand.tells("pan 0", "vertical 0", "pan 4", "vertical 1", "vertical 2", "vertical 2", "vertical 3")


def test_across_it_the_other_one_answers(hand):
    hand.slide("both", (40, 0), (5, 0))
    hand.tells("pan 0", "vertical 0", "vertical 4", "pan 1", "pan 2", "pan 3")


def test_companions_both_answer(hand):
    hand.slide("together", (0, 20), (0, 5))
    hand.tells(
        "vertical 0", "outer 0", "vertical 1", "outer 1", "vertical 2", "outer 2", "vertical 3", "outer 3"
    )  # fmt: skip


def test_a_tap_waits_whether_it_becomes_a_double_one(hand):
    hand.mouse.click(*hand.at("touch"))
    hand.tells("tap 1")
    hand.mouse.dblclick(*hand.at("touch"))
    hand.tells("tap 1", "double 1")


def test_a_long_press_begins_by_itself_and_is_no_tap(hand):
    hand.mouse.move(*hand.at("touch"))
    hand.mouse.down()
    hand.tells("press 1")
    hand.mouse.up()
    hand.tells("press 1", "press 3")


def test_what_the_page_does_not_accept_is_cancelled(hand):
    hand.slide("no", (40, 0), (5, 0))
    hand.tells("pan 0", "pan 4")


def test_a_ball_goes_with_the_hand_where_the_page_lets_it(page, hand):
    hand.slide("ball", (40, 0), (25, 0), (-20, 0), (10, 0))
    assert "35px" in page.app(APP).locator("#ball").get_attribute("style")


def fingers(page, x, y):
    """Touches this far from there, a finger for each."""
    line = page.context.new_cdp_session(page.page)

    def touch(kind, *points):
        at = [{"x": x + dx, "y": y + dy, "id": number} for number, (dx, dy) in enumerate(points)]
        line.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})

    return touch


def test_a_finger_slides_the_gesture_and_not_the_page(page, hand):
    touch = fingers(page, *hand.at("both"))
    touch("touchStart", (0, 0))
    for dy in (-10, -30, -60, -90):
        touch("touchMove", (0, dy))
    touch("touchEnd")
    hand.tells("pan 0", "vertical 0", "pan 4", "vertical 1", "vertical 2", "vertical 2", "vertical 3")
    assert page.app(APP).locator(".wx--page-scroll").evaluate("element => element.scrollTop") == 0


def test_two_fingers_scale(page, hand):
    """The second finger begins it; one that is left begins anew, as the manual's sequence is."""
    touch = fingers(page, *hand.at("scale"))
    touch("touchStart", (0, 0))
    touch("touchStart", (0, 0), (40, 0))
    touch("touchMove", (0, 0), (80, 0))
    touch("touchEnd", (0, 0))
    touch("touchEnd")
    hand.tells("scale 1", "scale 2", "scale 3", "scale 1", "scale 3")
