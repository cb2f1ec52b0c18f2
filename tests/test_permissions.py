"""What the user is asked for: permissions, profile, phone number, places, files, payment."""

import base64
import hashlib
import json

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from support import SHOP, Shop, result

from emulator.dispatch import serve_api
from emulator.rules import Outcome
from emulator.wx.places import HERE


class Asking(Shop):
    """A shop whose calls and answers give the app's result."""

    def call(self, name, **params):
        self.tap()
        return result(self.line.wx(name, params))

    def tap(self):
        self.line.say("App.tap", {"instance": "i1"})

    def answer(self, action, **more):
        return result(self.line.answer(action, **more))

    def last_reply(self):
        return result(self.line.take())


@pytest.fixture
def shop():
    shop = Asking()
    places = ["getLocation", "getFuzzyLocation", "chooseLocation", "chooseAddress"]
    shop.world.projects[SHOP].app_json["requiredPrivateInfos"] = places
    shop.open()
    shop.tap()
    return shop


# https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/authorize.html
def test_a_scope_is_asked_for_once(shop):
    shop.line.wx("getLocation", {})
    assert shop.phone.sheet.kind == "permission"
    assert shop.phone.sheet.content["scope"] == "scope.userLocation"
    told = shop.answer("confirm")
    assert (told["latitude"], told["errMsg"]) == (HERE["latitude"], "getLocation:ok")
    assert shop.call("getLocation")["errMsg"] == "getLocation:ok"
    assert shop.call("getSetting")["authSetting"] == {"scope.userLocation": True}


def test_a_refusal_holds_until_the_settings_change_it(shop):
    shop.line.wx("authorize", {"scope": "scope.record"})
    assert shop.answer("cancel") == {"errMsg": "authorize:fail auth deny"}
    assert shop.cause() == "permission.denied"
    assert shop.call("authorize", scope="scope.record") == {"errMsg": "authorize:fail auth deny"}
    shop.line.wx("openSetting", {})
    assert shop.answer("confirm", chosen=[0])["authSetting"] == {"scope.record": True}
    assert shop.call("authorize", scope="scope.record") == {"errMsg": "authorize:ok"}


def test_rules_answer_like_users_and_give_values(shop):
    where = {"latitude": 31.2, "longitude": "121.5"}
    shop.world.rules.add("getLocation", Outcome(answer={"action": "confirm", "values": where}))
    told = shop.call("getLocation")
    assert (told["latitude"], told["longitude"]) == (31.2, 121.5)
    shop.world.rules.add("scanCode", Outcome(answer={"action": "confirm", "values": {"result": "6901234567892"}}))
    assert shop.call("scanCode")["scanType"] == "EAN_13"
    shop.world.rules.add("chooseAddress", Outcome(answer={"action": "cancel"}))
    assert shop.call("chooseAddress") == {"errMsg": "chooseAddress:fail cancel"}


def opened(sealed, session_key):
    key, iv = base64.b64decode(session_key), base64.b64decode(sealed["iv"])
    decryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
    plain = decryptor.update(base64.b64decode(sealed["encryptedData"])) + decryptor.finalize()
    return json.loads(plain[: -plain[-1]])


def login(shop):
    code = shop.call("login")["code"]
    query = {"appid": SHOP, "secret": shop.world.accounts[SHOP].secret, "js_code": code}
    return serve_api(shop.world, "GET", "/sns/jscode2session", query, b"").body["session_key"]


# https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/getPhoneNumber.html
def test_the_phone_number_comes_sealed_and_by_code(shop):
    session_key = login(shop)
    assert len(base64.b64decode(session_key)) == 16
    shop.line.wx("getPhoneNumber", {})
    assert shop.phone.sheet.content["lines"] == ["13800138000"]
    told = shop.answer("confirm")
    assert told["errMsg"] == "getPhoneNumber:ok"
    plain = opened(told, session_key)
    assert plain["phoneNumber"] == "13800138000"
    assert plain["watermark"]["appid"] == SHOP
    account = shop.world.accounts[SHOP]
    token = shop.world.accounts.issue_token(account, shop.world.clock.seconds()).value
    path, query = "/wxa/business/getuserphonenumber", {"access_token": token}
    body = json.dumps({"code": told["code"]}).encode()
    found = serve_api(shop.world, "POST", path, query, body).body
    assert found["phone_info"]["purePhoneNumber"] == "13800138000"
    assert serve_api(shop.world, "POST", path, query, body).body["errcode"] == 40029


def test_a_user_who_keeps_the_number(shop):
    shop.line.wx("getPhoneNumber", {})
    assert shop.answer("cancel") == {"errMsg": "getPhoneNumber:fail user deny"}


def test_only_a_verified_program_gets_the_number(shop):
    shop.world.accounts[SHOP].verified = False
    assert shop.call("getPhoneNumber") == {"errMsg": "getPhoneNumber:fail no permission"}


# https://developers.weixin.qq.com/community/develop/doc/00022c683e8a80b29bed2142b56c01
def test_names_are_anonymous_unless_switched(shop):
    assert shop.call("getUserProfile", desc="x")["userInfo"]["nickName"] == "微信用户"
    shop.world.switches.set("profile.names", "real")
    session_key = login(shop)
    shop.line.wx("getUserProfile", {"desc": "会员资料"})
    assert "会员资料" in shop.phone.sheet.content["lines"]
    told = shop.answer("confirm")
    assert told["userInfo"]["nickName"] == "Anna"
    # https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html
    assert told["signature"] == hashlib.sha1((told["rawData"] + session_key).encode()).hexdigest()
    assert opened(told, session_key)["nickName"] == "Anna"
    shop.line.wx("getUserProfile", {"desc": "x"})
    assert shop.answer("cancel") == {"errMsg": "getUserProfile:fail auth deny"}


def test_files_are_the_users_or_samples(shop):
    shop.line.wx("chooseImage", {"count": 2})
    assert shop.phone.sheet.content["count"] == 2
    [sample] = shop.answer("confirm")["files"]
    assert base64.b64decode(sample["base64"]).startswith(b"\x89PNG")
    shop.line.wx("chooseMessageFile", {"count": 1})
    given = [{"name": "a.txt", "type": "text/plain", "base64": "YQ=="}, {"name": "b.txt"}]
    [file] = shop.answer("confirm", files=given)["files"]
    assert (file["name"], file["size"]) == ("a.txt", 1)
    shop.line.wx("chooseVideo", {})
    assert shop.answer("cancel") == {"errMsg": "chooseVideo:fail cancel"}


@pytest.mark.parametrize("files", [3, ["x"], [{"base64": "?"}]])
def test_an_answer_that_is_no_file_fails_in_words(shop, files):
    shop.line.wx("chooseImage", {})
    assert shop.answer("confirm", files=files) == {"errMsg": "chooseImage:fail system error"}
    assert shop.cause() == "arguments.wrong"


# https://developers.weixin.qq.com/miniprogram/dev/api/payment/wx.requestPayment.html
def test_paying_and_leaving(shop):
    params = {"timeStamp": "1", "nonceStr": "n", "package": "prepay_id=wx1", "paySign": "s"}
    shop.line.wx("requestPayment", params)
    assert shop.answer("confirm") == {"errMsg": "requestPayment:ok"}
    shop.line.wx("requestPayment", params)
    assert shop.answer("cancel") == {"errMsg": "requestPayment:fail cancel"}
    wrong = shop.call("requestPayment", **{**params, "timeStamp": 1})
    assert "parameter.timeStamp should be String instead of Number;" in wrong["errMsg"]


# https://developers.weixin.qq.com/miniprogram/dev/api/open-api/subscribe-message/wx.requestSubscribeMessage.html
def test_messages_are_accepted_one_by_one(shop):
    shop.line.wx("requestSubscribeMessage", {"tmplIds": ["a", "b"]})
    assert shop.answer("confirm", chosen=[1]) == {"errMsg": "requestSubscribeMessage:ok", "a": "reject", "b": "accept"}
    shop.line.wx("requestSubscribeMessage", {"tmplIds": ["a"]})
    assert shop.answer("cancel") == {"errMsg": "requestSubscribeMessage:ok", "a": "reject"}
    many = shop.call("requestSubscribeMessage", tmplIds=list("abcdef"))
    assert many["errMsg"] == "requestSubscribeMessage:fail Templates count out of max bounds"


# https://www.rfc-editor.org/rfc/rfc7578
def test_a_file_goes_up_as_a_form(shop):
    params = {"url": "http://a.test/up", "name": 'f"', "fileName": "a.txt", "type": "text/plain", "base64": "aGk=",
              "formData": {"k": "山"}, "header": {"Content-Type": "x", "X-A": "1"}}  # fmt: skip
    shop.line.wx("uploadFile", params)
    [pending] = shop.world.take_fetches()
    boundary = pending.fetch.headers["content-type"].partition("boundary=")[2]
    assert pending.fetch.headers["X-A"] == "1"
    assert pending.fetch.body.decode() == (
        f'--{boundary}\r\nContent-Disposition: form-data; name="k"\r\n\r\n山\r\n'
        f'--{boundary}\r\nContent-Disposition: form-data; name="f%22"; filename="a.txt"\r\n'
        f"Content-Type: text/plain\r\n\r\nhi\r\n--{boundary}--\r\n"
    )
    pending.done({"statusCode": 200, "header": {}, "cookies": [], "body": b"ok"})
    assert shop.last_reply() == {"errMsg": "uploadFile:ok", "statusCode": 200, "header": {}, "data": "ok"}


def test_a_file_comes_down_with_its_type(shop):
    shop.line.wx("downloadFile", {"url": "http://a.test/a.png"})
    [pending] = shop.world.take_fetches()
    header = {"content-type": "image/png; charset=x"}
    pending.done({"statusCode": 200, "header": header, "cookies": [], "body": b"\1\2"})
    assert shop.last_reply() == {
        "errMsg": "downloadFile:ok", "statusCode": 200, "header": header, "type": "image/png", "base64": "AQI=",
    }  # fmt: skip


# https://developers.weixin.qq.com/miniprogram/dev/reference/configuration/app.html#requiredPrivateInfos
@pytest.mark.parametrize("name", ["getLocation", "getFuzzyLocation", "chooseLocation", "chooseAddress"])
def test_a_place_is_told_only_if_app_json_says_that_it_is_wanted(shop, name):
    app_json = shop.world.projects[SHOP].app_json
    app_json["requiredPrivateInfos"].remove(name)
    words = "the api need to be declared in the requiredPrivateInfos field in app.json/ext.json"
    assert shop.call(name) == {"errMsg": f"{name}:fail {words}"}
    assert shop.cause() == "private-infos.undeclared"
    assert shop.phone.sheets == []
    del app_json["requiredPrivateInfos"]
    assert shop.call(name)["errMsg"].endswith(words)
    shop.world.switches.set("private-infos.needed", False)
    shop.line.wx(name, {})
    assert shop.answer("confirm")["errMsg"] == f"{name}:ok"


# https://github.com/NervJS/taro/issues/5065
@pytest.mark.parametrize(
    ("name", "params", "since"),
    [
        ("openSetting", {}, "2.3.0"),
        ("getUserProfile", {"desc": "x"}, None),
        ("requestSubscribeMessage", {"tmplIds": ["a"]}, "2.8.2"),
    ],
)
def test_only_a_tap_allows_it(shop, name, params, since):
    shop.world.clock.set(shop.world.clock.now() + 5001)
    words = f"{name}:fail can only be invoked by user TAP gesture."
    assert result(shop.line.wx(name, params))["errMsg"] == words
    assert shop.cause() == "tap.too-old"
    shop.phone.front.tapped = None
    assert result(shop.line.wx(name, params))["errMsg"] == words
    assert shop.cause() == "tap.missing"
    if since:
        major, minor, patch = map(int, since.split("."))
        shop.phone.set({"baseLibrary": f"{major}.{minor - 1}.{patch}"})
        shop.line.wx(name, params)
        assert shop.phone.sheet is not None


def test_a_payment_is_as_good_as_a_tap(shop):
    """https://developers.weixin.qq.com/miniprogram/dev/api/open-api/subscribe-message/wx.requestSubscribeMessage.html"""
    shop.phone.front.tapped = None
    shop.line.wx("requestPayment", {"timeStamp": "1", "nonceStr": "n", "package": "p", "paySign": "s"})
    assert shop.answer("confirm") == {"errMsg": "requestPayment:ok"}
    shop.line.wx("requestSubscribeMessage", {"tmplIds": ["a"]})
    assert shop.answer("confirm")["a"] == "accept"
