"""A session is filmed, saved, and played from disk with the network off."""

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from browser import ARGUMENTS, Phone, chromium_path, demonstration, faults  # noqa: E402
from playwright.sync_api import expect, sync_playwright  # noqa: E402

pytestmark = pytest.mark.skipif(chromium_path() is None, reason="no Chromium on this machine")


def film(browser, folder):
    """Films the claim of a card; the file, and what must not be in it."""
    with demonstration() as info:
        phone = Phone(browser, info).open()
        phone.seen("film").click()
        phone.take("拿铁半价")
        phone.claim()
        phone.back_in_the_shop()
        phone.says("已放进你的卡包")
        with phone.page.expect_download() as saved:
            phone.seen("film").click()
        file = folder / "film.html"
        saved.value.save_as(file)
        details = [entry["detail"] for entry in phone.admin("GET", "journal")["entries"]]
        tokens = [one["query"]["access_token"] for one in details if "access_token" in (one.get("query") or {})]
        own = [account[key] for account in info["accounts"] for key in ("secret", "openid")]
        secrets = [*own, info["token"], *tokens]
        phone.context.close()
        assert phone.errors == []
    return file, secrets


def test_a_session_is_one_file_that_plays_with_the_network_off(tmp_path):
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
        file, secrets = film(browser, tmp_path)
        text = file.read_text("utf-8")
        assert not [one for one in secrets if one in text]
        context = browser.new_context(offline=True, locale="zh-CN", viewport={"width": 1440, "height": 900})
        player = context.new_page()
        wrong, asked = [], []
        player.on("pageerror", lambda error: wrong.append(str(error)))
        player.on("request", lambda request: asked.append(request.url))
        player.goto(file.as_uri())
        screen = player.frame_locator("#stage iframe:not(.coming)")
        expect(screen.frame_locator("iframe[srcdoc*=wx-]").get_by_text("拿铁半价").first).to_be_visible()
        for _ in range(60):
            if screen.get_by_text("领取到卡包").count():
                break
            before = player.locator("#time").input_value()
            player.keyboard.press("ArrowRight")
            expect(player.locator("#time")).not_to_have_value(before)
            expect(player.locator("#stage iframe")).to_have_count(1)
        expect(screen.get_by_text("领取到卡包")).to_be_visible()
        player.locator("#time").fill(player.locator("#time").get_attribute("max") or "")
        expect(screen.get_by_text("领取到卡包")).to_have_count(0)
        here = player.locator("#here").get_attribute("href")
        other = context.new_page()
        other.goto(file.as_uri() + here)
        expect(other.locator("#caption")).to_have_text(player.locator("#caption").inner_text())
        expect(other.locator("#detail")).to_be_visible()
        other.close()
        player.keyboard.press("Space")
        expect(player.locator("#play")).to_have_text("暂停")
        player.get_by_role("button", name="EN").click()
        expect(player.locator("#next")).to_have_text("Next")
        player.get_by_role("button", name="Details").click()
        for theme in ("light", "dark"):
            player.emulate_media(color_scheme=theme)
            # The pictures are no pages to use: no script runs in them, axe's neither.
            assert faults(player, frames=1) == []
        assert wrong == []
        assert [url for url in asked if not url.startswith(("file:", "data:", "about:"))] == []
        browser.close()
