"""Built-in components whose other half is the browser: what lies over a page, and what fingers drag.

https://developers.weixin.qq.com/miniprogram/dev/component/page-container.html, root-portal.html, movable-view.html
"""

import json

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from browser import chromium_path, developed  # noqa: E402
from playwright.sync_api import expect  # noqa: E402

pytestmark = pytest.mark.skipif(chromium_path() is None, reason="no Chromium on this machine")

APP = "wx00000000000000aa"
FILES = {
    "project.config.json": json.dumps({"appid": APP}),
    "app.json": json.dumps(
        {"pages": ["home", "over", "share"], "plugins": {"hello": {"version": "1", "provider": "wxb"}}}
    ),
    "home.js": "Page({ go() { wx.navigateTo({ url: '/over' }) } })",
    "home.json": '{"usingComponents": {"hi": "plugin://hello/hi"}}',
    "home.wxml": """<view bindtap="go">go on</view><hi/>
<movable-area style="width: 200px; height: 100px">
  <movable-view direction="all" inertia out-of-bounds scale style="width: 50px; height: 50px">
    drag
  </movable-view>
</movable-area>""",
    "over.js": """Page({
  data: { on: false, taps: 0 },
  open() { this.setData({ on: true }) },
  left() { this.setData({ on: false }) },
  tap() { this.setData({ taps: this.data.taps + 1 }) },
})""",
    "share.js": """Page({
  data: { on: false, at: -1, names: ['Ann', 'Ben'] },
  open({ currentTarget: { dataset } }) { this.setData({ on: true, at: dataset.at }) },
  shut() { this.setData({ on: false }) },
})""",
    "share.wxss": ".inner { box-sizing: border-box; width: 375px; height: 600px; padding: 300px 100px }\n"
    ".large { width: 150px; font-size: 48px }",
    "share.wxml": """<view wx:for="{{names}}" wx:key="*this" data-at="{{index}}" bindtap="open" style="padding: 20px">
  <share-element key="name" transform="{{at === index}}" duration="4000" style="width: 50px">{{item}}</share-element>
</view>
<page-container show="{{on}}" position="right" duration="10"><view class="inner">
  <share-element key="name" transform duration="4000" class="large">{{names[at]}}</share-element>
  <share-element key="other" transform>other</share-element>
  <view bindtap="shut">shut</view>
</view></page-container>""",
    "over.wxml": """<page-meta page-style="{{on ? 'overflow: hidden' : ''}}"/>
<view style="height: 2000px">
  <view bindtap="open">open</view>
  <view style="transform: scale(1); height: 20px; overflow: hidden">
    <root-portal><view bindtap="tap" style="position: fixed; right: 0; bottom: 0">taps {{taps}}</view></root-portal>
  </view>
  <match-media min-width="300"><view>wide</view></match-media>
  <match-media min-width="3000"><view>vast</view></match-media>
</view>
<page-container show="{{on}}" bind:leave="left"><view style="height: 100px">container</view></page-container>""",
}


@pytest.fixture(scope="module")
def desk(chromium, tmp_path_factory):
    with developed(chromium, tmp_path_factory.mktemp("parts"), FILES) as phone:
        phone.page.goto(phone.info["url"])
        expect(phone.app(APP).get_by_text("go on")).to_be_visible(timeout=20_000)
        yield phone


def test_what_lies_over_a_page_goes_before_it(desk):
    frame = desk.app(APP)
    frame.get_by_text("go on").click()
    expect(frame.get_by_text("wide")).to_be_visible()
    expect(frame.get_by_text("vast")).to_be_hidden()
    frame.get_by_text("taps 0").click()
    expect(frame.get_by_text("taps 1")).to_be_in_viewport()
    container, scroller = frame.get_by_text("container"), frame.locator(".wx--page-scroll").last
    expect(container).to_be_hidden()
    frame.get_by_text("open", exact=True).click()
    expect(container).to_be_visible()
    expect(scroller).to_have_css("overflow-y", "hidden")
    frame.locator('[data-kind="back"]').last.click()
    expect(container).to_be_hidden()
    expect(scroller).to_have_css("overflow-y", "auto")
    expect(frame.get_by_text("wide")).to_be_visible()
    frame.locator('[data-kind="back"]').last.click()
    expect(frame.get_by_text("wide")).to_be_hidden()


def test_a_movable_view_comes_back_from_outside(desk):
    frame = desk.app(APP)
    view = frame.get_by_text("drag")
    box = view.bounding_box()
    x, y = box["x"] + 25, box["y"] + 25
    desk.page.mouse.move(x, y)
    desk.page.mouse.down()
    desk.page.mouse.move(x + 10, y - 40, steps=4)
    desk.page.mouse.move(x + 10, y - 40)
    place = "e => new DOMMatrix(getComputedStyle(e).transform).f"
    moved = frame.locator("wx-movable-view")
    assert moved.evaluate(place) < 0
    desk.page.mouse.up()
    expect(moved).to_have_css("transform", "matrix(1, 0, 0, 1, 10, 0)")


def test_a_share_element_flies_into_the_container_and_back(desk):
    """https://developers.weixin.qq.com/miniprogram/dev/component/share-element.html"""
    desk.page.goto("about:blank")
    desk.page.emulate_media(reduced_motion="no-preference")
    desk.page.goto(f"{desk.info['url']}&page=share")
    frame = desk.app(APP)
    copy = frame.locator("wx-page > wx-share-element")
    small, large = frame.get_by_text("Ben").first, frame.locator("wx-page-container wx-share-element").first

    def flight():
        """What is on the way now, and the corners from and to which it goes."""
        expect(copy).to_have_text("Ben")
        frames = copy.evaluate("e => e.getAnimations()[0].effect.getKeyframes().map(one => one.transform)")
        expect(small).to_have_css("visibility", "hidden")
        expect(large).to_have_css("visibility", "hidden")
        copy.evaluate("e => e.getAnimations()[0].finish()")
        expect(copy).to_have_count(0)
        expect(small).to_have_css("visibility", "visible")
        return frames

    small.click()
    into = flight()
    assert into[0].startswith("translate(20px, ")
    assert into[1].startswith("translate(100px, 300px) scale(1, 1)")
    frame.get_by_text("shut").click()
    back = flight()
    assert back[0].startswith("translate(100px, 300px) scale(3,")
    assert back[1].startswith("translate(20px, ")
    desk.page.emulate_media(reduced_motion="reduce")
    small.click()
    expect(frame.get_by_text("shut")).to_be_visible()
    expect(copy).to_have_count(0)
    desk.page.goto("about:blank")
    desk.page.goto(f"{desk.info['url']}&page=home")
    expect(frame.get_by_text("go on")).to_be_visible(timeout=20_000)


def test_a_plugin_is_a_box_with_its_name(desk):
    expect(desk.app(APP).get_by_text("plugin://hello/hi")).to_be_visible()
