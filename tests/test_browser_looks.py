"""The page as a person with other eyes, hands or settings meets it.

axe: https://github.com/dequelabs/axe-core
"""

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from browser import ARGUMENTS, COMPONENT, Phone, chromium_path, demonstration, faults, fill_the_form, to_the_component  # noqa: E402
from playwright.sync_api import expect, sync_playwright  # noqa: E402

pytestmark = pytest.mark.skipif(chromium_path() is None, reason="no Chromium on this machine")


@pytest.fixture(scope="module")
def chromium():
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
        yield browser
        browser.close()


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
        phone.page.get_by_role("button", name="记录").click()
    expect(phone.seen("journal-row").first).to_be_visible()
    assert faults(phone.page) == []


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
