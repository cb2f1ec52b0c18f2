"""Every row of the book: each of its choices, and what a program then sees. The rows name their own sources."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support import COMPONENT, OFFICIAL, SHOP, Shop, events, result
from test_component import FIELDS, come_back, parameters, visit

from emulator.discrepancies import BOOK
from emulator.environment import environment
from emulator.inbox import Inbox
from emulator.push import PushSettings
from emulator.testing import AppUnderTest
from emulator.trigger import trigger


def add(shop, *items, answer="confirm"):
    messages = shop.line.wx("addCard", {"cardList": list(items)})
    if shop.phone.sheet:
        messages += shop.line.answer(answer)
    return result(messages)


def jump(shop, *, tap=True, wait=0):
    front = shop.phone.front
    if tap:
        shop.line.say("App.tap", {"instance": front.instance})
    shop.world.clock.set(shop.world.clock.now() + wait)
    messages = shop.line.wx("navigateToMiniProgram", {"appId": COMPONENT})
    if shop.phone.sheet:
        messages += shop.line.answer()
    return messages


def how_a_jump_ends(shop, **how):
    return result(jump(shop, **how))["errMsg"].removeprefix("navigateToMiniProgram:")


def a_bad_signature(shop):
    return add(shop, {"cardId": shop.card().card_id, "cardExt": '{"timestamp": 1, "signature": "x"}'})["errMsg"]


def a_mixed_list(shop):
    return add(shop, shop.item(shop.card()), shop.item(shop.card(sku={"quantity": 0})))


def an_object_as_card_ext(shop):
    card = shop.card()
    return add(shop, {"cardId": card.card_id, "cardExt": shop.ext(card)})["errMsg"]


def an_unverified_program(shop):
    shop.world.accounts[SHOP].verified = False
    return add(shop, shop.item(shop.card()))["errMsg"]


def hide_or_success_first(shop):
    said = [one.get("params", {}).get("event") or one.get("result", {}).get("errMsg") for one in jump(shop)]
    return next(word for word in said if word in ("hide", "navigateToMiniProgram:ok"))


def an_ordinary_launch(shop):
    return shop.phone.open_app(SHOP).enter.get("referrerInfo", "undefined")


def home_and_back_after_a_return(shop):
    jump(shop)
    shop.line.wx("navigateBackMiniProgram", {"extraData": {"a": 1}})
    shop.line.say("Phone.home", {})
    return events(shop.line.say("Phone.openApp", {"appId": SHOP}))[-1][2]


def joined(shop, extra=None, **info):
    """The extraData that comes back from the component."""
    card = shop.member_card(**info)
    visit(shop, {**parameters(shop, card), **(extra or {})})
    return set(come_back(shop, result(shop.line.wx("memberCardSubmit", {"fields": FIELDS}))).get("extraData", {}))


def opened(shop, surplus=False, outer=True, **info):
    """The card type that the component sees, or why it refuses."""
    card = shop.member_card(**info)
    extra = parameters(shop, card) | ({"from": "till"} if surplus else {})
    if not outer:
        del extra["outer_str"]
    shown = visit(shop, extra)
    return shown["cause"]["id"] if "error" in shown else shown["type"]


def a_new_ticket(shop):
    visit(shop, parameters(shop, shop.member_card()))
    return result(shop.line.wx("memberCardSubmit", {"fields": FIELDS}))["extraData"]["activate_ticket"]


def a_ticket_read_twice(shop):
    ticket = a_new_ticket(shop)
    path = "/card/membercard/activatetempinfo/get"
    return [shop.api(path, activate_ticket=ticket)["errcode"] for _ in range(2)]


def a_new_card(shop):
    return add(shop, shop.item(shop.card()))["errMsg"]


def a_fourth_segment(shop):
    root = shop.world.projects[SHOP].root
    (root / "app.json").write_text('{"pages": ["a"]}')
    (root / "app.js").write_text("App({})")
    (root / "a.wxml").write_text("<view/>")
    (root / "a.js").write_text("Page({ data: { knows: wx.canIUse('addCard.object.cardList.nothing') } })")
    with AppUnderTest(shop.world, SHOP).open() as app:
        return app.data()["knows"]


def what_a_function_in_data_becomes(shop):
    root = shop.world.projects[SHOP].root
    (root / "app.json").write_text('{"pages": ["a"]}')
    (root / "app.js").write_text("App({})")
    (root / "a.wxml").write_text("<view/>")
    (root / "a.js").write_text("Page({ onLoad() { this.setData({ f() {} }); this.kept = typeof this.data.f }, "
                               "told() { return this.kept } })")  # fmt: skip
    with AppUnderTest(shop.world, SHOP).open() as app:
        warned = [entry.detail["text"] for entry in shop.world.journal.find("console.warn")]
        return [app.call("told"), any("setData a: f" in text for text in warned)]


def the_colour_of_a_new_card(shop):
    return shop.api("/card/get", card_id=shop.card().card_id)["card"]["groupon"]["base_info"]["color"]


def a_changed_notice(shop):
    return shop.api("/card/update", card_id=shop.card().card_id, groupon={"base_info": {"notice": "x"}})["send_check"]


def a_redeemed_code(shop):
    code = shop.claimed(shop.card())
    shop.api("/card/code/consume", code=code)
    return shop.api("/card/code/get", code=code)["errcode"]


def a_code_without_its_card(shop):
    code = shop.claimed(shop.card(use_custom_code=True), code="HILL1")
    return shop.api("/card/code/get", code=code)["errcode"]


def activated_twice(shop):
    code = shop.claimed(shop.member_card())
    return [shop.api("/card/membercard/activate", membership_number="1", code=code)["errcode"] for _ in range(2)]


def the_status_of_a_deleted_card(shop):
    card = shop.card()
    shop.api("/card/delete", card_id=card.card_id)
    return shop.api("/card/get", card_id=card.card_id)["card"]["groupon"]["base_info"]["status"]


def tries_of_a_push(shop):
    shop.world.accounts[OFFICIAL].push = PushSettings("http://127.0.0.1/")
    inbox = Inbox(shop.world)
    inbox.replies = [500] * 9
    trigger(shop.world, "user_del_card", {}, OFFICIAL)
    while inbox.carry() and (deadline := shop.world.clock.next_deadline()):
        shop.world.clock.set(deadline)
        shop.world.run_due()
    return len(inbox.received)


def a_pushed_body(shop):
    shop.world.accounts[OFFICIAL].push = PushSettings("http://127.0.0.1/")
    trigger(shop.world, "user_del_card", {}, OFFICIAL)
    [post] = shop.world.deliveries.take()
    return "<Event> <![CDATA[" in post.body.decode()


def whether_success_waits_for_the_user(shop):
    card = shop.card()
    messages = shop.line.wx("openCard", {"cardList": [{"cardId": card.card_id, "code": shop.claimed(card)}]})
    before = [one for one in messages if "result" in one and isinstance(one.get("id"), str)]
    after = [one for one in shop.line.say("Phone.back", {}) if "result" in one and isinstance(one.get("id"), str)]
    return [len(before), len(after)]


def how_a_promise_is_rejected(shop):
    root = shop.world.projects[SHOP].root
    (root / "app.json").write_text('{"pages": ["a"]}')
    (root / "app.js").write_text("App({})")
    (root / "a.wxml").write_text("<view/>")
    (root / "a.js").write_text(
        "Page({ onLoad() { wx.addCard({}).catch(e => this.setData({ seen: [e instanceof Error, !!e.errMsg] })) } })"
    )
    with AppUnderTest(shop.world, SHOP).open() as app:
        return app.data()["seen"]


def a_ticket_after_a_day(shop):
    ticket = a_new_ticket(shop)
    shop.world.clock.set(shop.world.clock.now() + 86_400_000)
    return shop.api("/card/membercard/activatetempinfo/get", activate_ticket=ticket)["errcode"]


def keys_of_the_white_lists_reply(shop):
    return set(shop.api("/card/testwhitelist/set", openid=[]))


def keys_of_a_claim(shop):
    shop.claimed(shop.card())
    return "UnionId" in shop.world.events[-1].fields


THREE = {"activate_ticket", "card_id", "code"}
TAP = "fail can only be invoked by user TAP gesture."
NOT_LISTED = f'fail appId "{COMPONENT}" is not in navigateToMiniProgramAppIdList'


UNDECLARED = "getLocation:fail the api need to be declared in the requiredPrivateInfos field in app.json/ext.json"


def an_undeclared_place(shop):
    told = shop.line.wx("getLocation", {})
    return "asked" if shop.phone.sheets else result(told)["errMsg"]


#: What is looked at, and what is seen under each choice.
LOOKS: dict[str, tuple[Callable[[Shop], Any], dict[Any, Any]]] = {
    "addCard.report": (a_bad_signature, {"words": "addCard:fail invalid signature", "page": "addCard:fail cancel"}),
    "addCard.signature-words": (a_bad_signature, {
        words: f"addCard:fail {words}" for words in ("invalid signature", "参数有误")
    }),
    "addCard.mixed": (lambda shop: a_mixed_list(shop)["errMsg"],
                      {"partial": "addCard:ok", "fail": "addCard:fail out of stock"}),
    "addCard.failed-code": (lambda shop: a_mixed_list(shop)["cardList"][1].get("code"), {"empty": "", "absent": None}),
    "addCard.object-ext": (an_object_as_card_ext, {"refused": "addCard:fail invalid signature", "read": "addCard:ok"}),
    "account.refusal": (an_unverified_program,
                        {word: f"addCard:fail {word}" for word in ("access denied", "no permission")}),
    "tap.window": (lambda shop: how_a_jump_ends(shop, wait=1000), {5000: "ok", 999: TAP}),
    "tap.needed": (lambda shop: how_a_jump_ends(shop, tap=False), {True: TAP, False: "ok"}),
    "private-infos.needed": (an_undeclared_place, {True: UNDECLARED, False: "asked"}),
    "navigate.app-list": (how_a_jump_ends, {True: NOT_LISTED, False: "ok"}),
    "navigate.success-order": (hide_or_success_first,
                               {"before-hide": "navigateToMiniProgram:ok", "after-hide": "hide"}),
    "navigateBack.refusal": (lambda shop: result(shop.line.wx("navigateBackMiniProgram"))["errMsg"],
                             {"a": "navigateBackMiniProgram:fail a", "b": "navigateBackMiniProgram:fail b"}),
    "referrerInfo.ordinary": (an_ordinary_launch, {"empty": {}, "undefined": "undefined"}),
    "return.repeated": (lambda shop: home_and_back_after_a_return(shop)["referrerInfo"].get("extraData"),
                        {True: {"a": 1}, False: None}),
    "home.scene": (lambda shop: home_and_back_after_a_return(shop)["scene"], {"entry": 1001, "kept": 1038}),
    "component.in-place-returns-data": (lambda shop: joined(shop, wx_activate_after_submit=False),
                                        {True: {"card_id", "code"}, False: set()}),
    "component.url-makes-jump": (
        lambda shop: opened(shop, wx_activate_after_submit=False, wx_activate_after_submit_url="pages/a/a"),
        {True: "jump", False: "in_place"},
    ),
    "component.return-keys": (joined, {"three": THREE, "five": {*THREE, "errCode", "wx_activate_after_submit_url"}}),
    "component.strict-keys": (lambda shop: opened(shop, surplus=True), {True: "component.surplus-keys", False: "jump"}),
    "component.outer-str-needed": (lambda shop: opened(shop, outer=False),
                                   {True: "component.parameter-missing", False: "jump"}),
    "ticket.reusable": (a_ticket_read_twice, {True: [0, 0], False: [0, 72012]}),
    "canIUse.fourth-segment": (a_fourth_segment, {"ignored": True, "looked-up": False}),
    "card.update-review": (a_changed_notice, {True: True, False: False}),
    "code.check-consume": (a_redeemed_code, {True: 40099, False: 0}),
    "code.card-id-needed": (a_code_without_its_card, {True: 41012, False: 0}),
    "color.010": (the_colour_of_a_new_card, {"#63b359": "#63b359", "#55bd47": "#55bd47"}),
    "activate.again": (activated_twice, {True: [0, 0], False: [0, 40056]}),
    "card.deleted-status": (the_status_of_a_deleted_card, {
        one: one for one in ("CARD_STATUS_DELETE", "CARD_STATUS_USER_DELETE")
    }),
    "openCard.success": (whether_success_waits_for_the_user, {"shown": [1, 0], "closed": [0, 1]}),
    "exitMiniProgram.refusal": (lambda shop: result(shop.line.wx("exitMiniProgram"))["errMsg"],
                                {"a": "exitMiniProgram:fail a", "b": "exitMiniProgram:fail b"}),
    "promise.rejection": (how_a_promise_is_rejected, {"object": [False, True], "error": [True, True]}),
    "ticket.life": (a_ticket_after_a_day, {0: 0, 86_400_000: 72012}),
    "white-list.reply": (keys_of_the_white_lists_reply, {
        "bare": {"errcode", "errmsg"},
        "echo": {"errcode", "errmsg", "white_list_size", "success_openid", "success_username"},
    }),
    "push.unionid": (keys_of_a_claim, {"bound": True, "never": False}),
    "setData.copied": (what_a_function_in_data_becomes,
                       {"as-is": ["function", False], "json": ["undefined", True]}),
    "profile.names": (lambda shop: result(shop.line.wx("getUserInfo"))["userInfo"]["nickName"],
                      {"anonymous": "微信用户", "real": "Anna"}),
    # tests/test_browser_dark.py looks at the page.
    "darkmode.text": (lambda shop: environment(shop.world, shop.phone, shop.world.projects[SHOP])["switches"][
        "darkmode.text"], {"light": "light", "black": "black"}),
    "push.tries": (tries_of_a_push, {3: 3, 4: 4}),
    "push.cdata-blanks": (a_pushed_body, {True: True, False: False}),
    "card.review-delay": (a_new_card, {0: "addCard:ok", -1: "addCard:fail card not verified"}),
}  # fmt: skip


@pytest.mark.parametrize("id_", BOOK)
def test_each_choice_is_seen(id_, tmp_path: Path):
    look, expected = LOOKS[id_]
    assert set(BOOK[id_].choices) <= set(expected)
    for choice, seen in expected.items():
        shop = Shop().open()
        shop.world.projects[SHOP].root = tmp_path
        shop.world.switches.set(id_, choice)
        assert look(shop) == seen, choice
    assert len({json.dumps(seen, default=sorted) for seen in expected.values()}) == len(expected)


@pytest.mark.parametrize(("id_", "platform"), [(row.id, name) for row in BOOK.values() for name in row.platforms])
def test_a_platform_sets_its_own(id_, platform):
    row, shop = BOOK[id_], Shop().open()
    shop.world.switches.platform = platform
    look, expected = LOOKS[id_]
    assert look(shop) == expected[row.platforms[platform]]
    assert row.platforms[platform] != row.documented
