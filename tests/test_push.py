"""Events on their way to the merchant.

https://developers.weixin.qq.com/doc/offiaccount/Cards_and_Offer/Coupons_Vouchers_and_Cards_Event_Push_Messages.html
"""

import base64
from urllib.parse import parse_qsl, urlsplit
from xml.etree import ElementTree

import pytest
from support import OFFICIAL, SHOP, Shop

from emulator import wallet
from emulator.crypto import PushCipher, sign_push
from emulator.deliveries import PushAnswer
from emulator.errors import BadInput
from emulator.inbox import Inbox
from emulator.push import EVENTS, Event, PushSettings, Salt, event_post, push_settings
from emulator.trigger import trigger

KEY = "kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR"


class Merchant(Shop):
    """A shop whose events go to an inbox."""

    def __init__(self):
        super().__init__()
        self.world.accounts[OFFICIAL].push = PushSettings("http://127.0.0.1:9/wx?a=1", "mytoken")
        self.inbox = Inbox(self.world)

    def wait(self, ms):
        """Let time pass, each row at its own moment, the inbox answering at once."""
        clock = self.world.clock
        target = clock.now() + ms
        while True:
            self.world.run_due()
            if self.inbox.carry():
                continue
            deadline = clock.next_deadline()
            if deadline is None or deadline > target:
                break
            clock.set(deadline)
        clock.set(target)

    def names(self):
        return [(one["Event"], one["attempt"]) for one in self.inbox.received]


@pytest.fixture
def shop():
    return Merchant().open()


def fields_of(post):
    return {node.tag: node.text or "" for node in ElementTree.fromstring(post.body)}


def query_of(post):
    return dict(parse_qsl(urlsplit(post.url).query, keep_blank_values=True))


def test_the_signature_of_a_push():
    """Computed: https://developers.weixin.qq.com/doc/oplatform/developers/dev/push"""
    assert sign_push("mytoken", 1600000000, "nonce123") == "8a27a51511df2a1951097e888b9583256922eb2c"


def test_the_example_of_the_safe_mode():
    """wechatpy's own, which recomputes with openssl: https://github.com/wechatpy/wechatpy/blob/master/tests/test_crypto.py"""
    text = (
        "<xml>\n<MsgType><![CDATA[text]]></MsgType>\n<Content><![CDATA[test]]></Content>\n"
        "<FromUserName><![CDATA[wx49f0ab532d5d035a]]></FromUserName>\n<ToUserName><![CDATA[messense]]></ToUserName>\n"
        "<AgentID>1</AgentID>\n<CreateTime>1411525903</CreateTime>\n</xml>"
    )
    cipher = PushCipher(KEY, "wx49f0ab532d5d035a")
    hidden = cipher.encrypt(text, b"1234567890123456")
    assert hidden.startswith("9s4gMv99m88kKTh/H8IdkOiMg6bisoy3ypwy9H4hvSPe9nsGaqyw5hhSjdYbcrKk")
    signature = sign_push("123456", 1411525903, "461056294", hidden)
    assert signature == "407518b7649e86ef23978113f92d27afa9296533"
    assert cipher.decrypt(hidden) == text
    with pytest.raises(ValueError, match="another app id"):
        PushCipher(KEY, "wx0").decrypt(hidden)


@pytest.mark.parametrize("size", range(0, 70, 3))
def test_padding_is_to_blocks_of_32_and_never_none(size):
    """Not 16, as AES alone would have it: https://developers.weixin.qq.com/doc/oplatform/developers/dev/push"""
    cipher = PushCipher(KEY, "wx1")
    data = base64.b64decode(cipher.encrypt("x" * size, bytes(16)))
    assert len(data) % 32 == 0
    assert len(data) > size + 23


@pytest.mark.parametrize("name", EVENTS)
def test_every_event_in_xml(shop, name):
    given = {key: 7 if kind is int else f"<{key}>]]>&" for key, kind in EVENTS[name].items()}
    event = trigger(shop.world, name, given, OFFICIAL)
    post = event_post("d1", event, shop.world.accounts[OFFICIAL].push, Salt(1600000000, "nonce123", bytes(16)), False)
    fields = fields_of(post)
    assert fields == {key: str(value) for key, value in event.content().items()}
    assert list(fields)[:5] == ["ToUserName", "FromUserName", "CreateTime", "MsgType", "Event"]
    assert fields["Event"] == name
    assert fields["ToUserName"] == "gh_hill"
    query = query_of(post)
    assert query["signature"] == "8a27a51511df2a1951097e888b9583256922eb2c"
    assert query["openid"] == event.openid
    assert query["a"] == "1"


@pytest.mark.parametrize("mode", ["compatible", "safe"])
def test_hidden_events(mode):
    settings = PushSettings("http://127.0.0.1/", "t", KEY, mode)
    event = Event(
        "e1", OFFICIAL, "gh_hill", "oAnna", 1600000000, "user_del_card", {"CardId": "p1", "UserCardCode": "1"}
    )
    post = event_post("d1", event, settings, Salt(1600000000, "n", b"1" * 16), False)
    fields, query = fields_of(post), query_of(post)
    assert query["encrypt_type"] == "aes"
    assert query["msg_signature"] == sign_push("t", 1600000000, "n", fields["Encrypt"])
    assert ("CardId" in fields) is (mode == "compatible")
    hidden = ElementTree.fromstring(PushCipher(KEY, OFFICIAL).decrypt(fields["Encrypt"]))
    assert {node.tag: node.text for node in hidden}["UserCardCode"] == "1"


def test_a_claim_reaches_the_merchant_before_the_app_is_answered(shop):
    card = shop.card()
    shop.claimed(card, outer_str="poster")
    shop.wait(0)
    assert shop.names() == [("card_pass_check", 1), ("user_get_card", 1)]
    got = shop.inbox.received[1]
    assert got["OuterStr"] == "poster"
    assert got["FromUserName"] == shop.world.accounts.openid(OFFICIAL, "u1")
    assert shop.world.deliveries.all["d2"].state == "taken"
    [*_, told] = shop.world.journal.find("push.user_get_card")
    assert told.ok
    assert told.cause is None


def test_what_is_not_taken_is_tried_three_times_and_says_the_same(shop):
    shop.inbox.replies = [500, "down", 200]
    trigger(shop.world, "user_del_card", {}, OFFICIAL)
    shop.wait(4_999)
    assert shop.names() == [("user_del_card", 1)]
    shop.wait(10_000)
    assert shop.names() == [("user_del_card", 1), ("user_del_card", 2), ("user_del_card", 3)]
    first, *others = ({key: value for key, value in one.items() if key != "attempt"} for one in shop.inbox.received)
    assert all(other == first for other in others)
    causes = [entry.cause and entry.cause.id for entry in shop.world.journal.find("push.user_del_card")]
    assert causes == ["push.status", "push.unreachable", None]
    shop.wait(86_400_000)
    assert len(shop.inbox.received) == 3


def test_after_the_last_try_an_event_is_given_up(shop):
    shop.inbox.replies = ["timeout"] * 9
    trigger(shop.world, "user_del_card", {}, OFFICIAL)
    shop.wait(86_400_000)
    assert len(shop.inbox.received) == 3
    assert shop.world.deliveries.all["d1"].state == "given-up"
    assert shop.world.journal.find("push.user_del_card")[-1].says_id == "says.push.given-up"


@pytest.mark.parametrize(("reply", "tries"), [("nonsense", 6), ("down", 13)])
def test_a_claim_is_tried_for_longer(shop, reply, tries):
    """3 more tries minutes apart after a malformed answer, 10 over a day where the server is dead:
    https://developers.weixin.qq.com/doc/subscription/guide/product/card/Update_log.html"""
    card = shop.card()
    shop.wait(0)
    shop.inbox.replies = [reply] * 20
    shop.claimed(card)
    shop.wait(2 * 86_400_000)
    assert shop.names()[1:] == [("user_get_card", n) for n in range(1, tries + 1)]


@pytest.mark.parametrize("reply", ["success", "", " success\n", "<xml><MsgType>text</MsgType></xml>"])
def test_what_counts_as_taken(shop, reply):
    shop.inbox.replies = [reply]
    trigger(shop.world, "user_del_card", {}, OFFICIAL)
    shop.wait(60_000)
    assert len(shop.inbox.received) == 1


def test_first_tries_keep_order_and_later_ones_hold_nobody_back(shop):
    world = shop.world
    for code in ("1", "2", "3"):
        trigger(world, "user_del_card", {"UserCardCode": code}, OFFICIAL)
    [first] = world.deliveries.take()
    assert world.deliveries.take() == []
    world.deliveries.answered(first.id, PushAnswer(500))
    [second] = world.deliveries.take()
    assert fields_of(second)["UserCardCode"] == "2"
    world.deliveries.answered(second.id, PushAnswer(200))
    [third] = world.deliveries.take()
    world.clock.set(world.clock.now() + 5000)
    world.run_due()
    [again] = world.deliveries.take()
    assert fields_of(again)["UserCardCode"] == "1"
    assert fields_of(third)["UserCardCode"] == "3"


def test_an_answer_that_comes_twice_counts_once(shop):
    trigger(shop.world, "user_del_card", {}, OFFICIAL)
    [post] = shop.world.deliveries.take()
    shop.world.deliveries.answered(post.id, PushAnswer(200))
    shop.world.deliveries.answered(post.id, PushAnswer(500))
    assert shop.world.deliveries.all[post.id].state == "taken"


def test_without_an_address_events_are_recorded_only(shop):
    shop.world.accounts[OFFICIAL].push = None
    trigger(shop.world, "user_del_card", {}, OFFICIAL)
    shop.wait(0)
    assert shop.inbox.received == []
    assert shop.world.deliveries.all == {}
    assert shop.world.events[-1].name == "user_del_card"


def test_after_a_restart_what_was_under_way_goes_on(shop):
    for code in ("1", "2"):
        trigger(shop.world, "user_del_card", {"UserCardCode": code}, OFFICIAL)
    shop.world.deliveries.take()
    shop.world.deliveries.resume()
    shop.wait(0)
    assert [(one["UserCardCode"], one["attempt"]) for one in shop.inbox.received] == [("1", 1), ("2", 1)]


def test_reset_ends_all_pushes(shop):
    shop.inbox.replies = [500]
    trigger(shop.world, "user_del_card", {}, OFFICIAL)
    shop.wait(0)
    shop.world.reset()
    shop.wait(86_400_000)
    assert len(shop.inbox.received) == 1


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("http://x", "must be an object"),
        ({"url": 1}, "push.url must be a text"),
        ({"token": "t"}, "push.url: '' is not an address"),
        ({"url": "ftp://x"}, "is not an address"),
        ({"url": "http://x", "mode": "loud"}, "plain, compatible, safe"),
        ({"url": "http://x", "mode": "safe"}, "43 letters"),
        ({"url": "http://x", "mode": "safe", "aes_key": "!" * 43}, "43 letters"),
        ({"url": "http://x", "port": "1"}, "push has no 'port'"),
    ],
    ids=str,
)
def test_bad_settings_are_named(value, says):
    with pytest.raises(BadInput, match=says):
        push_settings(value)


def test_a_trigger_fills_in_the_newest_card_and_names_what_it_does_not_know(shop):
    card = shop.card()
    code = shop.claimed(card)
    event = trigger(shop.world, "user_consume_card", {"StaffOpenId": "oS"})
    assert (event.fields["CardId"], event.fields["UserCardCode"]) == (card.card_id, code)
    assert event.fields["ConsumeSource"] == "FROM_API"
    assert trigger(shop.world, "update_member_card", {"ModifyBonus": "5"}).fields["ModifyBonus"] == 5
    for name, given, says in (
        ("user_got_card", {}, "Did you mean 'user_get_card'"),
        ("user_del_card", {"Code": "1"}, "has no field 'Code'"),
        ("update_member_card", {"ModifyBonus": "much"}, "whole number"),
    ):
        with pytest.raises(BadInput, match=says):
            trigger(shop.world, name, given)
    with pytest.raises(BadInput, match="no account"):
        trigger(shop.world, "user_del_card", {}, "wx9")


# -- what a user does in the wallet ---------------------------------------------------------------------------------


def test_deleting_a_card_tells_the_merchant(shop):
    card = shop.card()
    code = shop.claimed(card)
    shop.line.say("Phone.openCard", {"code": code})
    shop.line.say("Phone.deleteCard", {"code": code, "cardId": card.card_id})
    shop.wait(0)
    assert shop.inbox.received[-1]["Event"] == "user_del_card"
    assert shop.world.wallet(shop.phone) == []
    assert shop.api("/card/code/consume", code=code)["errcode"] == 40127
    [refused] = shop.line.say("Phone.deleteCard", {"code": code})
    assert "no card with the code" in refused["error"]["message"]


def test_a_deleted_member_card_is_found_again_without_outer_str(shop):
    """https://developers.weixin.qq.com/community/personal/oCJUswx7vxTi1mG-7cCCZJh8dtp4/question"""
    code = shop.claimed(shop.member_card(), outer_str="poster")
    held = shop.world.held.find(code)
    assert wallet.delete_card(shop.world, held)
    wallet.restore_card(shop.world, held)
    event = shop.world.events[-1]
    assert event.fields["IsRestoreMemberCard"] == 1
    assert "OuterStr" not in event.fields
    assert held.status == "NORMAL"


def test_a_gift_gets_a_code_of_its_own(shop):
    card = shop.card()
    code = shop.claimed(card)
    friend = shop.world.add_phone(type(shop.phone.user)("u2", "Ben"))
    assert shop.line.say("Phone.giveCard", {"code": code})[-1].get("error") is None
    assert shop.world.events[-1].name == "user_gifting_card"
    assert shop.api("/card/code/consume", code=code)["errcode"] == 40127
    held = shop.world.held.find(code)
    taken = wallet.take_gift(shop.world, held, friend.user.id)
    assert taken is not None
    event = shop.world.events[-1]
    assert (event.name, event.fields["IsGiveByFriend"], event.fields["OldUserCardCode"]) == ("user_get_card", 1, code)
    assert event.openid == shop.world.accounts.openid(OFFICIAL, "u2")
    assert taken.code != code
    assert held.status == "GIFT_SUCC"
    assert shop.api("/card/code/consume", code=taken.code)["errcode"] == 0
    assert wallet.take_gift(shop.world, held, "u3") is None


def test_a_gift_that_nobody_takes_comes_back_after_a_day(shop):
    code = shop.claimed(shop.card())
    shop.line.say("Phone.giveCard", {"code": code})
    shop.wait(86_400_000)
    assert shop.inbox.received[-1]["IsReturnBack"] == 1
    assert shop.world.held.find(code).status == "GIFT_TIMEOUT"
    assert shop.api("/card/code/consume", code=code)["errcode"] == 0


@pytest.mark.parametrize("base", [{"can_give_friend": False}, {"use_custom_code": True}], ids=str)
def test_some_cards_cannot_be_given(shop, base):
    card = shop.card(**base)
    code = shop.claimed(card, **({"code": "HILL"} if card.custom_code else {}))
    [refused] = shop.line.say("Phone.giveCard", {"code": code})
    assert "cannot be given" in refused["error"]["message"]


def test_opening_a_member_card_and_its_account(shop):
    card = shop.member_card()
    card.base["need_push_on_view"] = True
    code = shop.claimed(card)
    shop.line.say("Phone.openCard", {"code": code})
    shop.line.say("Phone.enterSession", {"code": code})
    assert [event.name for event in shop.world.events[-2:]] == ["user_view_card", "user_enter_session_from_card"]


def test_a_claim_carries_a_unionid_only_where_accounts_are_bound(shop):
    shop.claimed(shop.card())
    assert "UnionId" in shop.world.events[-1].fields
    shop.world.accounts[OFFICIAL].bound = False
    trigger(shop.world, "user_get_card", {}, OFFICIAL)
    assert "UnionId" not in shop.world.events[-1].fields


def test_a_mini_programs_own_events_need_its_own_address(shop):
    trigger(shop.world, "user_del_card", {}, SHOP)
    assert shop.world.deliveries.take() == []
