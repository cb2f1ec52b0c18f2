"""Ordered replies to the app's own requests: which one is taken, what the app hears, and what a case can expect."""

import json

import pytest
from support import Shop

from emulator.backend import Backend, Canned, asked, canned, names
from emulator.crypto import sign_card
from emulator.errors import BadInput
from emulator.merchantwords import filled
from emulator.scenario import reports
from emulator.scenario.model import load
from emulator.scenario.runner import run_case
from emulator.testing import open_project

LOGIN = "https://api.example.com/login"


def request(url, method="GET", body=None, header=None):
    return asked("request", {"url": url, "method": method, "body": body, "header": header or {}})


@pytest.mark.parametrize(("on", "url", "fits"), [
    (LOGIN, LOGIN, True),
    (LOGIN, f"{LOGIN}?a=1#top", True),
    (LOGIN, f"{LOGIN}/out", False),
    ("POST " + LOGIN, LOGIN, False),
    ("GET " + LOGIN, LOGIN, True),
    ("/login", LOGIN, True),
    ("/login", "https://other.example.com/login?x", True),
    ("/log", LOGIN, False),
    ("https://api.example.com/*", LOGIN, True),
    ("*", LOGIN, True),
    (f"{LOGIN}?a=*", f"{LOGIN}?a=1", True),
    (f"{LOGIN}?a=*", f"{LOGIN}?b=1", False),
    ("https://api.example.com/a.c", "https://api.example.com/abc", False),
])  # fmt: skip
def test_a_key_names_a_method_and_an_address(on, url, fits):
    assert names(on, request(url)) is fits


def test_a_request_carries_its_query_and_its_body():
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert request(f"{LOGIN}?id=7").carries == {"id": "7"}
    assert request(f"{LOGIN}?id=7", "POST", '{"code": 1}').carries == {"id": "7", "code": 1}
    assert request(LOGIN, "POST", "a=1&b=", form).carries == {"a": "1", "b": ""}
    assert request(LOGIN, "POST", "[1]").carries == [1]
    assert request(LOGIN, "POST", "plain").carries == "plain"
    assert asked("uploadFile", {"url": LOGIN, "formData": {"user": 7}}).carries == {"user": "7"}


def test_a_number_in_a_query_is_written_as_a_number_or_a_text_and_in_json_it_is_exact():
    assert request(f"{LOGIN}?id=7").differs({"id": 7}, "with") is None
    assert request(f"{LOGIN}?id=7").differs({"id": "7"}, "with") is None
    assert request(LOGIN, "POST", '{"id": "7"}').differs({"id": 7}, "with") is not None


def ordered(**replies):
    backend = Backend()
    for on, rows in replies.items():
        backend.order(on, rows)
    return backend


def data(backend, request):
    found = backend.reply(request)
    return found and found[1].data


def test_of_several_replies_each_is_given_once_and_the_last_again_and_again():
    backend = ordered(**{LOGIN: [Canned(data=1), Canned(data=2)]})
    assert [data(backend, request(LOGIN)) for _ in range(4)] == [1, 2, 2, 2]


def test_what_is_ordered_later_goes_before_what_held_from_the_start_however_much_that_says():
    backend = Backend()
    backend.begin({f"POST {LOGIN}": [Canned(data="start")], "*": [Canned(data="any")]})
    assert data(backend, request(LOGIN, "POST")) == "start"
    backend.order("/login", [Canned(data="later")])
    assert data(backend, request(LOGIN, "POST")) == "later"
    backend.order(LOGIN, [Canned(data="latest")])
    backend.order("/*", [Canned(data="least")])
    assert data(backend, request(LOGIN, "POST")) == "latest"
    assert data(backend, request("https://api.example.com/else")) == "least"
    assert data(backend.at_start(), request(LOGIN, "POST")) == "start"


def test_what_is_aside_is_answered_and_of_no_account(run):
    aside = "world: { backend: { /login: { aside: true, status: 503 }, '*': {} } }\n"
    result = run(
        ["tap: go", "tap: load"], "{backend_received: [{url: /terms.txt}], app_called: {POST /login: 1}}", aside
    )
    assert result.ok, result.faults


def test_replies_with_a_body_have_turns_of_their_own():
    rows = [Canned(data="a1", where={"code": "a"}), Canned(data="a2", where={"code": "a"}), Canned(data="any")]
    backend = ordered(**{LOGIN: [rows[2], *rows[:2]]})
    asks = [request(f"{LOGIN}?code={code}") for code in "abaab"]
    assert [data(backend, one) for one in asks] == ["a1", "any", "a2", "a2", "any"]


def test_the_key_that_says_most_wins_whatever_came_first():
    keys = ["*", "https://api.example.com/*", LOGIN, f"GET {LOGIN}"]
    for order in (keys, keys[::-1]):
        backend = ordered(**{on: [Canned(data=on)] for on in order})
        assert data(backend, request(LOGIN)) == f"GET {LOGIN}"
        assert data(backend, request(LOGIN, "POST")) == LOGIN
        assert data(backend, request("https://api.example.com/x")) == "https://api.example.com/*"
        assert data(backend, request("https://else.example.com/x")) == "*"


def test_a_key_whose_replies_do_not_fit_leaves_the_request_to_the_next():
    backend = ordered(**{LOGIN: [Canned(data=1, where={"a": "1"})], "*": [Canned(data=2)]})
    assert data(backend, request(LOGIN)) == 2


def test_what_is_ordered_later_replaces_and_a_reset_brings_the_first_back():
    backend = Backend()
    backend.begin({LOGIN: [Canned(data=1)]})
    backend.order(LOGIN, [Canned(data=2)])
    backend.order("/more", [Canned()])
    assert data(backend, request(LOGIN)) == 2
    anew = backend.at_start()
    assert data(anew, request(LOGIN)) == 1
    assert list(anew.replies) == [LOGIN]


def test_a_key_that_names_nothing_and_an_empty_list_are_refused():
    with pytest.raises(BadInput, match="names no request"):
        Backend().order("login", [Canned()])
    with pytest.raises(BadInput, match="at least one"):
        Backend().order(LOGIN, [])


def test_an_answer_is_json_unless_it_is_a_text():
    answer = canned({"data": {"a": "茶"}, "with": {"b": 1}, "header": {"X-Shop": "1"}}).answer()
    assert json.loads(answer["body"]) == {"a": "茶"}
    assert answer["header"] == {"content-type": "application/json; charset=utf-8", "x-shop": "1"}
    assert Canned(data="hello").answer()["body"] == b"hello"


# -- in an app ------------------------------------------------------------------------------------------------------

PAGE = """
Page({
  data: { said: '-' },
  go() {
    wx.request({
      url: 'https://api.example.com/login', method: 'POST', data: { code: 'c1' }, timeout: 5000,
      success: result => this.setData({ said: result.statusCode + ' ' + JSON.stringify(result.data) }),
      fail: error => this.setData({ said: error.errMsg }),
    })
  },
  send() {
    const path = wx.env.USER_DATA_PATH + '/a.txt'
    wx.getFileSystemManager().writeFileSync(path, 'abc', 'utf8')
    wx.uploadFile({
      url: 'https://api.example.com/upload', filePath: path, name: 'file', formData: { user: 7 },
      success: result => this.setData({ said: result.statusCode + ' ' + result.data }),
    })
  },
  load() {
    wx.downloadFile({
      url: 'https://cdn.example.com/terms.txt?v=2',
      success: result => this.setData({
        said: wx.getFileSystemManager().readFileSync(result.tempFilePath, 'utf8'),
      }),
    })
  },
})
"""


@pytest.fixture
def run(tmp_path):
    page = tmp_path / "app" / "p"
    page.mkdir(parents=True)
    (page.parent / "app.json").write_text('{"pages": ["p/p"]}')
    (page / "p.js").write_text(PAGE)
    buttons = "".join(f'<view bindtap="{name}">{name}</view>' for name in ("go", "send", "load"))
    (page / "p.wxml").write_text(f"{buttons}<text>{{{{said}}}}</text>")

    def run(steps, expect, world=""):
        file = tmp_path / "t.scenario.yaml"
        head = f"format: wxemu-scenario/1\ntitle: t\napp: app\n{world}cases:\n  - case: one\n    says: s\n    steps:\n"
        file.write_text(head + "".join(f"      - {step}\n" for step in steps) + f"    expect: {expect}\n")
        scenario = load(file, tmp_path)
        return run_case(scenario.cases[0], scenario)

    return run


WORLD = "world: { backend: { 'POST https://api.example.com/login': { data: { token: t1 } } } }\n"

PASSES = {
    "data": (["tap: go"], "{page_shows: ['200 {\"token\":\"t1\"}']}"),
    "a status": (["backend: { /login: { status: 500, data: broken } }",
                  "backend: { 'POST https://api.example.com/login': { status: 401, data: no } }", "tap: go"],
                 "{page_shows: ['401 \"no\"']}"),
    "a failure": (["backend: { 'POST https://api.example.com/login': { fail: 'net::ERR_CONNECTION_REFUSED' } }",
                   "tap: go"],
                  "{page_shows: ['request:fail net::ERR_CONNECTION_REFUSED'], cause: backend.ordered}"),
    "a delay": (["backend: { 'POST https://api.example.com/login': { takes: 3s, data: late } }", "tap: go",
                 "move_clock: 2999ms", "check: { page_shows: ['-'] }", "move_clock: 1ms"],
                "{page_shows: ['200 \"late\"']}"),
    "longer than the app waits": (["backend: { 'POST https://api.example.com/login': { takes: 1h } }", "tap: go",
                                   "move_clock: 4999ms", "check: { page_shows: ['-'] }", "move_clock: 1ms"],
                                  "{page_shows: ['request:fail timeout']}"),
    "one after the other": (
        ["backend: { 'POST https://api.example.com/login': [{ status: 503 }, { data: { token: t2 } }] }", "tap: go",
         "check: { page_shows: ['503'] }", "tap: go"], "{page_shows: ['200 {\"token\":\"t2\"}']}"),
    "a body": (["backend: { 'POST https://api.example.com/login': [{ with: { code: c2 }, status: 201 }, "
                "{ with: { code: c1 }, status: 202 }] }", "tap: go"], "{page_shows: ['202']}"),
    "uploads": (["backend: { /upload: { with: { user: 7 }, data: { id: 1 } } }", "tap: send"],
                "{page_shows: ['200 {\"id\": 1}']}"),
    "downloads": (["backend: { 'https://cdn.example.com/*': { data: the terms } }", "tap: load"],
                  "{page_shows: ['the terms']}"),
    "what was asked": (["tap: go"],
                       "{backend_received: [{method: POST, url: /login, with: {code: $any}, "
                       "header: {Content-Type: '$matches json'}}]}"),
    "a number in a query": (["backend: { '*': { data: x } }", "tap: load"],
                            "{backend_received: [{url: 'https://cdn.example.com/terms.txt', with: {v: 2}}]}"),
    "expect_call": (["tap: go", "{ expect_call: request, with: { method: POST } }"], "{page_shows: [t1]}"),
}  # fmt: skip


@pytest.mark.parametrize(("steps", "expect"), PASSES.values(), ids=PASSES)
def test_what_the_app_hears(run, steps, expect):
    result = run(steps, expect, WORLD)
    assert result.ok, "\n".join(reports.explained(result, "en"))


FAILS = {
    "nothing asked": ([], "{backend_received: [{url: /login}]}", "backend_received[0]", "nothing more"),
    "more asked": (["tap: go"], "{backend_received: []}", "backend_received[0]", '"code": "c1"'),
    "another address": (["tap: go"], "{backend_received: [{url: /logout}]}", "/logout", f"POST {LOGIN}"),
    "another method": (["tap: go"], "{backend_received: [{url: /login, method: PUT}]}", "PUT /login", f"POST {LOGIN}"),
    "another body": (["tap: go"], "{backend_received: [{url: /login, with: {code: c9}}]}", ".with.code", '"c1"'),
    "another header": (["tap: go"], "{backend_received: [{url: /login, header: {X-Shop: $any}}]}", ".header.x-shop",
                       "(absent)"),
    "no reply": (["tap: load"], "{page_shows: ['-']}",
                 '- backend: { "GET https://cdn.example.com/terms.txt?v=2": { data: {} } }', "no reply for GET https"),
}  # fmt: skip


@pytest.mark.parametrize(("steps", "expect", "wanted", "got"), FAILS.values(), ids=FAILS)
def test_what_is_not_as_expected_says_so(run, steps, expect, wanted, got):
    result = run(["open: p/p", *steps], expect, WORLD)
    assert not result.ok
    assert wanted in result.faults[0]
    assert got in result.faults[0]


def test_a_step_that_fails_for_want_of_a_reply_names_the_reply_too(run):
    result = run(["tap: load", "tap: Next"], "{}", WORLD)
    assert [fault.partition("  ")[2].partition(":")[0].split("\n")[0] for fault in result.faults] == ["tap", "backend"]
    assert result.cause["id"] == "request.no-host"
    assert 'a reply for "GET https://cdn.example.com/terms.txt?v=2" in backend' in result.cause["fix"]["en"]


def test_of_requests_in_another_order_all_that_came_are_named(run):
    result = run(
        ["tap: go", "tap: load"], "{backend_received: [{url: /terms.txt}]}", "world: { backend: { '*': {} } }\n"
    )
    assert "came      POST /login, GET /terms.txt" in result.faults[0]


def test_an_empty_backend_asks_for_replies_too(run):
    result = run(["tap: go"], "{}", "world: { backend: {} }\n")
    assert [fault.partition("  ")[2].partition("\n")[0] for fault in result.faults] == ["backend"]
    assert "no reply for POST https://api.example.com/login" in result.faults[0]


def test_without_any_reply_a_host_without_address_is_the_apps_own_affair(run):
    result = run(["tap: go"], "{page_shows: ['request:fail net::ERR_NAME_NOT_RESOLVED'], cause: request.no-host}")
    assert result.ok, result.faults


CLAIMS = """
Page({ claim() {
  wx.request({ url: 'https://api.example.com/sign', success: ({ data }) => wx.addCard({ cardList: [data] }) })
} })
"""


@pytest.mark.parametrize(("account", "steps", "expect"), [
    ("", "[tap: claim, { expect_call: addCard, user: accepts }]", "{ wallet: { coffee: 1 } }"),
    ("mini_program: { verified: false }", "[tap: claim]", "{ wallet: {}, cause: account.not-verified }"),
    ("mini_program: { open_platform: another }", "[tap: claim]", "{ wallet: {}, cause: account.not-bound }"),
], ids=["bound", "not verified", "not bound"])  # fmt: skip
def test_an_app_that_the_world_says_nothing_of_is_bound_to_who_makes_its_cards(tmp_path, account, steps, expect):
    """Both under one open-platform account, as wx.addCard asks for:
    https://developers.weixin.qq.com/miniprogram/dev/api/open-api/card/wx.addCard.html"""
    app = tmp_path / "app"
    app.mkdir()
    (app / "app.json").write_text('{"pages": ["p"]}')
    (app / "project.config.json").write_text('{"appid": "wx00000000000000ab"}')
    (app / "p.js").write_text(CLAIMS)
    (app / "p.wxml").write_text('<button bindtap="claim">claim</button>')
    file = tmp_path / "t.scenario.yaml"
    file.write_text(f"""
format: wxemu-scenario/1
title: t
app: app
world:
  merchant: {{}}
  {account or "seed: 1"}
  cards: {{ coffee: {{ card_id: pC }} }}
  backend: {{ /sign: {{ data: {{ cardId: pC, cardExt: $card_ext coffee }} }} }}
cases: [{{ case: one, says: s, steps: {steps}, expect: {expect} }}]
""")
    scenario = load(file, tmp_path)
    result = run_case(scenario.cases[0], scenario)
    assert result.ok, result.faults


# -- what a merchant's server would say -----------------------------------------------------------------------------


def test_a_reply_is_signed_when_it_is_asked_for_and_wechat_takes_it():
    shop = Shop().open()
    card = shop.card(title="Coffee")
    data = {
        "id": "$card_id Coffee",
        "ext": ["$card_ext Coffee"],
        "t": "$timestamp",
        "n": "$nonce_str",
        "s": "$signature Coffee",
    }
    said = filled(shop.world, data)
    ext = json.loads(said["ext"][0])
    assert ext == {"timestamp": str(said["t"]), "nonce_str": said["n"], "signature": said["s"]}
    assert said["t"] == shop.world.clock.seconds()
    shop.line.wx("addCard", {"cardList": [{"cardId": said["id"], "cardExt": said["ext"][0]}]})
    shop.line.answer()
    assert filled(shop.world, "$code Coffee") == shop.world.held.of_user(shop.phone.user.id, card.card_id)[-1].code
    assert filled(shop.world, ["$5 off", "$code"]) == ["$5 off", "$code"]


def test_each_reply_has_a_nonce_of_its_own_and_a_wrong_ticket_signs_otherwise():
    shop = Shop().open()
    shop.card(title="Coffee")
    assert filled(shop.world, "$nonce_str") != filled(shop.world, "$nonce_str")
    shop.world.signs_with = "ANOTHER"
    said = filled(shop.world, {"t": "$timestamp", "n": "$nonce_str", "s": "$signature Coffee", "id": "$card_id Coffee"})
    ext = {"timestamp": str(said["t"]), "nonce_str": said["n"]}
    assert said["s"] == sign_card("ANOTHER", said["id"], ext)


def test_a_reply_that_tells_no_nonce_is_signed_without_one():
    """As servers do whose app puts only time and signature into cardExt: a missing nonce_str is no part of the text.
    https://developers.weixin.qq.com/community/develop/doc/000404202081a0b0f15b90f6f5f409"""
    shop = Shop().open()
    shop.card(title="Coffee")
    said = filled(shop.world, {"id": "$card_id Coffee", "t": "$timestamp", "sign": ["$signature Coffee"]})
    ext = json.dumps({"timestamp": str(said["t"]), "signature": said["sign"][0]})
    shop.line.wx("addCard", {"cardList": [{"cardId": said["id"], "cardExt": ext}]})
    assert shop.cause() is None
    shop.line.answer()
    assert len(shop.world.wallet(shop.phone)) == 1


def test_a_server_that_is_sent_time_and_nonce_signs_these():
    """Some apps draw both themselves, and have only the signature made."""
    shop = Shop().open()
    card = shop.card(title="Coffee")
    sent = {"timestamp": str(shop.world.clock.seconds()), "nonce": "abc", "card": {"id": card.card_id}, "tags": [1]}
    sign = {"$signature": "Coffee", "timestamp": "$sent timestamp", "nonce_str": "$sent nonce"}
    said = filled(shop.world, {"sign": sign, "of": ["$sent card.id", "$sent tags"]}, sent)
    assert said["of"] == [card.card_id, [1]]
    ext = json.dumps({"timestamp": sent["timestamp"], "nonce_str": "abc", "signature": said["sign"]})
    shop.line.wx("addCard", {"cardList": [{"cardId": card.card_id, "cardExt": ext}]})
    shop.line.answer()
    assert len(shop.world.wallet(shop.phone)) == 1
    assert filled(shop.world, ["$sent no", "$sent card.no.way", "$sentence"], sent) == [None, None, "$sentence"]
    assert filled(shop.world, "$sent a", "plain text") is None


def test_a_reply_says_what_the_request_carries(run):
    world = "world: { backend: { /login: { data: { token: $sent code } }, '*': { data: { token: $sent v } } } }\n"
    assert run(["tap: go"], '{page_shows: [\'200 {"token":"c1"}\']}', world).ok


def test_a_card_that_is_not_there_is_told_before_anything_runs(tmp_path):
    file = tmp_path / "t.scenario.yaml"
    text = """format: wxemu-scenario/1
title: t
world:
  merchant: {}
  cards: { coffee: {} }
  backend: { /sign: { data: { a: [$signature cofee] } } }
cases:
  - { case: one, says: s, steps: [open: p/p], expect: {} }
"""
    file.write_text(text)
    with pytest.raises(
        BadInput, match=r':6:35  world.backend./sign.data.a\[0\]: there is no card "cofee". Did you mean "coffee"'
    ):
        load(file, tmp_path)
    file.write_text(text.replace("[$signature cofee]", "{ $signature: cofee, timestamp: 1 }"))
    with pytest.raises(BadInput, match=r'sign.data.a.\$signature: there is no card "cofee". Did you mean'):
        load(file, tmp_path)
    file.write_text(text.replace("[$signature cofee]", "{ $card_ext: cofee, outer_str: x }"))
    with pytest.raises(BadInput, match=r'sign.data.a.\$card_ext: there is no card "cofee". Did you mean'):
        load(file, tmp_path)
    file.write_text(
        text.replace("  backend: { /sign: { data: { a: [$signature cofee] } } }\n", "").replace(
            "open: p/p", "backend: { /sign: [{ data: $code cake }] }"
        )
    )
    with pytest.raises(
        BadInput, match=r':7:62  cases\[0\].steps\[0\].backend./sign\[0\].data: there is no card "cake"'
    ):
        load(file, tmp_path)


def test_orders_may_come_before_the_page_is_opened(run):
    steps = ["backend: { '*': { status: 500 } }", "open: p/p?x=1", "tap: go"]
    assert run(steps, "{page_shows: ['500'], app_saw: []}").ok


# -- what is stored before the app starts ---------------------------------------------------------------------------


def test_what_the_app_has_stored_is_there_before_it_starts_and_again_after_a_reset(tmp_path):
    (tmp_path / "p").mkdir()
    (tmp_path / "app.json").write_text('{"pages": ["p/p"]}')
    (tmp_path / "app.js").write_text("App({ onLaunch() { this.user = wx.getStorageSync('user') } })")
    (tmp_path / "p" / "p.js").write_text("Page({ data: { user: getApp().user }, out() { wx.clearStorageSync() } })")
    (tmp_path / "p" / "p.wxml").write_text('<view bindtap="out">{{user.name}} {{user.id}}</view>')
    (tmp_path / "world.yaml").write_text("storage: { user: { name: 安娜, id: 7 }, seen: true }")
    with open_project(tmp_path) as app:
        assert app.text() == "安娜 7"
        app.tap("安娜 7")
        assert app.phone.storage[app.app_id] == {}
        app.world.reset()
        app.settle()
        assert app.text() == "安娜 7"
