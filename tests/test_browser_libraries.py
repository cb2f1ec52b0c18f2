"""Every component of the libraries, one page after another, in one mini-program on one phone in real Chromium.

It shows what V8 alone cannot: 200 pages of styles side by side, observers, canvases, and what a page leaves behind.
"""

import json
import shutil
from collections import defaultdict

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from browser import Phone, chromium_path, developing  # noqa: E402
from libraries import LIBRARIES, pages_of, write_app, write_page  # noqa: E402
from playwright.sync_api import expect  # noqa: E402

pytestmark = pytest.mark.skipif(chromium_path() is None, reason="no Chromium on this machine")

APP = "wx00000000000000ab"

#: Milliseconds that a page is looked at, for its timers and observers; and after which it counts as stuck.
LOOK, STUCK = 40, 4_000

#: What opens in V8 and yet tells of an error here: TDesign's colour picker measures itself while its popup is closed,
#: and leaves the refusal to nobody, which only a browser notices.
UNHEARD = {"tdesign-miniprogram": 1}

WALK = """
const pages = PAGES
let at = -1, timer
App({
  go() {
    clearTimeout(timer)
    at += 1
    if (at >= pages.length) return wx.reLaunch({ url: '/pages/end' })
    console.info('open ' + pages[at])
    timer = setTimeout(() => { console.error('stuck'); this.go() }, STUCK)
    wx.reLaunch({ url: '/' + pages[at], fail: ({ errMsg }) => { console.error(errMsg) } })
  },
  opened() {
    clearTimeout(timer)
    timer = setTimeout(() => this.go(), LOOK)
  },
})
"""


@pytest.fixture
def project(libraries, tmp_path):
    """A page for each component of each library, walked through by the app itself."""
    pages = []
    for number, (name, (folder, there, _)) in enumerate(LIBRARIES.items()):
        own = pages_of(libraries / name / folder, tmp_path, f"lib{number}", "Page({ onReady() { getApp().opened() } })")
        assert len(own) == there
        pages += own
    write_page(tmp_path, "pages/start", {}, "<view>ready</view>", "Page({ onReady() { getApp().go() } })")
    write_page(tmp_path, "pages/end", {}, "<view>all opened</view>", "Page({})")
    script = WALK.replace("PAGES", json.dumps(pages)).replace("STUCK", str(STUCK)).replace("LOOK", str(LOOK))
    write_app(tmp_path, ["pages/start", *pages, "pages/end"], script)
    (tmp_path / "project.config.json").write_text(json.dumps({"appid": APP}), "utf-8")
    return tmp_path


def test_components_open_in_a_browser_one_after_another(chromium, project):
    with developing(str(project)) as info:
        phone = Phone(chromium, info)
        phone.page.goto(info["url"])
        expect(phone.app(APP).get_by_text("all opened")).to_be_visible(timeout=120_000)
        told = failures(phone.admin("GET", "journal")["entries"])
        phone.context.close()
        # Of the page itself; rejections that nobody caught are the app's, and among what was told.
        assert [error for error in phone.errors if error != "null"] == []
    for number, (name, (_, there, floor)) in enumerate(LIBRARIES.items()):
        opened = [page for page in told if page.startswith(f"pages/lib{number}/")]
        assert len(opened) == there
        failed = {page: told[page] for page in opened if told[page]}
        assert there - len(failed) >= floor - UNHEARD.get(name, 0), (name, failed)


#: As WeUI's own example writes them:
#: https://github.com/wechat-miniprogram/weui-miniprogram/tree/master/src/example/form
WEUI = """
<mp-cells title="one"><mp-checkbox-group prop="radio" multi="{{false}}">
  <mp-checkbox label="A" value="1" checked/><mp-checkbox label="B" value="2"/>
</mp-checkbox-group></mp-cells>
<mp-cells title="many"><mp-checkbox-group prop="checkbox" multi="{{true}}">
  <mp-checkbox label="C" value="1" checked/><mp-checkbox label="D" value="2"/>
</mp-checkbox-group></mp-cells>
<button class="weui-btn weui-btn_primary weui-btn_loading"><view class="weui-mask-loading"/>busy</button>
"""

#: Icons of WeUI are a colour seen through a mask, or a picture: these would be squares of nothing but colour.
SQUARES = """icons => icons.map(icon => getComputedStyle(icon)).filter(look =>
  look.maskImage === 'none' && look.backgroundImage === 'none' && look.backgroundColor !== 'rgba(0, 0, 0, 0)').length"""


def test_the_icons_of_weui_are_no_squares(chromium, libraries, tmp_path):
    shutil.copytree(libraries / "weui-miniprogram" / "miniprogram_dist", tmp_path / "miniprogram_npm/weui-miniprogram")
    used = {f"mp-{name}": f"weui-miniprogram/{name}/{name}" for name in ("cells", "checkbox", "checkbox-group")}
    write_page(tmp_path, "pages/a", {"usingComponents": used}, WEUI, "Page({})")
    app = {"pages": ["pages/a"], "useExtendedLib": {"weui": True}, "style": "v2"}
    (tmp_path / "app.json").write_text(json.dumps(app), "utf-8")
    (tmp_path / "project.config.json").write_text(json.dumps({"appid": APP}), "utf-8")
    with developing(str(tmp_path)) as info:
        phone = Phone(chromium, info)
        phone.page.goto(info["url"])
        icons = phone.app(APP).locator(".weui-icon-checked, .weui-mask-loading")
        expect(icons).to_have_count(5, timeout=20_000)
        assert icons.evaluate_all(SQUARES) == 0
        phone.context.close()


def failures(entries):
    """By page: what was thrown, or written to the console as an error, while it was the one in sight."""
    told: dict[str, list[str]] = defaultdict(list)
    page = ""
    for entry in entries:
        detail = entry["detail"]
        if entry["kind"] == "console.info" and detail["text"].startswith("open pages/"):
            page = detail["text"].removeprefix("open ")
            told[page] = []
        elif entry["kind"] == "app.error":
            told[page].append(detail["message"])
        elif entry["kind"] == "console.error":
            told[page].append(detail["text"])
    return told
