"""What WeChat asks the user in an app's name, clicked in real Chromium: allowed, refused, and what the app was told.

https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/authorize.html
"""

import json
from typing import Any

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from browser import Phone, chromium_path, developing  # noqa: E402
from playwright.sync_api import expect  # noqa: E402

pytestmark = pytest.mark.skipif(chromium_path() is None, reason="no Chromium on this machine")

APP = "wx00000000000000ad"

CONFIG = {
    "pages": ["pages/ask"],
    "requiredPrivateInfos": ["getLocation"],
    "permission": {"scope.userLocation": {"desc": "找到最近的门店"}},
}

CALLS = {
    "login": {},
    "getLocation": {},
    "chooseImage": {"count": 1},
    "chooseMedia": {"count": 2, "mediaType": ["image"]},
    "scanCode": {},
    "requestPayment": {"timeStamp": "1", "nonceStr": "n", "package": "prepay_id=wx1", "paySign": "s"},
    "requestSubscribeMessage": {"tmplIds": ["order", "news"]},
}

#: Of each call: the sheet, what the app is told when the user allows it (a part), and when not.
ASKED: dict[str, tuple[str, dict[str, Any], str | None]] = {
    "getPhoneNumber": ("permission", {"errMsg": "getPhoneNumber:ok"}, "getPhoneNumber:fail user deny"),
    "getLocation": ("permission", {"latitude": 23.099994}, "getLocation:fail auth deny"),
    "chooseImage": ("files", {"errMsg": "chooseImage:ok"}, "chooseImage:fail cancel"),
    "chooseMedia": ("files", {"type": "image"}, "chooseMedia:fail cancel"),
    "scanCode": ("form", {"errMsg": "scanCode:ok"}, "scanCode:fail cancel"),
    "requestPayment": ("permission", {"errMsg": "requestPayment:ok"}, "requestPayment:fail cancel"),
    "requestSubscribeMessage": ("choose", {"order": "accept", "news": "accept"}, None),
}

PAGE = """
const calls = CALLS
Page({
  data: { names: Object.keys(calls), told: '' },
  call({ currentTarget: { dataset: { name } } }) {
    this.setData({ told: '' })
    wx[name]({ ...calls[name], complete: told => this.setData({ told: JSON.stringify(told) }) })
  },
  number({ detail }) { this.setData({ told: JSON.stringify(detail) }) },
})
"""

TEMPLATE = """
<view wx:for="{{names}}" wx:key="*this" data-name="{{item}}" bindtap="call">{{item}}</view>
<button open-type="getPhoneNumber" bindgetphonenumber="number">getPhoneNumber</button>
<text class="told">{{told}}</text>
"""


class Asked(Phone):
    def ready(self):
        expect(self.app(APP).get_by_text("login")).to_be_visible(timeout=30_000)

    def call(self, name):
        self.app(APP).get_by_text(name, exact=True).click()

    def told(self):
        """What the app was told of its last call."""
        told = self.app(APP).locator(".told")
        expect(told).to_contain_text("errMsg", timeout=10_000)
        return json.loads(told.inner_text())

    def answer(self, kind, how):
        """Press a button of the sheet of this kind, and wait until the sheet has gone."""
        sheet = self.seen(f"sheet-{kind}")
        expect(sheet).to_be_visible()
        sheet.get_by_test_id(f"sheet-{how}").click()
        expect(sheet).to_have_count(0)


@pytest.fixture(scope="module")
def info(tmp_path_factory):
    root = tmp_path_factory.mktemp("asking")
    (root / "pages").mkdir()
    files = {
        "project.config.json": json.dumps({"appid": APP}),
        "app.json": json.dumps(CONFIG),
        "app.js": "App({})",
        "pages/ask.js": PAGE.replace("CALLS", json.dumps(CALLS)),
        "pages/ask.wxml": TEMPLATE,
    }
    for path, text in files.items():
        (root / path).write_text(text, "utf-8")
    with developing(str(root)) as info:
        yield info


@pytest.fixture
def phone(chromium, info):
    phone = Asked(chromium, info)
    phone.admin("POST", "reset", {})
    phone.open()
    yield phone
    phone.context.close()
    assert phone.errors == []


@pytest.mark.parametrize("name", ASKED)
def test_what_is_allowed_is_given(phone, name):
    kind, wanted, _ = ASKED[name]
    phone.call(name)
    if kind == "form":
        phone.seen("field-result").fill("6901234567892")
    phone.answer(kind, "confirm")
    told = phone.told()
    assert told["errMsg"] == f"{name}:ok"
    assert {key: told[key] for key in wanted} == wanted
    if name == "scanCode":
        assert (told["result"], told["scanType"]) == ("6901234567892", "EAN_13")
    if name == "getPhoneNumber":
        assert told["encryptedData"]
        assert told["code"]


@pytest.mark.parametrize("name", ASKED)
def test_what_is_refused_fails_in_wechats_words(phone, name):
    kind, _, words = ASKED[name]
    phone.call(name)
    phone.answer(kind, "cancel")
    told = phone.told()
    if words is None:
        assert told == {"errMsg": f"{name}:ok", "order": "reject", "news": "reject"}
    else:
        assert told["errMsg"] == words


def test_signing_in_asks_nothing(phone):
    phone.call("login")
    assert phone.told()["code"]
    expect(phone.page.locator('[data-testid^="sheet-"]')).to_have_count(0)


def test_a_scope_is_asked_for_once_with_the_apps_reason(phone):
    phone.call("getLocation")
    expect(phone.seen("sheet-permission")).to_contain_text("找到最近的门店")
    phone.answer("permission", "cancel")
    assert phone.told()["errMsg"] == "getLocation:fail auth deny"
    phone.call("getLocation")
    assert phone.told()["errMsg"] == "getLocation:fail auth deny"
    expect(phone.seen("sheet-permission")).to_have_count(0)


def test_one_message_of_two_and_a_picture_of_ones_own(phone):
    phone.call("requestSubscribeMessage")
    phone.seen("sheet-choose").get_by_label("news").uncheck()
    phone.answer("choose", "confirm")
    assert phone.told() == {"errMsg": "requestSubscribeMessage:ok", "order": "accept", "news": "reject"}

    phone.call("chooseImage")
    phone.seen("files-pick").set_input_files({"name": "own.png", "mimeType": "image/png", "buffer": b"\x89PNG own"})
    phone.answer("files", "confirm")
    assert phone.told()["tempFiles"][0]["size"] == len(b"\x89PNG own")
