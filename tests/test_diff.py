"""Two sealed pages side by side: where they part, in words, in two columns, and to a program."""

import pytest
from browser import ARGUMENTS, chromium_path, faults
from click.testing import CliRunner

from emulator.cli import commands
from emulator.errors import BadInput
from emulator.scenario.comparing import Row, Side, compared
from emulator.scenario.format import FORMAT

STORY = f"""\
format: {FORMAT}
title: Coupons / 优惠券
world:
  merchant: {{}}
  cards: {{ coffee: {{ card_id: pCOFFEE }} }}
cases:
  - case: takes
    says: Anna takes it. / 安娜领了。
    steps: [{{ call: addCard, with: {{ cards: [coffee] }}, user: accepts }}]
    expect: {{}}
  - case: leaves
    says: Anna leaves. / 安娜走了。
    steps: [{{ call: addCard, with: {{ cards: [coffee] }}, user: cancels }}]
    expect: {{}}
"""


def run(*arguments):
    return CliRunner().invoke(commands, [*map(str, arguments), "--lang", "en"])


@pytest.fixture
def pages(tmp_path):
    file = tmp_path / "s.scenario.yaml"
    file.write_text(STORY, "utf-8")
    for case in ("takes", "leaves"):
        made = run("export", tmp_path / f"{case}.html", "--html", "--scenario", file, "--case", case)
        assert made.exit_code == 0, made.output
    return tmp_path / "takes.html", tmp_path / "leaves.html"


def test_where_two_runs_part_is_told_with_the_reason(pages):
    told = run("diff", *pages)
    assert told.exit_code == 1
    lines = told.output.splitlines()
    assert lines[0].startswith("- takes.html  Coupons")
    assert lines[1].startswith("+ leaves.html  Coupons")
    assert any(line.startswith("~ wechat   WeChat answers addCard") for line in lines), told.output
    assert "    - cause  " not in told.output, "there was none"
    assert "    + cause  user.cancelled" in told.output
    assert any(line.startswith("- ") and "user_get_card" in line for line in lines), "only one told the merchant"
    assert any(line.endswith(" alike") for line in lines)


def test_a_run_is_like_itself(pages):
    told = run("diff", pages[0], pages[0])
    assert told.exit_code == 0
    assert told.output.splitlines()[-1] == "The two are alike"


def test_what_is_drawn_anew_in_each_run_does_not_count():
    def side(code, at, call):
        detail = {"call": call, "at": at, "detail": {"code": code, "bonus": 88}}
        return Side("x", "t", [Row(1, "app", "addCard.success", "event", True, {"zh": "", "en": ""}, detail=detail)])

    one = side("123456789012", 1_700_000_000_000, 3)
    assert compared(one, side("987654321098", 1_800_000_000_000, 7)).first is None
    other = side("987654321098", 1_800_000_000_000, 7)
    other.rows[0].detail["detail"]["bonus"] = 90
    parted = compared(one, other).first
    assert parted is not None
    assert [(one.path, one.one, one.other) for one in parted.changed] == [("detail.bonus", "88", "90")]


def side(*rows):
    """*rows*: ``/x`` begins, ``/x ok`` is answered, anything else is told."""
    made, starts = [], {}
    for seq, text in enumerate(rows, 1):
        url, _, ended = text.partition(" ")
        says = {"zh": "", "en": ""}
        if not text.startswith("/"):
            made.append(Row(seq, "app", text, "event", True, says))
        elif not ended:
            starts[url] = seq
            detail = {"call": seq, "params": {"url": url}}
            made.append(Row(seq, "app", "wx.request", "start", True, says, instance="i1", detail=detail))
        else:
            detail = {"call": starts[url], "detail": {"data": ended}}
            made.append(Row(seq, "app", "request.success", "event", True, says, instance="i1", detail=detail))
    return Side("x", "t", made)


def parted(*sides):
    pairs = [pair for pair in compared(*sides).pairs if not pair.alike]
    return [(pair.one and pair.one.seq, pair.other and pair.other.seq) for pair in pairs]


def test_requests_that_are_under_way_together_may_come_in_any_order():
    one = side("a", "/x", "/y", "/z", "/x ok", "/y ok", "/z ok", "b")
    assert parted(one, side("a", "/z", "/y", "/x", "/y ok", "/z ok", "/x ok", "b")) == []
    assert parted(one, side("a", "/x", "/y", "/z", "/z ok", "/y other", "/x ok", "b")) == [(6, 6)]


def test_requests_one_after_the_other_in_another_order_are_not_alike():
    one, other = side("a", "/x", "/x ok", "b", "/y", "/y ok"), side("a", "/y", "/y ok", "b", "/x", "/x ok")
    assert parted(one, other) != []
    assert parted(side("/x", "/y", "/x ok", "/y ok"), side("/x", "/x ok", "/y", "/y ok")) != []


def test_a_page_that_is_none_is_refused_in_one_line(pages, tmp_path):
    file = tmp_path / "other.html"
    file.write_text("<p>hello")
    with pytest.raises(BadInput, match=r"other\.html: this HTML file is no sealed session"):
        CliRunner().invoke(commands, ["diff", str(pages[0]), str(file)], catch_exceptions=False, standalone_mode=False)
    broken = tmp_path / "broken.html"
    broken.write_text(pages[0].read_text("utf-8").replace('"lane":"app"', '"lane":7', 1), "utf-8")
    with pytest.raises(BadInput, match="damaged: entries"):
        CliRunner().invoke(commands, ["diff", str(pages[0]), str(broken)], catch_exceptions=False)


def test_the_page_stands_in_two_columns_and_hinders_nobody(pages, tmp_path):
    sync = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if chromium_path() is None:
        pytest.skip("no Chromium here")
    file = tmp_path / "diff.html"
    told = run("diff", *pages, "--html", file)
    assert told.exit_code == 1
    assert told.output.splitlines()[-1] == f"Wrote {file}: two columns"
    with (
        sync.sync_playwright() as driver,
        driver.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS) as browser,
    ):
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(file.as_uri())
        sync.expect(page.get_by_role("heading", name="The two are not alike")).to_be_visible()
        cells = page.locator(".changed", has_text="user.cancelled").first.locator(".cell")
        assert cells.nth(0).bounding_box()["x"] < cells.nth(1).bounding_box()["x"]
        sync.expect(page.locator("details .same").first).to_be_hidden()
        page.locator("summary").first.click()
        sync.expect(page.locator("details .same").first).to_be_visible()
        for theme in ("light", "dark"):
            for width in (360, 1440):
                page.emulate_media(color_scheme=theme)
                page.set_viewport_size({"width": width, "height": 900})
                assert faults(page) == [], (theme, width)
                assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.get_by_role("radio", name="中文").check()
        sync.expect(page.get_by_role("heading", name="两次不一样")).to_be_visible()
