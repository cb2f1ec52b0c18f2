"""Plain text stays legible where a mini-program says it can be dark, and pictures in styles are drawn.

https://developers.weixin.qq.com/miniprogram/dev/framework/ability/darkmode.html
"""

import json

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from browser import chromium_path, developed  # noqa: E402
from playwright.sync_api import expect  # noqa: E402

pytestmark = pytest.mark.skipif(chromium_path() is None, reason="no Chromium on this machine")

APP = "wx00000000000000aa"
LIGHT, DARK, BLACK = "rgba(255, 255, 255, 0.8)", "rgb(17, 17, 17)", "rgb(0, 0, 0)"
RING = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'%3E%3Crect fill='url(%23a)'/%3E%3C/svg%3E"
FILES = {
    "project.config.json": json.dumps({"appid": APP}),
    "app.json": json.dumps({"pages": ["plain", "light", "themed"], "darkmode": True, "themeLocation": "theme.json"}),
    "theme.json": json.dumps({"light": {"ground": "#eeeeee"}, "dark": {"ground": "#222222"}}),
    "plain.wxml": '<view class="text">plain</view><view class="ring">.</view>',
    "plain.wxss": f'.ring {{ width: 20px; height: 20px; -webkit-mask: url("{RING}") 0 0 / cover }}',
    "light.json": '{"backgroundColor": "#f8f8f8"}',
    "themed.json": '{"backgroundColor": "@ground"}',
    **{f"{name}.wxml": f'<view class="text">{name}</view>' for name in ("light", "themed")},
    **{f"{name}.js": "Page({})" for name in ("plain", "light", "themed")},
}


@pytest.fixture(scope="module")
def desk(chromium, tmp_path_factory):
    with developed(chromium, tmp_path_factory.mktemp("dark"), FILES) as phone:
        yield phone


@pytest.mark.parametrize(
    ("theme", "page", "ink", "ground"),
    [
        ("light", "plain", BLACK, "rgb(255, 255, 255)"),
        ("dark", "plain", LIGHT, DARK),
        ("dark", "themed", LIGHT, "rgb(34, 34, 34)"),
        ("light", "themed", BLACK, "rgb(238, 238, 238)"),
        ("dark", "light", BLACK, "rgb(248, 248, 248)"),
    ],
)
def test_plain_text_can_be_read_on_its_ground(desk, theme, page, ink, ground):
    desk.admin("PATCH", "phone", {"theme": theme})
    desk.page.goto("about:blank")
    desk.page.goto(f"{desk.info['url']}&page={page}")
    expect(desk.app(APP).locator(".text")).to_have_css("color", ink, timeout=20_000)
    expect(desk.app(APP).locator(".wx--page")).to_have_css("background-color", ground)


def test_the_switch_leaves_it_black(desk):
    desk.admin("PATCH", "phone", {"theme": "dark"})
    desk.admin("PATCH", "world", {"switches": {"darkmode.text": "black"}})
    desk.page.goto("about:blank")
    desk.page.goto(f"{desk.info['url']}&page=plain")
    expect(desk.app(APP).locator(".text")).to_have_css("color", BLACK, timeout=20_000)
    expect(desk.app(APP).locator(".wx--page")).to_have_css("background-color", DARK)
    desk.admin("PATCH", "world", {"switches": {"darkmode.text": None}})


def test_a_mask_with_addresses_in_it_is_taken(desk):
    desk.page.goto("about:blank")
    desk.page.goto(f"{desk.info['url']}&page=plain")
    mask = desk.app(APP).locator(".ring").evaluate("element => getComputedStyle(element).maskImage")
    assert mask == f'url("{RING}")'
