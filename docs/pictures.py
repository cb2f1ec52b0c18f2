"""The pictures of the documents, from the real page: ``python docs/pictures.py``. Needs playwright and a Chromium."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Browser, Page, sync_playwright

IMAGES = Path(__file__).parent / "images"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
APP = "[data-app] iframe:not(.old-frame, .spare-frame)"

TAKE = {"zh": "领取", "en": "Get"}
TAKE_ALL = {"zh": "三张一起领", "en": "Get all three"}


@contextmanager
def started(*words: str) -> Iterator[dict[str, Any]]:
    command = [sys.executable, "-m", "emulator", *words, "--no-browser", "--port", "0", "--format", "json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())
        finally:
            process.terminate()


def set_phone(info: dict[str, Any], **settings: str) -> None:
    headers = {"Authorization": f"Bearer {info['token']}"}
    httpx.patch(f"{info['admin']}phone", json=settings, headers=headers, trust_env=False).raise_for_status()


def opened(browser: Browser, info: dict[str, Any], language: str, theme: str, width: int, height: int) -> Page:
    set_phone(info, theme=theme, language="en" if language == "en" else "zh_CN")
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale="en-US" if language == "en" else "zh-CN",
        color_scheme="dark" if theme == "dark" else "light", reduced_motion="reduce",
    )  # fmt: skip
    page = context.new_page()
    page.goto(info["url"])
    page.frame_locator(APP).first.get_by_text(TAKE[language], exact=True).first.wait_for(timeout=20_000)
    return page


def claim(browser: Browser, info: dict[str, Any], name: str, language: str) -> None:
    """The claim page over the shop, panel and journal beside it."""
    page = opened(browser, info, language, "light", 1440, 900)
    page.frame_locator(APP).first.get_by_text(TAKE_ALL[language]).click()
    page.get_by_test_id("claim-button").wait_for()
    page.screenshot(path=IMAGES / name)
    page.context.close()


def night(browser: Browser, info: dict[str, Any]) -> None:
    page = opened(browser, info, "zh", "dark", 1440, 900)
    page.screenshot(path=IMAGES / "night.png")
    page.context.close()


def film(browser: Browser, info: dict[str, Any]) -> None:
    """A sealed session, as it plays from disk."""
    page = opened(browser, info, "en", "light", 1440, 900)
    page.get_by_test_id("film").click()
    page.frame_locator(APP).first.get_by_text(TAKE["en"], exact=True).first.click()
    page.get_by_test_id("claim-button").wait_for()
    page.wait_for_timeout(700)  # so that it is on the film
    page.get_by_test_id("claim-button").click()
    page.get_by_test_id("sheet-addCard").wait_for(state="detached")
    with tempfile.TemporaryDirectory() as folder:
        with page.expect_download() as saved:
            page.get_by_test_id("film").click()
        player = page.context.new_page()
        file = Path(folder) / "film.html"
        saved.value.save_as(file)
        player.goto(file.as_uri())
        for _ in range(60):
            if player.frame_locator("#stage iframe:not(.coming)").get_by_text("Add to Cards").count():
                break
            player.keyboard.press("ArrowRight")
            player.wait_for_timeout(80)
        player.screenshot(path=IMAGES / "film.png")
    page.context.close()


def performance(browser: Browser) -> None:
    """The hand of ``wxemu play`` as it presses."""
    with started("play", "fixtures/scenarios/coffee.scenario.yaml", "--case", "english", "--lang", "en") as info:
        page = browser.new_page(viewport={"width": 1440, "height": 860}, color_scheme="light")
        page.goto(info["url"])
        page.locator(".phones iframe.here").wait_for(timeout=60_000)
        page.keyboard.press("-")
        page.keyboard.press("-")
        page.locator(".hand.down").wait_for(timeout=60_000)
        page.screenshot(path=IMAGES / "play.png")
        page.close()


PICTURES: list[Callable[[Browser, dict[str, Any]], None]] = [
    lambda browser, info: claim(browser, info, "demo.png", "en"),
    lambda browser, info: claim(browser, info, "demo.zh-CN.png", "zh"),
    night,
    film,
]


def main() -> None:
    chromium = os.environ.get("WXEMU_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        for take in PICTURES:
            with started("demo", "--lan") as info:
                take(browser, info)
        performance(browser)
        browser.close()


if __name__ == "__main__":
    main()
