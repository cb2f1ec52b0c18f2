"""The HTML report of a run, opened from disk with the network off, as people and CI keep it."""

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from browser import chromium_path, faults  # noqa: E402
from playwright.sync_api import expect  # noqa: E402

from emulator.errors import Cause  # noqa: E402
from emulator.journal import explain  # noqa: E402
from emulator.scenario.page import html  # noqa: E402
from emulator.scenario.runner import Result  # noqa: E402

pytestmark = pytest.mark.skipif(chromium_path() is None, reason="no Chromium on this machine")

RESULTS = [
    Result("shop.scenario.yaml", "takes-one", "Anna takes a coupon. / 安娜领了一张券。", 3),
    Result(
        "shop.scenario.yaml", "nothing-left", "It has run out. / 券已领完。", 9,
        faults=['shop.scenario.yaml:9  app_saw[0].addCard.fail.errMsg\n    expected  "a"\n    got       "<b>b</b>"',
                "shop.scenario.yaml:10  backend_received[0]\n    expected  /b\n    got       GET /a"
                "\n    came      GET /a, GET /b"],
        cause=explain(Cause("stock.empty", {"card": "pCOFFEE"})),
        journal=["app      The app calls wx.addCard", "wechat   WeChat answers addCard:fail"],
    ),
    Result("shop.scenario.yaml", "no-page", "A page is missing.", 20, faults=["shop.scenario.yaml:22  open: no page"]),
]  # fmt: skip


@pytest.fixture
def page(chromium, tmp_path):
    file = tmp_path / "report.html"
    file.write_text(html(RESULTS, "en"), "utf-8")
    context = chromium.new_context(offline=True, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(file.as_uri())
    yield page
    context.close()


def test_expected_stands_beside_got_with_the_reason_and_the_command(page):
    case = page.locator("details", has_text="nothing-left")
    expect(case.locator("dd.want")).to_have_text(['"a"', "/b"])
    expect(case.locator("dd.got")).to_have_text(['"<b>b</b>"', "GET /a"])
    expect(case.locator("dd").last).to_have_text("GET /a, GET /b")
    expect(case.locator(".why")).to_contain_text("The card pCOFFEE is out of stock")
    expect(case.locator(".why .fix")).to_be_visible()
    expect(case).to_contain_text("wxemu test shop.scenario.yaml --case nothing-left")
    expect(case.locator("li")).to_have_count(2)
    expect(page.locator("details", has_text="no-page").locator("pre")).to_have_text("open: no page")


def test_one_language_at_a_time_and_failures_alone(page):
    expect(page.get_by_text("Anna takes a coupon.")).to_be_visible()
    expect(page.get_by_text("安娜领了一张券。")).to_be_hidden()
    page.get_by_role("radio", name="中文").check()
    expect(page.get_by_text("安娜领了一张券。")).to_be_visible()
    expect(page.get_by_text("Anna takes a coupon.")).to_be_hidden()
    page.get_by_role("radio", name="只看失败").check()
    expect(page.get_by_text("安娜领了一张券。")).to_be_hidden()
    expect(page.get_by_text("券已领完。")).to_be_visible()


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_no_serious_fault(page, width, theme):
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 900})
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
