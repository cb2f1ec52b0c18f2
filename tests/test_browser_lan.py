"""A colleague's browser on the network: looks on, or types the code and drives the phone."""

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from browser import Phone, chromium_path, demonstration, faults  # noqa: E402
from playwright.sync_api import expect  # noqa: E402

from emulator.server.lan import lan_address  # noqa: E402

pytestmark = [
    pytest.mark.skipif(chromium_path() is None, reason="no Chromium on this machine"),
    pytest.mark.skipif(lan_address() is None, reason="no network on this machine"),
]


@pytest.fixture
def phone(chromium):
    with demonstration("--lan") as info:
        phone = Phone(chromium, info).open()
        yield phone
        phone.context.close()
        assert phone.errors == []


def test_who_looks_on_sees_the_phone_and_cannot_touch_it(phone):
    context = phone.context.browser.new_context(viewport={"width": 420, "height": 900}, locale="zh-CN")
    viewer = context.new_page()
    viewer.goto(phone.info["lan"]["view"])
    screen = viewer.frame_locator("#stage iframe:not(.coming)")
    expect(screen.frame_locator("iframe[srcdoc*=wx-]").get_by_text("拿铁半价").first).to_be_visible(timeout=10_000)
    phone.take("拿铁半价")
    expect(screen.get_by_text("领取到卡包")).to_be_visible(timeout=10_000)
    screen.get_by_text("领取到卡包").click(force=True)
    phone.claim()
    phone.back_in_the_shop()
    expect(screen.get_by_text("领取到卡包")).to_have_count(0, timeout=10_000)
    assert len(phone.wallet()) == 1


def test_a_colleague_types_the_code_and_drives_the_phone(phone):
    lan = phone.info["lan"]
    context = phone.context.browser.new_context(viewport={"width": 390, "height": 800}, locale="zh-CN")
    guest = context.new_page()
    guest.goto(lan["url"])
    guest.get_by_label("配对码").fill(f"{(int(lan['code']) + 1) % 10**6:06}")
    guest.get_by_role("button", name="配对").click()
    expect(guest.get_by_role("alert")).to_be_visible()
    assert faults(guest) == []
    guest.get_by_label("配对码").fill(lan["code"])
    guest.get_by_role("button", name="配对").click()
    shop = guest.frame_locator("[data-app] iframe").first
    shop.get_by_text("三张一起领").click(timeout=20_000)
    guest.get_by_test_id("claim-button").click()
    expect(guest.get_by_test_id("sheet-addCard")).to_have_count(0, timeout=10_000)
    assert len(phone.wallet()) == 3
    assert guest.get_by_test_id("panel-show").count() == 0
    expect(phone.page.get_by_test_id("link-state")).to_have_attribute("data-state", "replaced")
    expect(phone.page.locator(".share")).to_contain_text(lan["code"])
