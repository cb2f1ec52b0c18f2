"""Controls as projects restyle them: by the class names of WeChat's own nodes inside, such as `.wx-radio-input`."""

import json

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from browser import Phone, chromium_path, developing  # noqa: E402
from playwright.sync_api import expect  # noqa: E402

pytestmark = pytest.mark.skipif(chromium_path() is None, reason="no Chromium on this machine")

APP = "wx00000000000000aa"
#: As ColorUI and many shops write it.
RESTYLED = """radio .wx-radio-input.wx-radio-input-checked { background: rgb(1, 2, 3); width: 40px }
switch .wx-switch-input { width: 77px } .wx-checkbox-input::before { font-size: 30px }
.wx-swiper-dot-active { width: 21px }"""
FILES = {
    "project.config.json": json.dumps({"appid": APP}),
    "app.json": '{"pages": ["home"]}',
    "own.json": '{"component": true}',
    "own.js": "Component({})",
    "own.wxml": "<radio checked/>",
    "own.wxss": RESTYLED.replace("40px", "50px"),
    "home.json": '{"usingComponents": {"own": "/own"}}',
    "home.js": "Page({})",
    "home.wxml": """<view id="own"><own/></view><radio checked/><switch/><checkbox checked/>
<swiper indicator-dots><swiper-item/><swiper-item/></swiper>""",
    "home.wxss": RESTYLED,
}

#: As the developer tools' own templates begin: a navigation bar of the project's, a page that is a column.
TEMPLATE = {
    "project.config.json": json.dumps({"appid": APP}),
    "app.json": '{"pages": ["home"], "usingComponents": {"navigation-bar": "/bar", "toast": "/bar"}}',
    "bar.json": '{"component": true}',
    "bar.js": "Component({ properties: { title: String } })",
    "bar.wxml": "<view>{{title}}</view>",
    "home.js": "Page({})",
    "home.wxml": """<navigation-bar title="bar"/><toast title="note"/>
<scroll-view scroll-y class="rest"><view style="height: 3000px">long</view></scroll-view>""",
    "home.wxss": "page { display: flex; flex-direction: column; height: 100vh } .rest { flex: 1; overflow-y: auto }",
}


def test_a_project_may_lay_out_its_page_and_name_components_as_it_likes(chromium, tmp_path):
    for name, text in TEMPLATE.items():
        (tmp_path / name).write_text(text, "utf-8")
    with developing(str(tmp_path)) as info:
        phone = Phone(chromium, info)
        phone.page.goto(info["url"])
        frame = phone.app(APP)
        expect(frame.get_by_text("bar", exact=True)).to_be_visible(timeout=20_000)
        expect(frame.get_by_text("note", exact=True)).to_be_visible()
        expect(frame.locator("wx-toast")).to_have_css("position", "static")
        expect(frame.locator("wx-page")).to_have_css("display", "flex")
        assert frame.locator(".rest").evaluate("node => node.offsetHeight") < 900
        phone.context.close()
        assert phone.errors == []


def test_controls_are_restyled_by_wechats_own_class_names(chromium, tmp_path):
    """From pages and app.wxss, as there; what a component writes reaches its own tree alone."""
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, "utf-8")
    with developing(str(tmp_path)) as info:
        phone = Phone(chromium, info)
        phone.page.goto(info["url"])
        frame = phone.app(APP)
        radio, dot = frame.locator(".wx-radio-input").nth(1), frame.locator(".wx-swiper-dot-active")
        expect(radio).to_have_css("background-color", "rgb(1, 2, 3)", timeout=20_000)
        expect(radio).to_have_css("width", "40px")
        expect(dot).to_have_css("width", "21px")
        expect(frame.locator(".wx-switch-input")).to_have_css("width", "77px")
        size = "node => getComputedStyle(node, '::before').fontSize"
        assert frame.locator(".wx-checkbox-input-checked").evaluate(size) == "30px"
        expect(frame.locator("#own .wx-radio-input")).not_to_have_css("width", "50px")
        phone.context.close()
        assert phone.errors == []
