"""Long presses, sliders, swipers, scrolling and pulling: as steps, in V8 and on a real page, and clicked into a file.

https://developers.weixin.qq.com/miniprogram/dev/framework/view/wxml/event.html (longpress, and no tap after it)
https://developers.weixin.qq.com/miniprogram/dev/reference/api/Page.html (onReachBottom, onPullDownRefresh)
"""

import re
import signal

import pytest
from browser import ARGUMENTS, Phone, chromium_path, recording
from click.testing import CliRunner
from touching import APP, STEPS, TOLD, project, scenario

from emulator.cli import commands
from emulator.errors import BadInput
from emulator.realm import DriveError
from emulator.scenario.chromium import ChromiumHosts
from emulator.scenario.model import load
from emulator.scenario.runner import run_case
from emulator.testing import open_project


@pytest.fixture
def root(tmp_path):
    project(tmp_path / "app")
    return tmp_path


def faults(root, file, **host):
    loaded = load(file, root)
    return run_case(loaded.cases[0], loaded, **host).faults


def test_every_touch_is_a_step(root):
    assert faults(root, scenario(root)) == []


def test_on_a_real_page_they_do_the_same(root):
    path = chromium_path()
    if path is None:
        pytest.skip("no Chromium here")
    with ChromiumHosts(path) as hosts:
        assert faults(root, scenario(root), make_host=hosts) == []
        twice = ["scroll: bottom", "scroll: top", "scroll: bottom", "scroll: 300", "scroll: bottom"]
        assert faults(root, scenario(root, twice, "-", more=3), make_host=hosts) == []


def test_a_long_press_is_a_tap_where_nothing_waits_for_it(root):
    with open_project(root / "app") as app:
        app.long_press("Milk")
        app.long_press("Hold me")
        assert app.data()["told"] == "- ticked milk held"


def test_a_page_that_is_pulled_down_hears_it_once_until_it_is_done(root):
    js = root / "app" / "pages" / "a" / "a.js"
    js.write_text(js.read_text().replace("this.tell('pulled'); wx.stopPullDownRefresh()", "this.tell('pulled')"))
    with open_project(root / "app") as app:
        app.pull_down().pull_down()
        assert app.data()["told"] == "- pulled"
        app.wx("stopPullDownRefresh")
        app.wx("startPullDownRefresh")
        assert app.data()["told"] == "- pulled pulled"


def test_a_page_that_does_not_allow_it_cannot_be_pulled(root):
    (root / "app" / "pages" / "a" / "a.json").write_text("{}")
    with open_project(root / "app") as app, pytest.raises(DriveError, match='no "enablePullDownRefresh": true'):
        app.pull_down()


def test_where_a_page_is_scrolled_to_is_told(root):
    js = root / "app" / "pages" / "a" / "a.js"
    js.write_text(
        js.read_text().replace("onReachBottom()", "onPageScroll({scrollTop}) { this.tell(scrollTop) }, onReachBottom()")
    )
    with open_project(root / "app") as app:
        assert app.scroll(250).scroll("top").data()["told"] == "- 250 0"


@pytest.mark.parametrize(
    ("step", "fault"),
    [("scroll: down", "must be top, bottom or a number, not down"), ("scroll: -3", "must be top, bottom or a number")],
)
def test_a_scroll_to_nowhere_is_refused(root, step, fault):
    with pytest.raises(BadInput, match=fault):
        load(scenario(root, [step]), root)


def drag(page, box, dx, dy):
    """With the mouse, from the middle of this place."""
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + dx, y + dy, steps=8)
    page.mouse.up()


def test_what_a_hand_does_becomes_these_steps_and_what_none_can_say_is_named(root, monkeypatch):
    sync = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if chromium_path() is None:
        pytest.skip("no Chromium here")
    file = root / "hand.scenario.yaml"
    monkeypatch.chdir(root)
    with (
        sync.sync_playwright() as driver,
        driver.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS) as browser,
        recording("app", "-o", str(file)) as (info, process),
    ):
        phone = Phone(browser, info)
        phone.page.goto(info["url"])
        app = phone.app(APP)
        told = app.locator(".told")
        app.get_by_text("Hold me").click(delay=600)
        sync.expect(told).to_have_text("- held")
        box = app.locator(".wx--slider-track").bounding_box()
        assert box is not None
        phone.page.mouse.click(box["x"] + box["width"] * 0.7, box["y"] + 1)
        sync.expect(told).to_have_text("- held slid 7")
        app.locator(".switch").click()
        app.get_by_text("Milk").click()
        app.get_by_text("Large").click()
        slides = app.locator(".slides").bounding_box()
        assert slides is not None
        # More than half of it: on a busy machine a short one is too slow for a flick.
        drag(phone.page, {**slides, "x": slides["x"] + 100}, -240, 0)
        sync.expect(told).to_have_text(re.compile("slide 1$"))
        app.locator(".list").hover()
        phone.page.mouse.wheel(0, 3000)
        sync.expect(told).to_have_text(re.compile("lower$"))
        drag(phone.page, app.locator(".grip").bounding_box(), 60, 0)
        drag(phone.page, app.locator(".piece").bounding_box(), 60, 0)
        drag(phone.page, app.get_by_text("Hold me").bounding_box(), 0, 260)
        sync.expect(told).to_have_text(TOLD)
        app.locator(".grip").hover()
        phone.page.mouse.wheel(0, 4000)
        sync.expect(app.get_by_text("more 0")).to_be_attached()
        phone.until(lambda: "more 0" in phone.admin("GET", "recording")["text"])
        process.send_signal(signal.SIGINT)
        out, problems = process.communicate(timeout=60)
    text = file.read_text("utf-8")
    assert process.returncode == 0, (out, problems, text)
    steps = [
        row for row in re.findall(r"      - (.*)", text.partition("expect:")[0]) if not row.startswith("move_clock")
    ]
    by_hand = {"tap: Milk": "tap: { selector: .milk }", "tap: Large": "tap: { selector: .large }"}
    assert steps == [by_hand.get(step, step) for step in STEPS], text
    for one in (".grip", ".piece"):
        assert f"# not recorded, no step can say it: drag {{'selector': '{one}'}}" in text
    again = CliRunner().invoke(commands, ["test", str(file), "--lang", "en"])
    assert again.exit_code == 0, again.output
