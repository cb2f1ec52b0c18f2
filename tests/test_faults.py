"""Faults to order, each seen by whoever it hits."""

import json

import pytest
from support import OFFICIAL, Shop

from emulator.admin import serve
from emulator.errors import BadInput
from emulator.faults import FAULTS, set_fault
from emulator.inbox import Inbox
from emulator.push import PushSettings
from emulator.trigger import trigger
from emulator.wallet import delete_card


@pytest.fixture
def shop():
    return Shop().open()


def twice(shop, path, **params):
    return [shop.api(path, **params)["errcode"] for _ in range(2)]


def the_first_decoding(shop):
    held = shop.world.held.find(shop.claimed(shop.card()))
    hidden = shop.world.encrypt(shop.world.cards[held.card_id], held.code)
    set_fault(shop.world, "decrypt-fails")
    return twice(shop, "/card/code/decrypt", encrypt_code=hidden)


def a_redemption(fault):
    def look(shop):
        code = shop.claimed(shop.card())
        set_fault(shop.world, fault)
        return twice(shop, "/card/code/consume", code=code)

    return look


def an_old_token(shop):
    token = shop.token
    set_fault(shop.world, "token-expired")
    return [shop.api("/card/getcolors", one)["errcode"] for one in (token, shop.token)]


def an_old_ticket(shop):
    card, old = shop.card(), shop.ticket
    set_fault(shop.world, "ticket-expired")
    item = {"cardId": card.card_id, "cardExt": json.dumps(shop.ext(card, ticket=old))}
    shop.line.wx("addCard", {"cardList": [item]})
    return [shop.cause(), shop.ticket != old]


def over_quota(shop):
    set_fault(shop.world, "quota-45009")
    seen = twice(shop, "/card/get", card_id=shop.card().card_id)
    set_fault(shop.world, "quota-45009", on=False)
    return [*seen, shop.api("/card/get", card_id=shop.card().card_id)["errcode"]]


def no_server(shop):
    shop.world.accounts[OFFICIAL].push = PushSettings("http://127.0.0.1/")
    inbox = Inbox(shop.world)
    set_fault(shop.world, "push-down")
    trigger(shop.world, "user_del_card", {}, OFFICIAL)
    inbox.carry()
    first = len(inbox.received)
    set_fault(shop.world, "push-down", on=False)
    shop.world.clock.set(shop.world.clock.now() + 5000)
    shop.world.run_due()
    inbox.carry()
    return [first, len(inbox.received), shop.world.journal.find("push.user_del_card")[0].cause.id]


def a_found_card(shop):
    held = shop.world.held.find(shop.claimed(shop.member_card()))
    delete_card(shop.world, held)
    set_fault(shop.world, "restored-card")
    return ["OuterStr" in shop.world.events[-1].fields, held.status]


def a_token_refused_once(shop):
    set_fault(shop.world, "token-40001")
    return twice(shop, "/card/get", card_id=shop.card().card_id)


def an_activation_ticket(shop):
    set_fault(shop.world, "ticket-72012")
    return twice(shop, "/card/membercard/activatetempinfo/get", activate_ticket="x")


SEEN = {
    "ticket-72012": (an_activation_ticket, [72012, 72013]),
    "token-40001": (a_token_refused_once, [40001, 0]),
    "token-expired": (an_old_token, [42001, 0]),
    "ticket-expired": (an_old_ticket, ["signature.expired-ticket", True]),
    "quota-45009": (over_quota, [45009, 45009, 0]),
    "consumed-40099": (a_redemption("consumed-40099"), [40099, 0]),
    "status-40127": (a_redemption("status-40127"), [40127, 0]),
    "decrypt-fails": (the_first_decoding, [-1, 0]),
    "push-down": (no_server, [0, 1, "push.down"]),
    "restored-card": (a_found_card, [False, "NORMAL"]),
}


@pytest.mark.parametrize("id_", FAULTS)
def test_each_fault_is_seen(shop, id_):
    look, seen = SEEN[id_]
    assert look(shop) == seen


def test_faults_by_the_admin_api(shop):
    status, answer = serve(shop.world, "POST", "faults", {}, b'{"fault": "push-down"}')
    assert status == 200
    assert {row["id"]: row["on"] for row in answer["faults"]}["push-down"] is True
    assert shop.world.deliveries.down
    status, answer = serve(shop.world, "POST", "faults", {}, b'{"fault": "push-down", "on": false}')
    assert not any(row["on"] for row in answer["faults"])
    for body in (b'{"fault": "flood"}', b'{"fault": "decrypt-fails", "on": false}', b'{"fault": 1, "on": 1}'):
        assert serve(shop.world, "POST", "faults", {}, body)[0] == 400


def test_a_card_that_was_not_deleted_cannot_be_found_again(shop):
    with pytest.raises(BadInput, match="delete it in the wallet"):
        set_fault(shop.world, "restored-card")


def test_events_by_the_admin_api(shop):
    shop.world.accounts[OFFICIAL].push = PushSettings("http://127.0.0.1/")
    status, answer = serve(shop.world, "POST", "events", {}, b'{"event": "user_del_card", "set": {"CardId": "p"}}')
    assert (status, answer["event"]["CardId"], answer["delivery"]["state"]) == (200, "p", "sending")
    inbox = Inbox(shop.world)
    inbox.carry()
    status, answer = serve(shop.world, "POST", f"events/{answer['event']['id']}/resend", {}, b"")
    assert (status, answer["delivery"]["resent"]) == (200, True)
    inbox.carry()
    assert inbox.received[0] == inbox.received[1]
    _, listed = serve(shop.world, "GET", "events", {}, b"")
    assert [row["state"] for row in listed["deliveries"]] == ["taken", "taken"]
    for path, body in (("events/e9/resend", b""), ("events/e1/send", b""), ("events", b'{"event": "x"}'),
                       ("events", b'{"event": "user_del_card", "set": 1}')):  # fmt: skip
        assert serve(shop.world, "POST", path, {}, body)[0] == 400
    shop.world.accounts[OFFICIAL].push = None
    assert serve(shop.world, "POST", "events/e1/resend", {}, b"")[0] == 400


def test_an_address_for_pushes_is_asked_for_its_echo(shop):
    inbox = Inbox(shop.world)
    path = f"accounts/{OFFICIAL}"
    status, answer = serve(shop.world, "PATCH", path, {}, b'{"push": {"url": "http://127.0.0.1:9/", "token": "t"}}')
    assert (status, answer["push"]) == (200, {"url": "http://127.0.0.1:9/", "mode": "plain"})
    inbox.carry()
    assert inbox.posts[0].method == "GET"
    assert shop.world.journal.find("push.verification")[-1].ok
    assert serve(shop.world, "PATCH", path, {}, b'{"push": {"url": "x"}}')[0] == 400
    assert serve(shop.world, "PATCH", path, {}, b'{"push": null}')[1]["push"] is None
    assert "token" not in str(shop.world.journal.entries[-1].detail)


def test_the_review_of_a_card_is_in_our_hands(shop):
    shop.world.switches.set("card.review-delay", -1)
    card = shop.card()
    path = f"cards/{card.card_id}"
    status, answer = serve(shop.world, "PATCH", path, {}, '{"review": "refuse", "reason": "图片"}'.encode())
    assert (status, answer["status"]) == (200, "CARD_STATUS_VERIFY_FAIL")
    assert shop.world.events[-1].fields["RefuseReason"] == "图片"
    assert serve(shop.world, "PATCH", path, {}, b'{"review": "pass"}')[0] == 400
    assert serve(shop.world, "PATCH", path, {}, b'{"review": "maybe"}')[0] == 400
    assert serve(shop.world, "PATCH", "cards/pX", {}, b'{"review": "pass"}')[0] == 400
