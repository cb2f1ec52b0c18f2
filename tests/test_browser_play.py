"""``wxemu play`` in Chromium: a presenter picks a case, goes on, back, asks "what if?" and looks behind the scenes."""

import json
import re
import subprocess
import sys
import time
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
    notes: Three coupons, one tap. / 三张券，点一次。
    steps:
      - {{ tap: 三张一起领, says: She wants them all. / 她全都要。, notes: Breathe here. / 这里停一下。 }}
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


def wait_for(holds):
    deadline = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < deadline, "it never came to be"
        time.sleep(0.05)


def caption(page):
    return page.get_by_test_id("caption")


def on_stage(page):
    """The phone is there, and nobody plays."""
    expect(page.locator(".phones iframe.here")).to_be_attached(timeout=30_000)
    if page.get_by_test_id("play").inner_text() == "Pause":
        page.keyboard.press("Space")


def shop(page):
    return page.frame_locator(".phones iframe.here").frame_locator(f'[data-app="{SHOP}"] iframe[aria-hidden="false"]')


def test_a_case_of_the_gallery_is_performed_by_a_hand_to_its_end(browser, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))  # where no picture is kept yet
    with performed(browser, tmp_path) as (page, _):
        cards = page.get_by_test_id("case")
        expect(cards).to_have_count(2)
        taking = page.get_by_test_id("taking")
        expect(taking).to_have_text("Taking pictures: 0 of 2. You can choose a scene right away.")
        expect(cards.locator(".now")).to_have_count(1)
        expect(taking).to_contain_text("1 of 2", timeout=40_000)
        expect(cards.locator("iframe")).to_have_count(2, timeout=40_000)
        expect(taking).to_have_count(0)
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
        rows = page.get_by_test_id("rows")
        # With which rows the story ends differs by what came first, the push or the app's next request.
        end = rows.text_content()
        assert end
        box = handle.bounding_box()
        page.mouse.move(box["x"] + box["width"] - 8, box["y"] + box["height"] / 2)
        page.mouse.down()
        page.mouse.move(box["x"] + 2, box["y"] + box["height"] / 2, steps=6)
        expect(page.locator(".drag-note")).to_contain_text("She wants them all.")
        page.mouse.up()
        expect(caption(page)).to_contain_text("She wants them all.", timeout=20_000)
        expect(shop(page).get_by_text("已领 1 张")).to_have_count(0)
        expect(rows).not_to_have_text(end)
        expect(rows).not_to_contain_text("addCard")


def test_notes_are_for_the_presenters_own_window_and_it_drives_the_show(browser, tmp_path):
    with performed(browser, tmp_path, "--case", "takes-three", reduced_motion="reduce") as (page, _):
        on_stage(page)
        page.keyboard.press("Home")
        expect(page.get_by_test_id("next")).to_be_enabled(timeout=20_000)
        with page.context.expect_page() as opened:
            page.keyboard.press("n")
        own = opened.value
        expect(own.get_by_test_id("notes")).to_contain_text("Three coupons, one tap.")
        expect(own.get_by_test_id("notes")).to_contain_text("Breathe here.")
        expect(own.get_by_test_id("cue-now")).to_contain_text("She wants them all.")
        expect(own.get_by_test_id("cue-then")).to_contain_text("The guest takes it.")
        for scheme, width in (("light", 360), ("dark", 760)):
            own.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            own.set_viewport_size({"width": width, "height": 740})
            expect(own.get_by_text("Breathe here.")).to_be_in_viewport()
            assert faults(own) == []
            assert own.evaluate("document.documentElement.scrollWidth <= innerWidth")
        own.get_by_role("button", name="Next").click()
        expect(caption(page)).to_contain_text("The guest takes it.", timeout=20_000)
        expect(own.get_by_test_id("notes")).not_to_contain_text("Breathe here.")
        own.keyboard.press("l")
        expect(own.get_by_test_id("notes")).to_contain_text("三张券，点一次。")
        expect(page.get_by_text("Three coupons, one tap.")).to_have_count(0)
        own.keyboard.press("g")
        expect(own.get_by_role("status")).to_contain_text("请在演示窗口里选一个场景")


#: ``wxemu play`` that waits four seconds where it would wait thirty.
IMPATIENT = """\
import sys, pathlib
from emulator.scenario.model import load
from emulator.scenario.performer import Performer
from emulator.server.theatre import Theatre
file = pathlib.Path(sys.argv[1])
with Theatre(patience=4) as theatre:
    print(theatre.url, flush=True)
    Performer(theatre, [load(file, file.parent)], "en").run()
"""


def test_a_scene_that_stands_still_says_why_and_what_to_do(browser, tmp_path):
    folder = tmp_path / "app" / "pages" / "a"
    folder.mkdir(parents=True)
    (tmp_path / "app" / "app.json").write_text('{"pages": ["pages/a/a"]}')
    (folder / "a.js").write_text("Page({ hang() { for (;;) {} } })")
    (folder / "a.wxml").write_text('<view bindtap="hang">hang</view>')
    file = tmp_path / "h.scenario.yaml"
    file.write_text(
        f"format: {FORMAT}\ntitle: t\napp: app\ncases:\n"
        "  - {case: hangs, says: It hangs., steps: [{move_clock: 1s}, {tap: hang}, {move_clock: 1s}], expect: {}}\n"
    )
    command = [sys.executable, "-c", IMPATIENT, str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            page = browser.new_page(reduced_motion="reduce")
            page.goto(process.stdout.readline().strip())
            card = page.get_by_test_id("case")
            expect(card).to_contain_text("Nothing has moved for 4 seconds", timeout=30_000)
            card.click()
            expect(caption(page)).to_contain_text("Nothing has moved for 4 seconds", timeout=30_000)
            expect(page.get_by_test_id("fix")).to_contain_text("wxemu test h.scenario.yaml --case hangs")
            expect(page.locator(".dot.now")).to_have_attribute("aria-label", re.compile("^2[.]"))
            page.keyboard.press("l")
            expect(page.get_by_test_id("fix")).to_contain_text("换一个场景")
        finally:
            process.terminate()


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
        expect(caption(page)).to_contain_text("cannot be performed as its file is written", timeout=30_000)
        page.keyboard.press("t")
        expect(page.get_by_test_id("rows")).to_contain_text("'noon' is not a time")


@pytest.mark.parametrize(("width", "height"), [(360, 740), (768, 1024), (1440, 900), (1920, 1080)])
def test_nothing_hinders_anybody(browser, tmp_path, width, height):
    with performed(browser, tmp_path, width=width, height=height, reduced_motion="reduce") as (page, _):

        def fine():
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                assert faults(page, 1) == [], scheme
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

        expect(page.get_by_test_id("case").locator("iframe")).to_have_count(2, timeout=40_000)
        fine()
        page.get_by_test_id("case").first.click()
        on_stage(page)
        fine()
        page.keyboard.press("t")
        expect(page.get_by_test_id("time")).to_be_visible()
        fine()
        page.keyboard.press("?")
        expect(page.get_by_role("dialog")).to_be_visible()
        fine()


def test_a_server_that_stops_is_told(browser, tmp_path):
    with performed(browser, tmp_path) as (page, process):
        expect(page.get_by_test_id("case")).to_have_count(2)
        process.terminate()
        expect(page.get_by_text("The server has stopped.")).to_be_visible(timeout=20_000)


def test_the_gallery_keeps_its_pictures_until_something_changes(browser, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    with performed(browser, tmp_path) as (page, _):
        expect(page.get_by_test_id("case").locator("iframe")).to_have_count(2, timeout=40_000)
        expect(page.locator(".phones iframe")).to_have_count(1)
        first = page.get_by_test_id("case").locator("iframe").first.get_attribute("srcdoc")
        wait_for(lambda: len(list((tmp_path / "cache" / "wxemu" / "pictures").glob("*.json"))) == 2)
    with performed(browser, tmp_path) as (page, _):
        pictures = page.get_by_test_id("case").locator("iframe")
        expect(pictures).to_have_count(2, timeout=20_000)
        assert pictures.first.get_attribute("srcdoc") == first
        expect(page.locator(".phones iframe")).to_have_count(0)
        page.get_by_test_id("case").first.click()
        on_stage(page)
        page.keyboard.press("t")
        expect(page.locator(".lane .node").first).to_be_attached()
    with performed(browser, tmp_path, story=STORY.replace("She wants them all.", "All of them.")) as (page, _):
        expect(page.get_by_test_id("case").locator("iframe")).to_have_count(2, timeout=40_000)
        expect(page.locator(".phones iframe")).to_have_count(1)
        wait_for(lambda: len(list((tmp_path / "cache" / "wxemu" / "pictures").glob("*.json"))) == 3)
