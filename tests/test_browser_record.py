"""What is clicked in a browser becomes a file that reads as a person would write it, and that passes."""

import json
import re
import secrets
import signal
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from browser import ARGUMENTS, Phone, chromium_path, demonstration, faults, fill_the_form, recording, to_the_component  # noqa: E402
from click.testing import CliRunner  # noqa: E402
from playwright.sync_api import expect, sync_playwright  # noqa: E402

from emulator.cli import commands  # noqa: E402
from emulator.crypto import sign_card  # noqa: E402

pytestmark = pytest.mark.skipif(chromium_path() is None, reason="no Chromium on this machine")

BY_HAND = """\
# Recorded by clicking; run it with: wxemu test club.scenario.yaml
# 点着录下来的；这样再跑一遍：wxemu test club.scenario.yaml
format: wxemu-scenario/1
title: 山丘咖啡, (when)
app: wxemu:coffee
world:
  clock: { starts_at: '(when)' }

cases:
  - case: club
    says: Say here in one sentence what this shows (TAPS). / 在这里用一句话说明（TAPS）。
    steps:
      # on pages/home/home
      - tap: { text: 领取, near: 拿铁半价 }
      - { expect_call: addCard, user: accepts }
      - tap: 会员
      # on pages/member/member
      - tap: 立即入会
      - { expect_call: navigateToMiniProgram, with: {appId: wxeb490c6f9b154ef9}, user: accepts }
      - { user: submits_form, with: {USER_FORM_INFO_FLAG_NAME: 安娜} }
      - user: comes_back
      - tap: 打开会员卡
      - user: swipes_back
    expect:
      app_saw:
        - addCard.complete: { errMsg: 'addCard:ok', cardList: [{isSuccess: true}] }
        - navigateToMiniProgram.complete: { errMsg: 'navigateToMiniProgram:ok' }
        - App.onShow: { scene: 1038, referrerInfo: {extraData: {activate_ticket: $ticket, card_id: $any, code: $code}} }
        - openCard.complete: { errMsg: 'openCard:ok' }
"""

PROJECT = {
    "project.config.json": '{"appid": "wx00000000000000aa"}',
    "app.json": '{"pages": ["pages/a/a"]}',
    "pages/a/a.wxml": """
        <view class="row" wx:for="{{rows}}" wx:key="*this">
          <text>{{item}}</text><button data-row="{{item}}" bindtap="buy">Buy</button>
        </view>
        <image class="heart" src="/heart.svg" bindtap="like"/>
        <input class="name" placeholder="Your name" bindinput="named"/>
        <picker class="size" range="{{['small', 'large']}}" bindchange="sized"><text>Size</text></picker>
        <text>{{told}}</text>""",
    "pages/a/a.js": """Page({
        data: {rows: [], told: ''},
        onLoad() {
          wx.request({url: 'https://api.shop.example/menu?now=' + Date.now(), success: ({data}) => this.setData(data)})
        },
        tell(text) { this.setData({told: this.data.told + text}) },
        buy(event) { this.tell(' bought ' + event.currentTarget.dataset.row) },
        like() {
          wx.showModal({title: 'Really?', success: ({confirm}) => this.tell(confirm ? ' liked' : ' not liked')})
        },
        named({detail}) { this.setData({name: detail.value}) },
        sized({detail}) { setTimeout(() => this.tell(` ${this.data.name} wants ${detail.value}`), 400) },
    })""",
}


def ending(phone, process):
    """What it has told; the page's line goes through this thread, which must not stand still meanwhile."""
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        phone.page.wait_for_timeout(50)
    return process.communicate(timeout=1)


@contextmanager
def backend(answers):
    """Somebody's own server; its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            status, body = answers[self.path.partition("?")[0]]
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def log_message(self, *rest):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def world(folder, address):
    """A world file in which the shop's host is that server."""
    file = folder / "mine.yaml"
    file.write_text(f'hosts: {{api.shop.example: "{address}"}}\n')
    return str(file)


@pytest.fixture
def browser():
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
        yield browser
        browser.close()


def without_times(text):
    return re.sub(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d\+08:00)?", "(when)", text)


def passes(file):
    told = CliRunner().invoke(commands, ["test", str(file), "--lang", "en"])
    assert told.exit_code == 0, told.output


def plays_offline(browser, file):
    """The sealed page, from disk, with the network off: seen at each width, by day and by night."""
    context = browser.new_context(offline=True, locale="zh-CN", viewport={"width": 1440, "height": 900})
    player = context.new_page()
    wrong, asked = [], []
    player.on("pageerror", lambda error: wrong.append(str(error)))
    player.on("request", lambda request: asked.append(request.url))
    player.goto(file.as_uri())
    screen = player.frame_locator("#stage iframe:not(.coming)")
    player.get_by_text("场景文件").click()
    expect(player.locator("#parcel pre")).to_contain_text("tap: {text: 领取, near: 拿铁半价}")
    expect(player.locator("#dropped")).to_be_hidden()
    for width in (360, 768, 1440, 1920):
        for theme in ("light", "dark"):
            player.set_viewport_size({"width": width, "height": 900})
            player.emulate_media(color_scheme=theme)
            assert player.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
            assert faults(player, frames=1) == [], (width, theme)
    player.locator("#time").fill(player.locator("#time").get_attribute("max") or "")
    expect(screen.frame_locator("iframe[srcdoc*=wx-]").get_by_text("欢迎加入山丘会").first).to_be_visible()
    assert wrong == []
    assert [url for url in asked if not url.startswith(("file:", "data:", "about:"))] == []
    context.close()


def test_clicking_through_the_coffee_house_gives_a_scenario_that_passes(browser, tmp_path):
    file = tmp_path / "club.scenario.yaml"
    page = tmp_path / "club.html"
    with recording("-o", str(file), "--html", str(page)) as (info, process):
        phone = Phone(browser, info).open()
        phone.take("拿铁半价")
        phone.claim()
        phone.back_in_the_shop()
        to_the_component(phone)
        fill_the_form(phone)
        phone.component.get_by_role("button", name="激活会员卡").click()
        expect(phone.shop.get_by_text("欢迎加入山丘会")).to_be_visible(timeout=20_000)
        phone.shop.get_by_text("打开会员卡", exact=True).click()
        phone.seen("screen-back").click()
        expect(phone.seen("screen-card")).to_have_count(0)
        phone.seen("record").click()
        out, told = ending(phone, process)
        recorded = phone.seen("recorded")
        expect(recorded).to_contain_text(str(file.resolve()))
        expect(recorded).to_contain_text(f"wxemu test {file.resolve()}")
        expect(phone.seen("link-state")).to_have_text("已结束")
        expect(phone.page.get_by_text("这个页面可以关掉了")).to_be_visible()
        assert faults(phone.page, frames=1) == []
        assert phone.errors == []
    text = file.read_text("utf-8")
    assert process.returncode == 0, (out, told)
    assert "passes" in out or "通过" in out
    assert without_times(text).startswith(BY_HAND.replace("TAPS", "会员, 立即入会, 打开会员卡")), text
    assert "      page: pages/member/member\n" in text
    assert "wallet: { 拿铁半价券: 1, 山丘会员卡: {count: 1, active: true, bonus: 88} }\n" in text
    assert {one.name for one in tmp_path.iterdir()} == {file.name, page.name}
    passes(file)
    passes(page)
    plays_offline(browser, page)


def test_places_without_a_text_of_their_own_typing_and_waiting(browser, tmp_path, monkeypatch):
    root = tmp_path / "shop"
    for path, text in PROJECT.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    file = tmp_path / "buys.scenario.yaml"
    monkeypatch.chdir(tmp_path)
    menu = {"/menu": (200, {"rows": ["Latte", "Mocha"]})}
    with (
        backend(menu) as address,
        recording(str(root), "-o", str(file), "--world", world(tmp_path, address)) as (info, process),
    ):
        phone = Phone(browser, info)
        phone.page.goto(info["url"])
        app = phone.app("wx00000000000000aa")
        app.get_by_role("button", name="Buy").nth(1).click()
        app.locator(".heart").click()
        phone.agree()
        expect(app.get_by_text("bought Mocha liked")).to_be_visible()
        app.get_by_role("textbox").fill("Anna")
        app.get_by_text("Size").click()
        app.get_by_text("完成", exact=True).or_(app.get_by_text("确定", exact=True)).first.click()
        expect(app.get_by_text("bought Mocha liked Anna wants 0")).to_be_visible()
        phone.until(lambda: "Anna wants 0" in phone.admin("GET", "recording")["text"])
        process.send_signal(signal.SIGINT)
        out, told = process.communicate(timeout=60)
    text = file.read_text("utf-8")
    assert process.returncode == 0, (out, told, text)
    steps = re.findall(r"      - (.*)", text.partition("expect:")[0])
    assert re.fullmatch(r"move_clock: \d+s   # so long the user waited", steps.pop())
    assert steps == [
        "tap: { text: Buy, near: Mocha }",
        "tap: { selector: .heart }",
        "user: accepts",
        "{ type: Anna, into: .name }",
        "{ choose: 0, in: .size }",
    ]
    assert "backend:\n    GET https://api.shop.example/menu: { data: {rows: [Latte, Mocha]} }\n" in text
    assert "app: shop\n" in text
    assert "page_shows: [bought Mocha liked Anna wants 0]" in text
    passes(file)


def test_the_pages_button_records_from_the_start_and_says_whether_it_passes(browser, tmp_path):
    with demonstration() as info:
        phone = Phone(browser, info).open()
        phone.take("拿铁半价")
        phone.claim()
        phone.back_in_the_shop()
        phone.seen("record").click()
        expect(phone.seen("record")).to_have_class(re.compile("do"))
        phone.ready()
        assert phone.wallet() == []
        phone.take("手冲体验")
        phone.seen("sheet-back").click()
        phone.says("没关系，券给你留着。")
        with phone.page.expect_download(timeout=30_000) as saved:
            phone.seen("record").click()
        file = tmp_path / saved.value.suggested_filename
        saved.value.save_as(file)
        expect(phone.page.get_by_text("跑一遍通过了")).to_be_visible()
        with phone.page.expect_download() as page:
            phone.seen("record-html").click()
        page.value.save_as(tmp_path / "panel.html")
        place = ["--admin", info["admin"], "--token", info["token"]]
        exported = tmp_path / "exported.html"
        told = CliRunner().invoke(commands, ["export", str(exported), "--html", *place, "--lang", "en"])
        assert told.exit_code == 0, told.output
        assert phone.errors == []
    text = file.read_text("utf-8")
    assert "tap: { text: 领取, near: 手冲体验 }" in text
    assert "user: cancels" in text
    assert "cause: user.cancelled" in text
    assert "拿铁半价券" not in text
    assert exported.read_text("utf-8") == (tmp_path / "panel.html").read_text("utf-8")
    for one in (file, exported):
        passes(one)


def test_closing_the_page_ends_it_too(browser, tmp_path):
    file = tmp_path / "closed.scenario.yaml"
    with recording("-o", str(file)) as (info, process):
        phone = Phone(browser, info).open()
        phone.tab("会员")
        phone.shop.get_by_text("立即入会", exact=True).wait_for()
        phone.context.close()
        process.communicate(timeout=60)
    assert process.returncode == 0
    assert json.dumps("会员", ensure_ascii=False).strip('"') in file.read_text("utf-8")


OWN_SHOP = {
    "project.config.json": '{"appid": "wx00000000000000aa"}',
    "app.json": '{"pages": ["a"]}',
    "a.wxml": '<button bindtap="take">Take</button><button bindtap="use">Use</button><text>{{told}}</text>',
    "a.js": """
        const url = path => 'https://api.shop.example' + path
        const ask = (path, then) => wx.request({url: url(path), success: ({data}) => then(data)})
        Page({
          data: {told: ''},
          take() {
            ask('/sign', cardList => wx.addCard({cardList, success: () => this.setData({told: 'Taken'})}))
          },
          use() { ask('/use', ({says}) => this.setData({told: says})) },
        })""",
    "world.yaml": """
mini_program: {app_id: wx00000000000000aa, name: Shop}
merchant: {app_id: wx00000000000000bb, name: Shop, secret: merchants-own-secret}
cards: {latte: {card_id: pLATTE, title: Latte}}
""",
}


class Merchant:
    """A shop's own server, which asks WeChat for ticket and redemption over HTTP; *info* says where WeChat is."""

    info: dict[str, Any]

    def __getitem__(self, path):
        return 200, {"/sign": self.sign, "/use": self.use}[path]()

    def ask(self, path, body=None, **query):
        base = self.info["merchant_api"]
        credentials = {
            "grant_type": "client_credential",
            "appid": "wx00000000000000bb",
            "secret": "merchants-own-secret",
        }
        with httpx.Client(base_url=base, trust_env=False) as wechat:
            token = wechat.get("/cgi-bin/token", params=credentials).json()["access_token"]
            query["access_token"] = token
            answer = wechat.post(path, params=query, json=body) if body else wechat.get(path, params=query)
        assert answer.json()["errcode"] == 0, answer.text
        return answer.json()

    def sign(self):
        ext = {"timestamp": str(int(time.time())), "nonce_str": secrets.token_hex(8)}
        ticket = self.ask("/cgi-bin/ticket/getticket", type="wx_card")["ticket"]
        signed = {**ext, "outer_str": "counter", "signature": sign_card(ticket, "pLATTE", ext)}
        return [{"cardId": "pLATTE", "cardExt": json.dumps(signed)}]

    def use(self):
        openid = next(one["openid"] for one in self.info["accounts"] if one["appid"] == "wx00000000000000bb")
        [held] = self.ask("/card/user/getcardlist", {"openid": openid, "card_id": "pLATTE"})["card_list"]
        self.ask("/card/code/consume", {"code": held["code"], "card_id": "pLATTE"})
        return {"says": "Enjoy it"}


def test_what_a_server_of_ones_own_signs_and_redeems_runs_again_without_it(browser, tmp_path, monkeypatch):
    root = tmp_path / "shop"
    root.mkdir()
    for path, text in OWN_SHOP.items():
        (root / path).write_text(text)
    file, page, merchant = tmp_path / "own.scenario.yaml", tmp_path / "own.html", Merchant()
    monkeypatch.chdir(tmp_path)
    with backend(merchant) as address:
        hosts = (root / "world.yaml").read_text() + f'hosts: {{api.shop.example: "{address}"}}\n'
        (root / "world.yaml").write_text(hosts)
        with recording(str(root), "-o", str(file), "--html", str(page)) as (info, process):
            merchant.info = info
            phone = Phone(browser, info)
            phone.page.goto(info["url"])
            app = phone.app("wx00000000000000aa")
            app.get_by_text("Take").click()
            phone.claim()
            phone.back_in_the_shop()
            expect(app.get_by_text("Taken")).to_be_visible()
            app.get_by_text("Use").click()
            expect(app.get_by_text("Enjoy it")).to_be_visible()
            phone.seen("record").click()
            out, told = ending(phone, process)
            assert process.returncode == 0, (out, told)
    text = file.read_text("utf-8")
    assert "cardExt: {$card_ext: latte, outer_str: counter}" in text
    assert "- { api: /card/code/consume, with: {card: Latte} }" in text
    assert not re.search(r"[0-9a-f]{40}", text)
    passes(file)
    passes(page)
