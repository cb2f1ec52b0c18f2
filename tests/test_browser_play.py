"""``wxemu play`` in Chromium: a presenter picks a case, goes on, back, asks "what if?" and looks behind the scenes."""

import json
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from browser import ARGUMENTS, SHOP, chromium_path, faults
from playwright.sync_api import expect, sync_playwright

from emulator.scenario.format import FORMAT

ROOT = Path(__file__).parents[1]
STORY = f"""\
format: {FORMAT}
title: A show / 一场演出
app: {ROOT}/fixtures/apps/coffee
cases:
  - case: takes-three
    says: A guest takes three coupons. / 客人领走三张券。
    steps:
      - {{ tap: 三张一起领, says: She wants them all. / 她全都要。 }}
      - {{ expect_call: addCard, user: accepts }}
      - {{ check: {{ toast: 已放进你的卡包 }} }}
    expect: {{ wallet: {{ 拿铁半价券: 1 }} }}
  - case: goes-wrong
    says: Not as it is written. / 和写的不一样。
    steps:
      - tap: 三张一起领
    expect: {{ sheet: $absent }}
"""
IMPOSSIBLE = f"""\
format: {FORMAT}
title: t
cases:
  - case: cannot-be
    says: Nobody can perform this.
    world: {{ clock: {{ starts_at: noon }} }}
    steps: [{{ tap: x }}]
    expect: {{}}
"""
#: What a drag of the handle to its end says.
TO_THE_END = """node => {
  node.value = 100
  for (const type of ["input", "change"]) node.dispatchEvent(new Event(type, {bubbles: true}))
}"""


@pytest.fixture(scope="module")
def browser():
    path = chromium_path()
    if path is None:
        pytest.skip("no Chromium here")
    with sync_playwright() as playwright, playwright.chromium.launch(executable_path=path, args=ARGUMENTS) as browser:
        yield browser


@contextmanager
def performed(browser, folder, *more, story=STORY, width=1280, height=860, **looks):
    """The page of ``wxemu play`` with the two cases."""
    file = folder / "show.scenario.yaml"
    file.write_text(story, "utf-8")
    command = [sys.executable, "-m", "emulator", "play", str(file), "--no-open", "--port", "0", "--format", "json"]
    with subprocess.Popen([*command, "--lang", "en", *more], cwd="/", stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            context = browser.new_context(viewport={"width": width, "height": height}, **looks)
            page = context.new_page()
            errors: list[str] = []
            page.on("pageerror", lambda error: errors.append(str(error)))
            page.goto(json.loads(process.stdout.readline())["url"])
            yield page, process
            assert errors == []
            context.close()
        finally:
            process.terminate()


def caption(page):
    return page.get_by_test_id("caption")


def on_stage(page):
    """The phone is there, and nobody plays."""
    expect(page.locator(".phones iframe.here")).to_be_attached(timeout=30_000)
    if page.get_by_test_id("play").inner_text() == "Pause":
        page.keyboard.press("Space")


def shop(page):
    return page.frame_locator(".phones iframe.here").frame_locator(f'[data-app="{SHOP}"] iframe[aria-hidden="false"]')


def test_a_case_of_the_gallery_is_performed_by_a_hand_to_its_end(browser, tmp_path):
    with performed(browser, tmp_path) as (page, _):
        cards = page.get_by_test_id("case")
        expect(cards).to_have_count(2)
        expect(cards.locator("iframe")).to_have_count(2, timeout=40_000)
        assert "已放进你的卡包" in cards.locator("iframe").first.get_attribute("srcdoc")
        cards.first.click()
        expect(page.get_by_role("heading", name="A guest takes three coupons.")).to_be_visible()
        expect(caption(page)).to_contain_text("She wants them all.", timeout=30_000)
        expect(page.get_by_test_id("finger")).to_be_attached(timeout=20_000)
        expect(caption(page)).to_contain_text("The guest takes it.", timeout=20_000)
        expect(caption(page)).to_contain_text("That is the whole story", timeout=20_000)
        expect(shop(page).get_by_text("已领 1 张").first).to_be_visible()
        assert "{" not in page.locator("body").inner_text(), "something technical is in sight"


def test_next_back_pause_and_pace_by_the_keys(browser, tmp_path):
    with performed(browser, tmp_path, "--case", "takes-three", reduced_motion="reduce") as (page, _):
        on_stage(page)
        page.keyboard.press("Home")
        expect(caption(page)).to_contain_text("She wants them all.")
        expect(page.get_by_test_id("next")).to_be_enabled(timeout=20_000)
        for _ in range(9):
            page.keyboard.press("+")
        expect(page.get_by_test_id("speed")).to_have_text("4×")
        page.keyboard.press("ArrowRight")
        expect(caption(page)).to_contain_text("The guest takes it.", timeout=20_000)
        claim = page.frame_locator(".phones iframe.here").get_by_test_id("sheet-addCard")
        expect(claim).to_be_visible()
        page.keyboard.press("ArrowLeft")
        expect(caption(page)).to_contain_text("She wants them all.", timeout=20_000)
        expect(claim).to_have_count(0)
        page.keyboard.press("PageDown")
        expect(caption(page)).to_contain_text("The guest takes it.", timeout=20_000)
        page.keyboard.press("l")
        expect(caption(page)).to_contain_text("客人领取。")
        page.keyboard.press("?")
        expect(page.get_by_role("dialog", name="按键")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
        page.keyboard.press("Escape")
        expect(page.get_by_test_id("case")).to_have_count(2)


def test_what_if_gives_the_phone_away_and_takes_it_back(browser, tmp_path):
    with performed(browser, tmp_path, "--case", "takes-three") as (page, _):
        on_stage(page)
        page.keyboard.press("Home")
        expect(page.get_by_test_id("next")).to_be_enabled(timeout=20_000)
        page.keyboard.press("ArrowRight")
        expect(caption(page)).to_contain_text("The guest takes it.", timeout=20_000)
        page.keyboard.press("w")
        expect(caption(page)).to_contain_text("The phone is yours now", timeout=20_000)
        phone = page.frame_locator(".phones iframe.here")
        phone.get_by_test_id("sheet-back").click()
        expect(phone.get_by_text("没关系，券给你留着。")).to_be_visible(timeout=20_000)
        # Time runs now: the toast goes by itself.
        expect(phone.get_by_text("没关系，券给你留着。")).to_have_count(0, timeout=20_000)
        page.get_by_role("button", name="Back to the story").click()
        expect(caption(page)).to_contain_text("The guest takes it.", timeout=20_000)
        expect(phone.get_by_test_id("sheet-addCard")).to_be_visible(timeout=20_000)


def test_behind_the_scenes_is_one_line_of_time_with_a_handle(browser, tmp_path):
    with performed(browser, tmp_path, "--case", "takes-three") as (page, _):
        on_stage(page)
        expect(page.get_by_test_id("rows")).to_have_count(0)
        page.keyboard.press("t")
        handle = page.get_by_test_id("time")
        expect(handle).to_be_visible()
        for lane in ("App", "WeChat", "Merchant"):
            expect(page.locator(".lane", has_text=lane).locator(".node").first).to_be_attached()
        handle.evaluate(TO_THE_END)
        expect(caption(page)).to_contain_text("That is the whole story", timeout=20_000)
        expect(page.get_by_test_id("rows")).to_contain_text("user_get_card")
        box = handle.bounding_box()
        page.mouse.move(box["x"] + box["width"] - 8, box["y"] + box["height"] / 2)
        page.mouse.down()
        page.mouse.move(box["x"] + 2, box["y"] + box["height"] / 2, steps=6)
        expect(page.locator(".drag-note")).to_contain_text("She wants them all.")
        page.mouse.up()
        expect(caption(page)).to_contain_text("She wants them all.", timeout=20_000)
        expect(shop(page).get_by_text("已领 1 张")).to_have_count(0)


def test_what_is_not_as_written_is_said_and_explained_when_asked(browser, tmp_path):
    with performed(browser, tmp_path, "--case", "goes-wrong") as (page, _):
        on_stage(page)
        expect(page.get_by_test_id("next")).to_be_enabled(timeout=20_000)
        page.keyboard.press("ArrowRight")
        expect(caption(page)).to_contain_text("This went differently", timeout=20_000)
        expect(page.get_by_text("show.scenario.yaml:")).to_have_count(0)
        page.keyboard.press("t")
        expect(page.get_by_test_id("rows")).to_contain_text("show.scenario.yaml:")


def test_a_case_that_cannot_be_performed_says_why_when_asked(browser, tmp_path):
    with performed(browser, tmp_path, "--case", "cannot-be", story=IMPOSSIBLE) as (page, _):
        expect(caption(page)).to_contain_text("This went differently", timeout=30_000)
        page.keyboard.press("t")
        expect(page.get_by_test_id("rows")).to_contain_text("'noon' is not a time")


@pytest.mark.parametrize(("width", "height", "scheme"), [(360, 740, "light"), (1440, 900, "dark")])
def test_nothing_hinders_anybody(browser, tmp_path, width, height, scheme):
    looks = {"width": width, "height": height, "color_scheme": scheme, "reduced_motion": "reduce"}
    with performed(browser, tmp_path, **looks) as (page, _):
        expect(page.get_by_test_id("case").locator("iframe")).to_have_count(2, timeout=40_000)
        assert faults(page, 1) == []
        page.get_by_test_id("case").first.click()
        on_stage(page)
        assert faults(page, 1) == []
        page.keyboard.press("t")
        page.keyboard.press("?")
        expect(page.get_by_role("dialog")).to_be_visible()
        assert faults(page, 1) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_server_that_stops_is_told(browser, tmp_path):
    with performed(browser, tmp_path) as (page, process):
        expect(page.get_by_test_id("case")).to_have_count(2)
        process.terminate()
        expect(page.get_by_text("The server has stopped.")).to_be_visible(timeout=20_000)
