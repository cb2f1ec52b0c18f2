"""Mini-programs in V8: what goes in and comes out, time, and code that misbehaves."""

import json

import pytest

from emulator.compiler import compile_project
from emulator.realm import DriveError, Realm, RealmHung

NOW = 1_519_869_600_000
ENVIRONMENT = {
    "platform": "ios", "baseLibrary": "3.8.7", "language": "zh_CN", "theme": "light", "brand": "iPhone",
    "model": "iPhone 14", "system": "iOS 17.5", "weChatVersion": "8.0.50",
    "screenWidth": 375, "screenHeight": 812, "statusBarHeight": 44,
    "safeAreaBottom": 34, "pixelRatio": 3, "appId": "wx0123456789abcdef", "envVersion": "develop", "privileged": False,
    "network": "wifi", "clock": {"now": NOW, "frozen": True}, "seed": 7, "switches": {},
    "user": {"nickName": "Anna", "avatarUrl": ""},
}  # fmt: skip
LAUNCH = {"path": "a", "query": {"id": "1"}, "scene": 1001, "referrerInfo": {}}


class Talking(Realm):
    """With messages as values."""

    def receive(self, message):
        return super().receive(json.dumps(message))

    def _reply(self, function, argument):
        reply, outbox = super()._reply(function, argument)
        return reply, [json.loads(one) for one in outbox]


@pytest.fixture
def boot(tmp_path):
    realms = []

    def _boot(js, wxml="<view/>", storage=None, **limits):
        for name, text in {"app.json": '{"pages": ["a"]}', "a.wxml": wxml, "a.js": js}.items():
            (tmp_path / name).write_text(text)
        bundle = compile_project(tmp_path)
        assert bundle.errors == []
        realm = Talking(**limits)
        realms.append(realm)
        realm.boot("i1", bundle.text, ENVIRONMENT, storage or {})
        sent = realm.receive(event(1, "launch", LAUNCH))
        return realm, sent

    yield _boot
    for realm in realms:
        realm.close()


def event(number, name, options):
    params = {"instance": "i1", "number": number, "event": name, "options": options}
    return {"id": f"i1#{number}", "method": "App.event", "params": params}


def logs(messages):
    return [one["params"]["text"] for one in messages if one.get("method") == "App.log"]


def errors(messages):
    return [one["params"]["message"] for one in messages if one.get("method") == "App.error"]


def test_a_page_opens_and_the_event_is_answered(boot):
    realm, sent = boot("Page({ data: { n: 1 }, onLoad(query) { console.log(query.id) } })", "<view>n is {{n}}</view>")
    assert logs(sent) == ["1"]
    assert {"id": "i1#1", "result": {}} in sent
    assert realm.drive(do="text")[0] == "n is 1"


def test_a_tap_a_call_and_its_answer(boot):
    js = "Page({ go() { wx.login({ success: r => this.setData({ code: r.code }) }) } })"
    realm, _ = boot(js, '<button bindtap="go">go</button>')
    _, sent = realm.drive(do="tap", text="go")
    assert [one["method"] for one in sent] == ["App.tap", "Wx.call"]
    assert sent[1]["id"] == "i1:1"
    realm.receive({"id": "i1:1", "result": {"errMsg": "login:ok", "code": "c0de"}})
    assert realm.drive(do="data")[0] == {"code": "c0de"}


def test_promises_go_on_before_the_call_returns(boot):
    js = """Page({ async onLoad() {
        await null; await null; console.log('first'); const r = await wx.login(); console.log(r.code) } })"""
    realm, sent = boot(js)
    assert logs(sent) == ["first"]
    assert logs(realm.receive({"id": "i1:1", "result": {"errMsg": "login:ok", "code": "c0de"}})) == ["c0de"]


def test_time_moves_only_when_told_and_awaits_keep_their_moments(boot):
    js = """
      const sleep = ms => new Promise(done => setTimeout(done, ms))
      Page({ async onLoad() {
        for (const n of [1, 2, 3]) { await sleep(100); console.log(n + ' ' + Date.now() % 1000) } } })"""
    realm, _ = boot(js)
    assert realm.next_deadline() == NOW + 100
    assert logs(realm.advance_to(NOW + 299)) == ["1 100", "2 200"]
    assert logs(realm.advance_to(NOW + 300)) == ["3 300"]
    assert realm.next_deadline() is None


def test_what_is_due_at_once_runs_at_once(boot):
    js = """Page({ onReady() {
        setTimeout(() => console.log('timer'), 0)
        wx.nextTick(() => console.log('tick'))
        wx.createSelectorQuery().select('#a').boundingClientRect(r => console.log(r.id + r.width)).exec() } })"""
    _, sent = boot(js, '<view id="a"/>')
    assert sorted(logs(sent)) == ["a0", "tick", "timer"]


def test_runs_repeat(boot):
    js = "Page({}); console.log(Math.random(), Date.now(), new Date().getFullYear())"
    assert logs(boot(js)[1]) == logs(boot(js)[1])


def test_storage_is_given_and_told(boot):
    js = "Page({ onLoad() { wx.setStorageSync('b', wx.getStorageSync('a') + 1) } })"
    _, first = boot("Page({ onLoad() { wx.setStorageSync('a', 1) } })")
    (write,) = [one["params"] for one in first if one.get("method") == "Storage.write"]
    _, second = boot(js, storage=write["set"])
    (write,) = [one["params"] for one in second if one.get("method") == "Storage.write"]
    assert list(write["set"]) == ["b"]
    assert "2" in write["set"]["b"]


def test_an_exception_of_the_app_is_told_with_its_place(boot):
    realm, _ = boot("Page({\n  go() {\n    null.x\n  }\n})", '<view class="v" bindtap="go"/>')
    _, sent = realm.drive(do="tap", selector=".v")
    (error,) = [one["params"] for one in sent if one.get("method") == "App.error"]
    assert error["message"].startswith("TypeError")
    assert error["where"] == "a.js:3"


def test_what_a_test_asks_for_and_is_not_there_is_named(boot):
    realm, _ = boot("Page({})", "<view>one</view><view>two</view>")
    with pytest.raises(DriveError, match=r'nothing on a matches "three"; the page reads: one \| two'):
        realm.drive(do="tap", text="three")
    with pytest.raises(DriveError, match="there is no command nod"):
        realm.drive(do="nod")


@pytest.mark.parametrize(
    "loop",
    ["while (true) {}", "Promise.resolve().then(function again() { return Promise.resolve().then(again) })"],
    ids=["loop", "microtasks"],
)
def test_an_endless_loop_ends_the_realm_and_not_the_process(boot, loop):
    realm, _ = boot("Page({ go() { " + loop + " } })", '<view class="v" bindtap="go"/>', limit=1)
    with pytest.raises(RealmHung, match="endless loop"):
        realm.drive(do="tap", selector=".v")
    assert realm.closed
    with pytest.raises(RealmHung, match="closed"):
        realm.drive(do="text")
    _, sent = boot("Page({ onLoad() { console.log('well') } })")
    assert logs(sent) == ["well"]


def test_memory_is_limited(boot):
    js = "Page({ go() { const all = []; for (;;) all.push(new Array(10000).fill(1.5)) } })"
    realm, _ = boot(js, '<view class="v" bindtap="go"/>', memory=100 << 20)
    with pytest.raises(RealmHung, match="memory"):
        realm.drive(do="tap", selector=".v")
    assert logs(boot("Page({}); console.log('well')")[1]) == ["well"]


def test_deep_recursion_is_an_exception_like_any_other(boot):
    realm, _ = boot("Page({ go() { this.go() } })", '<view class="v" bindtap="go"/>')
    _, sent = realm.drive(do="tap", selector=".v")
    assert errors(sent) == ["RangeError: Maximum call stack size exceeded"]
    assert realm.drive(do="exists", selector=".v")[0] is True


def test_realms_know_nothing_of_each_other(boot):
    js = "global.mark = (global.mark || 0) + 1; Object.prototype.odd = global.mark; console.log(global.mark); Page({})"
    assert logs(boot(js)[1]) == ["1"]
    assert logs(boot(js)[1]) == ["1"]


def test_the_host_is_out_of_reach(boot):
    names = ["wxemu", "compileProject", "window", "document", "fetch", "process", "atob", "WebAssembly"]
    _, sent = boot(f"console.log({', '.join(f'typeof {name}' for name in names)}); Page({{}})")
    assert logs(sent)[0].split()[:5] == ["undefined"] * 5
