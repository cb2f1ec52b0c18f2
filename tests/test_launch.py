"""Ways into a mini-program: https://developers.weixin.qq.com/miniprogram/dev/framework/app-service/scene.html"""

import json

import pytest
from support import SHOP, Shop, events

from emulator.errors import BadInput, WireError
from emulator.journal import why
from emulator.launch import launch_from
from emulator.server.traffic import line
from emulator.testing import AppUnderTest, open_project
from emulator.worldfile import projects_world


@pytest.fixture
def shop():
    return Shop().open()


def enter(shop, **params):
    return events(shop.line.say("Phone.openApp", {"appId": SHOP, **params}))


def test_a_cold_start_at_a_page_with_all_that_came_along(shop):
    referrer = {"appId": "wx5f1c0ffee0000001", "extraData": {"order": "7"}}
    params = {"path": "pages/home/home", "query": "id=1&from=x", "referrerInfo": referrer}
    [(instance, event, options)] = enter(shop, **params, fresh=True)[-1:]
    assert (instance, event) == ("i2", "launch")
    assert options["path"] == "pages/home/home"
    assert options["query"] == {"id": "1", "from": "x"}
    assert options["scene"] == 1037
    assert options["referrerInfo"] == referrer
    assert [app.instance for app in shop.phone.apps] == ["i2"]


def test_without_fresh_the_living_one_is_shown_there(shop):
    [*_, (instance, event, options)] = enter(shop, path="pages/home/home", scene=1011)
    assert (instance, event, options["scene"], options["reLaunch"]) == ("i1", "show", 1011, True)


def test_a_page_that_is_loaded_anew_enters_as_before(shop):
    enter(shop, path="pages/home/home?id=1", scene=1011, fresh=True)
    [(instance, event, options)] = events(shop.line.hello({}))
    assert (instance, event) == ("i3", "launch")
    assert (options["query"], options["scene"]) == ({"id": "1"}, 1011)


@pytest.mark.parametrize(
    ("params", "word"),
    [
        ({"path": 1}, "path"),
        ({"query": {}}, "query"),
        ({"scene": "1001"}, "scene"),
        ({"scene": True}, "scene"),
        ({"scene": 7}, "four digits"),
        ({"scene": 10011}, "four digits"),
        ({"referrerInfo": "wx1"}, "appId"),
        ({"referrerInfo": {"appId": "wx1", "extraData": "x"}}, "extraData"),
    ],
)
def test_what_makes_no_sense_is_refused(params, word):
    with pytest.raises(WireError, match=word):
        launch_from(params)


@pytest.mark.parametrize(("path", "query"), [("a?b=1", "c=2"), ("a", "?b=1&c=2"), ("a?b=1&c=2", "")])
def test_path_and_query_come_together(path, query):
    assert launch_from({"path": path, "query": query}).path == "a?b=1&c=2"


def test_a_page_that_is_not_there_opens_as_on_phones_and_the_journal_names_the_nearest(shop):
    """https://developers.weixin.qq.com/miniprogram/dev/reference/api/App.html#onPageNotFound-Object-object"""
    shop.world.projects[SHOP].app_json = {"pages": ["pages/home/home", "pages/member/member"]}
    assert enter(shop, path="/pages/memeber/member?id=1")[-1][2]["path"] == "pages/memeber/member"
    [told] = shop.world.journal.find("app.no-page")
    assert told.cause.id == "page.missing"
    assert told.cause.values["nearest"] == "pages/member/member"
    enter(shop, path="/pages/member/member?id=1")
    enter(shop, path="?id=1")
    assert len(shop.world.journal.find("app.no-page")) == 1


TARGET = "wx00000000000000bb"
PAGE = """Page({
  jump() { wx.navigateToMiniProgram({
    appId: '%s', path: 'a?n=1', extraData: { order: '7' }, envVersion: 'trial', noRelaunchIfPathUnchanged: true,
  }) },
  version() { return wx.getAccountInfoSync().miniProgram.envVersion },
  back() { wx.navigateBackMiniProgram({ extraData: { paid: true } }) },
})"""


def project(folder, app_id):
    folder.mkdir()
    config = {"pages": ["a"], "navigateToMiniProgramAppIdList": [TARGET]}
    files = {"project.config.json": json.dumps({"appid": app_id}), "app.json": json.dumps(config)}
    for name, text in {
        **files,
        "app.js": "App({ onLaunch() {}, onShow() {} })",
        "a.js": PAGE % TARGET,
        "a.wxml": f"<view>{app_id}</view>",
    }.items():
        (folder / name).write_text(text)
    return folder


def test_two_projects_jump_to_one_another_and_back(tmp_path):
    """https://developers.weixin.qq.com/miniprogram/dev/api/navigate/wx.navigateToMiniProgram.html"""
    roots = [project(tmp_path / "one", SHOP), project(tmp_path / "two", TARGET)]
    world, app_ids = projects_world(roots)
    assert app_ids == [SHOP, TARGET]
    with AppUnderTest(world, SHOP).open() as app:
        assert app.call("version") == "develop"
        app.tap(SHOP).call("jump")
        app.answer()
        assert app.front == TARGET
        assert app.call("version") == "trial"
        shown = app.told("App.onLaunch")[-1]
        assert (shown["path"], shown["query"], shown["scene"]) == ("a", {"n": "1"}, 1037)
        assert shown["referrerInfo"] == {"appId": SHOP, "extraData": {"order": "7"}}
        app.call("back")
        app.advance(0)
        assert app.front == SHOP
        assert app.told("App.onShow")[-1]["referrerInfo"] == {"appId": TARGET, "extraData": {"paid": True}}


def test_two_projects_of_one_app_id_are_refused(tmp_path):
    roots = [project(tmp_path / "one", SHOP), project(tmp_path / "two", SHOP)]
    with pytest.raises(BadInput, match="same app id"):
        projects_world(roots)


LEADS = {
    "goes": ("wx.navigateTo leads to pages/cuopon/cuopon, a page that is not there", "pages/home/home.js:5"),
    "moves": ("wx.redirectTo leads to pages/cuopon/cuopon, a page that is not there", "pages/home/home.js:8"),
    "changes": ("wx.switchTab leads to /pages/cuopon/cuopon, a page that is not there", "pages/home/home.js:9"),
    "starts": ("wx.reLaunch leads to pages/cuopon/cuopon, a page that is not there", "pages/home/home.js:10"),
    "link": ("wx.navigateTo leads to pages/cuopon/cuopon, a page that is not there", "pages/home/home.wxml"),
}


@pytest.mark.parametrize("how", LEADS)
def test_a_way_to_a_page_that_is_not_there_is_told_with_the_nearest(how, tmp_path):
    """The app gets WeChat's own words: https://developers.weixin.qq.com/miniprogram/dev/api/route/wx.navigateTo.html"""
    home = tmp_path / "pages" / "home"
    home.mkdir(parents=True)
    (tmp_path / "app.json").write_text('{"pages": ["pages/home/home", "pages/coupon/coupon", "pages/club/club"]}')
    (tmp_path / "app.js").write_text("App({})")
    (home / "home.js").write_text(
        "const url = '/pages/cuopon/cuopon?id=1'\n"
        "Page({\n"
        "  data: { words: '' },\n"
        "  goes() {\n"
        "    wx.navigateTo({\n"
        "      url, fail: ({ errMsg }) => this.setData({ words: errMsg }) })\n"
        "  },\n"
        "  moves() { wx.redirectTo({ url, success() {} }) },\n"
        "  changes() { wx.switchTab({ url }) },\n"
        "  async starts() { try { await wx.reLaunch({ url }) } catch (e) { this.setData({ words: e.errMsg }) } },\n"
        "})\n"
    )
    for page in ("coupon", "club"):
        (tmp_path / "pages" / page).mkdir()
        (tmp_path / "pages" / page / f"{page}.js").write_text("Page({})")
        (tmp_path / "pages" / page / f"{page}.wxml").write_text("<view/>")
    buttons = "".join(f'<button bindtap="{one}">{one}</button>' for one in LEADS if one != "link")
    (home / "home.wxml").write_text(
        f'{buttons}<navigator url="/pages/cuopon/cuopon?id=1">link</navigator><view>{{{{words}}}}</view>'
    )
    with open_project(tmp_path) as app:
        app.tap(how)
        [row] = app.world.journal.find("app.no-page")
        assert (row.says["en"], row.detail["where"], row.ok) == (*LEADS[how], False)
        assert row.cause is not None
        assert why(row.cause, "en").endswith("→ The nearest is pages/coupon/coupon")
        told = str(line(row, "zh"))
        assert "!!  wx." in told
        assert "pages/coupon/coupon" in told
        if how in ("goes", "starts"):
            assert ':fail page "pages/cuopon/cuopon?id=1" is not found' in app.text()
        assert app.page == "pages/home/home"
