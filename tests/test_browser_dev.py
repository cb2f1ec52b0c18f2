"""Your own project in real Chromium while its files are edited."""

import json

import httpx
import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from browser import Phone, chromium_path, demonstration, developing, faults  # noqa: E402
from playwright.sync_api import expect  # noqa: E402
from support import base_info  # noqa: E402

pytestmark = pytest.mark.skipif(chromium_path() is None, reason="no Chromium on this machine")

APP = "wx00000000000000aa"
FILES = {
    "project.config.json": json.dumps({"appid": APP}),
    "app.json": json.dumps({"pages": ["pages/home/home", "pages/more/more"]}),
    "pages/home/home.js": """Page({
  go() { wx.navigateTo({ url: '/pages/more/more?id=7' }) },
})""",
    "pages/home/home.wxml": "<view bindtap='go'>go on</view>",
    "pages/more/more.js": """Page({
  data: { taps: 0, id: '' },
  onLoad({ id }) { this.setData({ id }) },
  tap() { this.setData({ taps: this.data.taps + 1 }) },
})""",
    "pages/more/more.wxml": "<view class='line' bindtap='tap'>id {{id}} taps {{taps}}</view>",
    "pages/more/more.wxss": ".line { color: rgb(1, 2, 3) }",
}


class Desk(Phone):
    """A phone with a project that lies in a folder."""

    def __init__(self, chromium, info, folder):
        super().__init__(chromium, info)
        self.folder = folder

    def ready(self):
        expect(
            self.page.frame_locator(f'[data-app="{APP}"] iframe:not(.old-frame, .spare-frame)').get_by_text("go on")
        ).to_be_visible(timeout=20_000)

    @property
    def frame(self):
        return self.app(APP)

    def save(self, path, text):
        (self.folder / path).write_text(text, "utf-8")


def write(folder, files):
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


@pytest.fixture
def desk(chromium, tmp_path):
    write(tmp_path, FILES)
    with developing(str(tmp_path)) as info:
        desk = Desk(chromium, info, tmp_path)
        desk.open()
        yield desk
        desk.context.close()
        assert desk.errors == []


def test_a_day_at_the_desk(desk):
    desk.frame.get_by_text("go on").click()
    line = desk.frame.get_by_text("id 7 taps")
    line.click()
    expect(line).to_have_text("id 7 taps 1")

    # Styles are swapped under the running page, also the first ones of a file that had none.
    desk.save("pages/more/more.wxss", ".line { color: rgb(4, 5, 6) }")
    expect(line).to_have_css("color", "rgb(4, 5, 6)")
    desk.save("app.wxss", ".line { letter-spacing: 3px }")
    expect(line).to_have_css("letter-spacing", "3px")
    expect(line).to_have_text("id 7 taps 1")

    # What does not compile is told on the phone, and the page below can be used.
    desk.save("pages/more/more.js", "Page({ oops ]")
    bar = desk.seen("problems-bar")
    expect(bar).to_contain_text("pages/more/more.js:1:13")
    assert bar.bounding_box()["height"] < 100
    line.click()
    expect(line).to_have_text("id 7 taps 2")
    bar.get_by_role("button", name="放到一边").click()
    expect(desk.seen("problems-mark")).to_be_visible()

    # Mended: the app starts again at this page with its query.
    desk.save("pages/more/more.js", FILES["pages/more/more.js"].replace("taps: 0", "taps: 40"))
    expect(line).to_have_text("id 7 taps 40")
    expect(desk.seen("problems-mark")).to_have_count(0)
    expect(desk.page.locator(".old-frame")).to_have_count(0)
    expect(desk.page.locator(".spare-frame")).to_have_count(1)
    line.click()
    expect(line).to_have_text("id 7 taps 41")


def test_a_mistake_is_told_in_the_language_of_the_panel(desk):
    """They are the tool's words and not WeChat's: the phone may speak another."""
    desk.save("app.wxss", "@import 'gone.wxss';")
    bar = desk.seen("problems-bar")
    expect(bar).to_contain_text("找不到 @import 的文件 gone.wxss。")
    assert "does not exist" not in bar.inner_text()
    desk.page.get_by_role("radio", name="EN", exact=True).check(force=True)
    expect(bar).to_contain_text("The imported file gone.wxss does not exist.")
    bar.get_by_role("button", expanded=False).click()
    whole = desk.seen("problems")
    expect(whole).to_contain_text("app.wxss:1:1")
    assert "找不到" not in whole.inner_text()
    desk.page.keyboard.press("Escape")
    expect(bar).to_be_visible()
    assert faults(desk.page, frames=1) == []


def test_a_long_mistake_takes_up_to_three_lines_of_the_bar_and_opens(desk):
    """What matters is read without a click; what is longer yet ends in an ellipsis, and an arrow says that it opens."""
    desk.page.set_viewport_size({"width": 1440, "height": 900})
    bar = desk.seen("problems-bar")
    says = bar.locator(".compile-says")
    line = "element => element.clientHeight / parseFloat(getComputedStyle(element).lineHeight)"
    cut = "element => element.scrollHeight > element.clientHeight"
    heights = []
    for length in (4, 30, 900):
        name = "gone" * (length // 4)
        desk.save("app.wxss", f"@import '{name}.wxss';")
        expect(bar).to_contain_text(name)
        heights.append((round(says.evaluate(line)), says.evaluate(cut)))
    assert heights == [(1, False), (3, False), (3, True)]
    expect(bar.locator(".compile-turn svg")).to_be_visible()
    opener = bar.get_by_role("button", expanded=False)
    expect(opener).to_have_attribute("title", "无法编译：1 处错误 · 展开全部")
    assert faults(desk.page, frames=1) == []
    opener.click()
    whole = desk.seen("problems").locator("li p")
    assert whole.inner_text().count("gone") == 225
    assert not whole.evaluate(cut)


def test_what_never_compiled_fills_the_screen_until_it_is_mended(chromium, tmp_path):
    write(tmp_path, {**FILES, "app.json": '{"pages": ["pages/home/home",]}'})
    with developing(str(tmp_path)) as info:
        desk = Desk(chromium, info, tmp_path)
        desk.page.goto(info["url"])
        told = desk.seen("problems")
        expect(told).to_contain_text("app.json:1:29")
        expect(told).to_contain_text("] 前多了一个逗号")
        expect(told.get_by_role("button")).to_have_count(0)
        assert faults(desk.page, frames=1) == []
        desk.save("app.json", FILES["app.json"])
        desk.ready()
        expect(told).to_have_count(0)
        desk.context.close()
        assert desk.errors == []


def test_an_instance_that_ended_is_not_kept(desk):
    """Its frame is large, with the whole project in it, and there are hundreds of them on a working day."""
    for number in range(8):
        desk.save("pages/home/home.wxml", f"<view bindtap='go'>go on</view><view>saved {number}</view>")
        expect(desk.frame.get_by_text(f"saved {number}", exact=True)).to_be_visible()
        expect(desk.page.locator(".spare-frame")).to_have_count(1)
    devtools = desk.context.new_cdp_session(desk.page)
    kind = devtools.send("Runtime.evaluate", {"expression": "HTMLIFrameElement.prototype"})["result"]["objectId"]
    alive = devtools.send("Runtime.queryObjects", {"prototypeObjectId": kind})["objects"]["objectId"]
    count = {"objectId": alive, "functionDeclaration": "function () { return this.length }", "returnByValue": True}
    assert devtools.send("Runtime.callFunctionOn", count)["result"]["value"] < 6


def test_a_handler_that_does_not_exist_is_told_once(desk):
    desk.save("pages/home/home.wxml", "<view bindtap='og'>go nowhere</view>")
    nowhere = desk.frame.get_by_text("go nowhere")
    nowhere.click()
    nowhere.click()
    desk.until(lambda: desk.journal("console.warn", "event") != [])
    said = 'Component "pages/home/home" does not have a method "og" to handle event "tap".'
    told = f"{said} The nearest is go"
    assert [row["detail"]["text"] for row in desk.journal("console.warn", "event")] == [told]


def looping(desk):
    """A tap on the home page makes a loop without end, once the tap itself has been answered."""
    desk.save("pages/home/home.js", "Page({ go() { setTimeout(() => { console.log('round'); for (;;) {} }, 100) } })")
    desk.until(lambda: len(desk.journal("project.changed", "event")) == 1)
    expect(desk.page.locator(".old-frame")).to_have_count(0)
    desk.ready()
    desk.frame.get_by_text("go on").click()
    desk.until(lambda: desk.journal("console.log", "event") != [])


def mended(desk):
    desk.save("pages/home/home.js", FILES["pages/home/home.js"])
    desk.until(lambda: len(desk.journal("project.changed", "event")) == 2)
    desk.ready()
    desk.frame.get_by_text("go on").click()
    expect(desk.frame.get_by_text("id 7 taps 0")).to_be_visible()


def test_a_loop_without_end_is_told_and_the_saved_fix_recovers(desk):
    """It outlives its frame, and holds the process in which every later one would start."""
    looping(desk)
    expect(desk.page.get_by_role("heading", name="小程序没有响应")).to_be_visible(timeout=20_000)
    desk.until(lambda: desk.journal("app.hung", "event") != [])
    mended(desk)
    [hung] = desk.journal("app.hung", "event")
    assert (hung["ok"], hung["detail"]) == (False, {"page": "pages/home/home"})
    assert "没有尽头的循环" in hung["cause"]["says"]["zh"]
    assert "a loop without end" in hung["cause"]["says"]["en"]


def test_a_fix_that_is_saved_before_the_loop_is_noticed_recovers_too(desk):
    looping(desk)
    mended(desk)
    assert desk.journal("app.hung", "event") == []


def test_a_look_into_the_app(desk):
    desk.frame.get_by_text("go on").click()
    line = desk.frame.get_by_text("id 7 taps")
    expect(line).to_be_visible()
    tab = desk.page.locator(".view-tabs")

    tab.get_by_test_id("tab-page").click()
    expect(desk.seen("tree")).to_contain_text('view class="line"id 7 taps 0')
    desk.seen("tree").get_by_text("id 7 taps 0").hover()
    expect(desk.frame.locator(".wx--highlight")).to_be_visible()
    desk.seen("data").get_by_role("button", name="taps").click()
    desk.seen("data").get_by_role("textbox").fill("41")
    desk.page.keyboard.press("Enter")
    expect(line).to_have_text("id 7 taps 41")
    line.click()
    expect(desk.seen("data")).to_contain_text("taps42")

    tab.get_by_test_id("tab-storage").click()
    storage = desk.seen("storage")
    storage.get_by_role("textbox").fill("seen")
    desk.page.keyboard.press("Enter")
    storage.get_by_role("button", name="seen").first.click()
    storage.locator("textarea").fill("a text")
    desk.page.keyboard.press("Enter")
    expect(storage.locator('[data-key="seen"]')).to_contain_text('"a text"')

    desk.save("pages/more/more.js", "Page({ onLoad() { wx.request({ url: 'http://127.0.0.1:1/menu' }) } })")
    tab.get_by_test_id("tab-network").click()
    request = desk.seen("request").first
    expect(request).to_contain_text("127.0.0.1:1/menu")
    expect(request).to_contain_text("ERR_CONNECTION_REFUSED")
    tab.get_by_test_id("tab-storage").click()
    expect(storage.locator('[data-key="seen"]')).to_contain_text('"a text"')


def test_a_link_enters_at_a_page_with_its_query_scene_and_referrer(desk):
    extra = '{"order": 7}'
    desk.page.goto(f"{desk.info['url']}&page=pages/more/more&query=id%3D9&scene=1037&referrer=wx1&extra={extra}")
    desk.page.reload()
    expect(desk.frame.get_by_text("id 9 taps 0")).to_be_visible()
    launched = desk.journal("app.launch", "event")[-1]["detail"]
    assert launched["referrerInfo"] == {"appId": "wx1", "extraData": {"order": 7}}

    desk.seen("fold-launch").locator("summary").click()
    desk.seen("launch-query").fill("id=10")
    desk.seen("launch-page").fill("pages/more/more")
    desk.seen("launch-start").click()
    expect(desk.frame.get_by_text("id 10 taps 0")).to_be_visible()


def test_a_mistake_in_the_world_file_is_told_on_the_phone_until_it_is_mended(desk):
    desk.save("world.yaml", "merchant: {name: Coffee}\ncards:\n  latte: {stock: many}\n")
    told = desk.seen("problems-bar")
    expect(told).to_contain_text("world.yaml:3:18")
    expect(told).to_contain_text("cards.latte.stock: 应是整数，不是文字")
    desk.frame.get_by_text("go on").click()
    expect(desk.frame.get_by_text("id 7 taps")).to_be_visible()
    desk.save("world.yaml", "merchant: {name: Coffee}\ncards:\n  latte: {stock: 3}\n")
    expect(told).to_have_count(0)
    expect(desk.frame.get_by_text("id 7 taps")).to_be_visible()


def test_one_broken_page_keeps_nobody_from_the_others(chromium, tmp_path):
    """What is wrong is told from the start, the rest is used and worked on; a TypeScript error has its own place."""
    home = "interface Cup { size: number }\n\nPage({ go() { const cup: Cup = { size: 1 }\n  this.gone(cup.size) } })"
    broken = {
        "app.json": json.dumps({"pages": ["pages/home/home", "pages/more/more", "pages/gone/gone"]}, indent=1),
        "pages/more/more.wxml": "<view/>\n<include src='more'/>",
        "pages/home/home.wxml": "<view bindtap='go'>go on</view><image src='/gone.png'/>",
        "pages/home/home.ts": home,
    }
    write(tmp_path, {**FILES, **broken})
    (tmp_path / "pages/home/home.js").unlink()
    with developing(str(tmp_path)) as info:
        desk = Desk(chromium, info, tmp_path)
        desk.open()
        desk.seen("problems-bar").get_by_role("button", expanded=False).click()
        told = desk.seen("problems")
        expect(told).to_contain_text("pages/more/more.wxml:2:1")
        expect(told).to_contain_text("more.wxml → pages/more/more.wxml")
        expect(told).to_contain_text("app.json:5:3")
        assert faults(desk.page, frames=1) == []
        told.get_by_role("button", name="收起").click()
        expect(desk.frame.locator("wx-image img")).to_have_css("visibility", "hidden")
        desk.frame.get_by_text("go on").click()
        expect(desk.page.get_by_text("this.gone is not a function").first).to_be_visible()
        [error] = desk.journal("app.error", "event")
        assert error["detail"]["where"] == "pages/home/home.ts:4"
        desk.save("pages/home/home.wxml", "<view bindtap='go'>went on</view><canvas type='2d' id='c'/>")
        expect(desk.frame.get_by_text("went on")).to_be_visible()

        # What only the browser hears, such as the onload of an image, is told like any other error.
        desk.save(
            "pages/home/home.ts",
            """Page({ onReady() {
          wx.createSelectorQuery().select('#c').node(({ node }) => {
            const image = node.createImage()
            image.onerror = () => { throw new Error('no picture') }
            image.src = '/gone.png'
          }).exec()
        } })""",
        )
        expect(desk.page.get_by_text("no picture").first).to_be_visible()
        assert [entry["detail"]["where"] for entry in desk.journal("app.error", "event")][-1] == "pages/home/home.ts:4"
        desk.context.close()


def test_rules_reach_the_ids_of_their_own_template(chromium, tmp_path):
    """Of nodes and of components; what a page's rules say of an id does not reach into a component."""
    component = {
        "c.json": '{"component": true}', "c.js": "Component({})", 
        "c.wxml": "<view id='a'>inner</view><text id='b'>b</text>",
        "c.wxss": "#b { color: rgb(0, 0, 3) }",
    }  # fmt: skip
    page = {
        "pages/home/home.json": '{"usingComponents": {"own-c": "/c"}}',
        "pages/home/home.wxml": "<view id='a'>go on</view><own-c id='c'/>",
        "pages/home/home.wxss": "#a { color: rgb(0, 0, 1) } #b { color: red } #c { position: absolute; height: 77px }",
    }
    write(tmp_path, {**FILES, **component, **page})
    with developing(str(tmp_path)) as info:
        desk = Desk(chromium, info, tmp_path)
        desk.open()
        expect(desk.frame.get_by_text("go on")).to_have_css("color", "rgb(0, 0, 1)")
        expect(desk.frame.get_by_text("inner")).to_have_css("color", "rgb(0, 0, 0)")
        expect(desk.frame.locator("wx-own-c")).to_have_css("height", "77px")
        expect(desk.frame.get_by_text("b", exact=True)).to_have_css("color", "rgb(0, 0, 3)")
        desk.context.close()


def test_two_people_and_a_card_without_a_mini_program(chromium):
    """A friend's phone beside the first: a card claimed by a link, given away, taken there."""
    with demonstration() as info:
        anna = Phone(chromium, info).open()
        card_id = gift_card(info)
        anna.seen("home-gesture").click()
        anna.seen("scan").click()
        anna.seen("scan-text").fill(card_id)
        anna.page.keyboard.press("Enter")
        anna.seen("offer-claim").click()
        expect(anna.seen("screen-card")).to_contain_text("拿铁券")

        with anna.context.expect_page() as opened:
            anna.seen("other-phone").click()
        ben = opened.value
        expect(ben.get_by_text("Ben 2").first).to_be_visible()
        anna.seen("card-give").click()
        ben.get_by_test_id("gift").click()
        expect(ben.get_by_test_id("gift")).to_have_count(0)
        ben.get_by_test_id("open-wallet").click()
        expect(ben.get_by_test_id("wallet-card")).to_have_count(1)
        anna.context.close()
        assert anna.errors == []


def gift_card(info):
    """A card of the coffee house's official account that may be given to friends."""
    official = info["accounts"][1]
    with httpx.Client(base_url=info["merchant_api"], trust_env=False) as client:
        query = {"grant_type": "client_credential", "appid": official["appid"], "secret": official["secret"]}
        token = {"access_token": client.get("/cgi-bin/token", params=query).json()["access_token"]}
        card = {"card_type": "GIFT", "gift": {"base_info": base_info(), "gift": "latte"}}
        made = client.post("/card/create", params=token, json={"card": card}).json()
    return made["card_id"]
