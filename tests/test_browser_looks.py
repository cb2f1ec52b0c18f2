"""The page as a person with other eyes, hands or settings meets it.

axe: https://github.com/dequelabs/axe-core
"""

import re

import httpx
import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from browser import COMPONENT, Phone, chromium_path, demonstration, faults, fill_the_form, to_the_component  # noqa: E402
from playwright.sync_api import expect  # noqa: E402

pytestmark = pytest.mark.skipif(chromium_path() is None, reason="no Chromium on this machine")


@pytest.fixture(scope="module")
def info():
    with demonstration() as info:
        yield info


@pytest.fixture
def phone(chromium, info):
    phone = Phone(chromium, info)
    phone.admin("POST", "reset", {})
    yield phone
    phone.context.close()
    assert phone.errors == []


@pytest.mark.parametrize("width", [360, 768, 1440])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_no_serious_fault(phone, width, theme):
    phone.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    phone.page.set_viewport_size({"width": width, "height": 900})
    phone.admin("PATCH", "phone", {"theme": theme})
    phone.open()
    assert faults(phone.page) == []
    phone.take("拿铁半价")
    expect(phone.seen("claim-button")).to_be_visible()
    assert faults(phone.page) == []
    phone.claim()
    phone.back_in_the_shop()
    if width < 481:
        phone.seen("panel-show").click()
    if width < 1181:
        phone.page.get_by_role("tab", name="记录").click()
    expect(phone.seen("journal-row").first).to_be_visible()
    assert faults(phone.page) == []
    for view in ("page", "storage", "network"):
        phone.page.locator(f'[data-testid="tab-{view}"]:visible').click()
        assert faults(phone.page, 1) == [], view
    line = phone.page.locator(".request-line").first
    line.click()
    assert line.bounding_box()["height"] < 80, "the address has room"
    assert faults(phone.page, 1) == []


@pytest.mark.parametrize(("width", "names"), [(900, 5), (1280, 4)])
def test_tabs_are_one_stop_and_the_arrows_lead_from_one_to_the_next(phone, width, names):
    """https://www.w3.org/WAI/ARIA/apg/patterns/tabs/"""
    phone.page.set_viewport_size({"width": width, "height": 900})
    phone.open()
    page = phone.page
    tabs = page.get_by_role("tablist").get_by_role("tab")
    expect(tabs).to_have_count(names)
    page.get_by_role("tab", name="记录").click()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="页面", selected=True)).to_be_focused()
    expect(page.get_by_role("tabpanel", name="页面").get_by_test_id("tree")).to_be_visible()
    page.keyboard.press("End")
    expect(page.get_by_role("tab", name="网络", selected=True)).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", selected=True)).to_have_text("控制" if names == 5 else "记录")
    expect(page.get_by_role("tabpanel")).to_have_count(1)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('[role=tabpanel]') !== null"), "the next stop is in the panel"


def test_the_tab_bar_of_a_mini_program_is_walked_with_the_arrows(phone):
    phone.open()
    first = phone.shop.get_by_role("tab", selected=True)
    first.focus()
    phone.page.keyboard.press("ArrowRight")
    second = phone.shop.get_by_role("tab").nth(1)
    expect(second).to_be_focused()
    expect(second).to_have_attribute("aria-selected", "false")
    phone.page.keyboard.press("Enter")
    expect(second).to_have_attribute("aria-selected", "true")


@pytest.mark.parametrize(("height", "density"), [(640, 1), (720, 2), (800, 1), (900, 1.5)])
def test_what_a_program_clicks_is_what_lies_there(chromium, info, height, density):
    """Playwright's own clicks, by places and not by events: it adds up those of frames as though none was scaled."""
    phone = Phone(chromium, info, 1280, height, density)
    phone.admin("POST", "reset", {})
    phone.open()
    tabs = phone.shop.locator(".wx--tab")
    for place in (1, 3, 0):
        tabs.nth(place).click(timeout=5_000)
        expect(tabs.nth(place)).to_have_attribute("aria-selected", "true")
    phone.take("拿铁半价")
    expect(phone.seen("claim-button")).to_be_visible()
    for screen in (phone.shop.locator("body"), phone.page.locator(".phone-screen")):
        box = screen.bounding_box()
        assert box is not None
        assert box["height"] == min(812, height - 84)
    phone.context.close()
    assert phone.errors == []


def test_equal_calls_are_one_row_until_it_is_opened(phone):
    phone.open()
    fold = phone.seen("journal-fold").filter(has_text="/card/get").first
    calls = int(fold.get_attribute("data-calls") or 0)
    assert calls >= 2
    rows = phone.page.locator(".repeated").filter(has=fold).get_by_test_id("journal-row")
    expect(rows).to_have_count(0)
    fold.get_by_role("button").click()
    expect(rows).to_have_count(2 * calls)


def test_what_the_app_was_told_is_read_at_a_glance(phone):
    phone.open()
    phone.take("拿铁半价")
    expect(phone.seen("claim-button")).to_be_visible()
    phone.seen("claim-button").press("Escape")
    told = phone.page.locator(".row-told")
    row = phone.seen("journal-row").filter(has_text="addCard:fail cancel").filter(has=told).first
    expect(row.locator(".row-told")).to_have_text("addCard:fail cancel")
    expect(row.locator(".row-took")).to_contain_text("s")


def test_the_end_of_the_journal_stays_in_sight_and_arrows_walk_its_rows(phone):
    phone.open()
    phone.take("拿铁半价")
    phone.claim()
    phone.back_in_the_shop()
    last = phone.page.locator(".row-line").last
    expect(phone.seen("journal-row").filter(has_text="addCard.complete").first).to_be_in_viewport()
    expect(last).to_be_in_viewport()
    expect(phone.page.locator(".to-end")).to_have_count(0)
    last.focus()
    phone.page.keyboard.press("ArrowUp")
    expect(phone.page.locator(".row-line").nth(-2)).to_be_focused()
    phone.page.keyboard.press("Home")
    expect(phone.page.locator(".row-line").first).to_be_focused()
    expect(phone.page.locator(".row-line").first).to_be_in_viewport()


def test_a_row_has_an_address_that_opens_it(phone):
    phone.open()
    phone.take("拿铁半价")
    expect(phone.seen("claim-button")).to_be_visible()
    phone.seen("claim-button").press("Escape")
    row = phone.seen("journal-row").filter(has_text="点按绿色按钮")
    seq = row.get_attribute("data-seq")
    assert "row=" not in phone.page.url
    row.locator(".row-line").click()
    expect(row.locator(".details")).to_be_in_viewport()
    expect(phone.page).to_have_url(re.compile(f"[#&]row={seq}$"))
    phone.context.grant_permissions(["clipboard-read", "clipboard-write"])
    row.get_by_role("button", name="复制链接").click()
    assert phone.page.evaluate("navigator.clipboard.readText()") == phone.page.url
    phone.page.set_viewport_size({"width": 360, "height": 740})
    phone.page.reload()
    expect(row.locator(".details")).to_be_in_viewport(timeout=20_000)
    expect(row.locator(".row-line")).to_be_focused()
    phone.page.keyboard.press("Enter")  # new rows may move it from under a pointer
    expect(phone.page).not_to_have_url(re.compile("row="))


def test_the_address_of_a_row_unfolds_what_it_is_folded_in_and_tells_of_one_that_is_gone(phone):
    phone.open()
    fold = phone.seen("journal-fold").filter(has_text="/card/get").first
    expect(fold).to_be_visible()
    inside = [one["seq"] for one in phone.journal(fold.get_attribute("data-kind"), "start")]
    phone.page.evaluate(f"location.hash += '&row={inside[1]}'")
    row = phone.page.locator(f'.row[data-seq="{inside[1]}"]')
    expect(row.locator(".details")).to_be_in_viewport()
    phone.page.evaluate("location.hash = location.hash.replace(/row=[0-9]+/, 'row=999999')")
    expect(phone.page.get_by_text("这份记录里没有第 999999 行")).to_be_visible()


def test_a_long_journal_draws_its_newest_rows_and_the_earlier_ones_at_asking(phone, info):
    """What is drawn takes memory as long as the page is open, and a page is open all day."""
    phone.open()
    with httpx.Client(base_url=info["merchant_api"], trust_env=False) as merchant:
        for _ in range(180):
            merchant.get("/cgi-bin/token")
            merchant.get("/cgi-bin/getcallbackip")
    entries = phone.admin("GET", "journal")["entries"]
    rows = phone.page.locator(".row[data-seq]")
    newest = phone.page.locator(".row-line").last
    expect(newest).to_be_in_viewport()
    assert rows.count() <= 450 < len(entries) - 200
    drawn = rows.count()
    earlier = phone.page.get_by_role("button", name="显示更早的")
    earlier.scroll_into_view_if_needed()
    earlier.click()
    phone.until(lambda: rows.count() > drawn)
    expect(earlier).to_have_count(0)
    phone.page.get_by_role("button", name="跟随最新").click()
    expect(newest).to_be_in_viewport()
    phone.until(lambda: rows.count() <= 450)
    [began] = (one["seq"] for one in entries if one["kind"] == "world.reset")
    old = next(one["seq"] for one in entries if one["kind"].startswith("wx.") and one["seq"] > began)
    phone.page.evaluate(f"location.hash += '&row={old}'")
    expect(phone.page.locator(f'.row[data-seq="{old}"] .details')).to_be_in_viewport()


def test_a_member_card_is_activated_from_its_face(phone):
    """The merchant could not activate it: the wallet still can, and hands the mini-program what it missed."""
    phone.admin("POST", "rules", {"on": "/card/membercard/activate", "times": 1, "outcome": {"error": "-1"}})
    phone.open()
    to_the_component(phone)
    fill_the_form(phone)
    phone.component.get_by_role("button", name="激活会员卡").click()
    expect(phone.shop.locator(".notice.bad, .notice.calm, [class*=notice]").first).to_be_visible(timeout=15_000)
    phone.page.locator(".keys").get_by_role("button", name="卡包").click()
    phone.seen("wallet-card").first.click()
    phone.seen("card-activate").click()
    expect(phone.component.get_by_role("button", name="激活").first).to_be_visible(timeout=10_000)
    assert phone.shown(COMPONENT, 1029)["referrerInfo"]["extraData"]["encrypt_card_id"]
