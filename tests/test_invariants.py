"""Whatever is asked, in whatever order: every request is answered, and the books balance.

Hypothesis makes up the requests, the same ones each time.
"""

import itertools
import json
from collections import Counter
from typing import Any

import hypothesis.strategies as st
import msgspec
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from support import OFFICIAL, SHOP, Shop, base_info, result

from emulator.api import HANDLERS, OPEN_HANDLERS
from emulator.dispatch import serve_api

SAME_EACH_TIME = settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=120,
    stateful_step_count=40,
    suppress_health_check=list(HealthCheck),
)

KINDS: dict[str, dict[str, Any]] = {
    "plain": {},
    "scarce": {"sku": {"quantity": 1}},
    "once": {"get_limit": 1},
    "custom code": {"use_custom_code": True},
    "deposit": {
        "use_custom_code": True,
        "get_custom_code_mode": "GET_CUSTOM_CODE_MODE_DEPOSIT",
        "sku": {"quantity": 0},
    },
    "bound": {"bind_openid": True},
    "soon over": {"date_info": {"type": "DATE_TYPE_FIX_TERM", "fixed_term": 1, "fixed_begin_term": 0}},
}

#: Any text that JSON can carry, halves of characters included.
TEXTS = st.text(st.characters(exclude_categories=()), max_size=8)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=5,
)
PATHS = st.sampled_from([*HANDLERS])
NAMES = st.sampled_from([
    "card_id", "code", "encrypt_code", "openid", "check_consume", "new_code", "card", "card_list", "action_name",
    "action_info", "offset", "count", "status_list", "increase_stock_value", "reduce_stock_value", "is_open",
    "username", "base_info", "groupon", "member_card", "membership_number", "card_number", "init_bonus", "bonus",
    "add_bonus", "balance", "custom_field_value1", "activate_ticket", "activate_begin_time", "required_form",
    "optional_form", "rule_info", "rule_id", "location_list", "scene", "outer_str", "begin_date", "end_date",
    "cond_source", "appid", "secret", "grant_type", "force_refresh", "expire_seconds", "ticket_class", "show_time",
])  # fmt: skip
EXT_NAMES = st.sampled_from([
    "code", "openid", "timestamp", "nonce_str", "signature", "outer_str", "fixed_begintimestamp",
])  # fmt: skip
BASE_NAMES = st.sampled_from([*base_info(), "get_limit", "use_custom_code", "bind_openid"])
ACTIONS = st.sampled_from(["confirm", "confirm", "confirm", "cancel"])


class Books(RuleBasedStateMachine):
    """A shop whose back end and whose user do anything at all."""

    cards = Bundle("cards")
    codes = Bundle("codes")

    @initialize(target=cards)
    def open(self):
        self.shop = Shop()
        self.shop.line.hello(journal=True)
        self.shop.phone.open_app(SHOP)
        self.shop.line.take()
        self.token = self.shop.token
        self.taken = self.used = 0
        self.numbers = itertools.count(1)
        return self.shop.card(get_limit=9, sku={"quantity": 9}).card_id

    # -- the back end -----------------------------------------------------------------------------------------------

    def ask(self, path, params):
        return self.send(path, json.dumps(params).encode())

    def send(self, path, body):
        reply = serve_api(self.shop.world, "POST", path, {"access_token": self.token}, body).body
        msgspec.json.encode(reply)
        self.used += path == "/card/code/consume" and reply["errcode"] == 0
        return reply

    @rule(target=cards, kind=st.sampled_from([*KINDS, "member"]))
    def create(self, kind):
        return (self.shop.member_card() if kind == "member" else self.shop.card(**KINDS[kind])).card_id

    @rule(card_type=st.just("GROUPON") | TEXTS, base=st.dictionaries(BASE_NAMES, JSON, max_size=2))
    def create_badly(self, card_type, base):
        self.ask("/card/create", {"card": {"card_type": card_type, "groupon": {"base_info": {**base_info(), **base}}}})

    @rule(path=st.sampled_from([*HANDLERS, *OPEN_HANDLERS]), params=st.dictionaries(NAMES, JSON, max_size=4))
    def ask_anything(self, path, params):
        self.ask(path, params)

    @rule(path=PATHS, body=st.binary(max_size=20) | JSON.map(lambda value: json.dumps(value).encode()))
    def send_anything(self, path, body):
        self.send(path, body)

    @rule(path=PATHS, code=codes, more=st.dictionaries(NAMES, JSON, max_size=2))
    def ask_about(self, path, code, more):
        self.ask(path, {"card_id": code[0], "code": code[1], **more})

    @rule(code=codes, named=st.booleans())
    def consume(self, code, named):
        self.ask("/card/code/consume", {"code": code[1], **({"card_id": code[0]} if named else {})})

    @rule(which=st.integers(0, 20), named=st.booleans())
    def consume_taken(self, which, named):
        """Redeem a code that the user has, be it good or not."""
        taken = list(self.shop.world.held)
        if taken:
            held = taken[which % len(taken)]
            self.ask("/card/code/consume", {"code": held.code, **({"card_id": held.card_id} if named else {})})

    @rule(card=cards, change=st.integers(-7, 7))
    def change_stock(self, card, change):
        how = "reduce_stock_value" if change < 0 else "increase_stock_value"
        self.ask("/card/modifystock", {"card_id": card, how: abs(change)})

    @rule(card=cards, given=st.lists(st.sampled_from(["A1", "A2", "no good"]), max_size=3))
    def deposit(self, card, given):
        self.ask("/card/code/deposit", {"card_id": card, "code": [f"D{next(self.numbers)}", *given]})
        self.ask("/card/modifystock", {"card_id": card, "increase_stock_value": 1})

    @precondition(lambda self: len(self.shop.world.cards) > 3)
    @rule(card=cards)
    def delete(self, card):
        self.ask("/card/delete", {"card_id": card})

    @rule(card=cards, base=st.dictionaries(BASE_NAMES, JSON, max_size=2))
    def update(self, card, base):
        kind = self.shop.world.cards[card].card_type.lower()
        self.ask("/card/update", {"card_id": card, kind: {"base_info": base}})

    # -- the user ---------------------------------------------------------------------------------------------------

    def call(self, name, params, action="confirm"):
        """Call wx.name, and do *action* on the page that it may show; the one answer."""
        told = self.shop.line.wx(name, params)
        if self.shop.phone.sheet is not None:
            told = self.shop.line.answer(action)
        return self.count(result(told))

    def count(self, answer):
        """Every card that was said to be added is in the wallet, under the code that the merchant decrypts."""
        added = [one for one in answer.get("cardList", ()) if one["isSuccess"]]
        self.taken += len(added)
        codes = [
            (one["cardId"], self.ask("/card/code/decrypt", {"encrypt_code": one["code"]})["code"]) for one in added
        ]
        assert all(code in self.shop.world.held for code in codes)
        return codes

    @rule(
        target=codes,
        chosen=st.lists(cards, min_size=1, max_size=3),
        spoil=st.sampled_from([{}, {}, {}, {}, {"code": "C1"}, {"code": ""}, {"openid": "o"}, {"signature": "x"}]),
        action=ACTIONS,
    )
    def claim(self, chosen, spoil, action):
        items = [self.fitting(self.shop.world.cards[card_id]) for card_id in chosen]
        items[0]["cardExt"] = json.dumps({**json.loads(items[0]["cardExt"]), **spoil})
        codes = self.call("addCard", {"cardList": items}, action)
        return codes[0] if codes else (chosen[0], "C1")

    def fitting(self, card):
        """An entry of cardList with all that this card needs."""
        openid = self.shop.world.accounts.openid(OFFICIAL, "u1")
        code = {"code": f"C{next(self.numbers) % 9}"} if card.custom_code else {}
        return self.shop.item(card, **code, **({"openid": openid} if card.bind_openid else {}))

    @rule(card=cards, ext=st.dictionaries(EXT_NAMES, JSON) | JSON, signed=st.booleans(), as_text=st.booleans())
    def claim_badly(self, card, ext, signed, as_text):
        if isinstance(ext, dict) and signed:
            ext = {**self.shop.ext(self.shop.world.cards[card]), **ext}
        self.call("addCard", {"cardList": [{"cardId": card, "cardExt": json.dumps(ext) if as_text else ext}]})

    @rule(
        name=st.sampled_from(["addCard", "openCard"]),
        items=st.lists(st.dictionaries(st.sampled_from(["cardId", "cardExt", "code"]), JSON), max_size=3) | JSON,
    )
    def call_anything(self, name, items):
        self.call(name, {"cardList": items})

    @rule(code=codes)
    def open_card(self, code):
        self.call("openCard", {"cardList": [{"cardId": code[0], "code": code[1]}]})

    @rule(hours=st.sampled_from([1, 30]))
    def wait(self, hours):
        self.shop.world.clock.set(self.shop.world.clock.now() + hours * 3_600_000)
        self.shop.world.run_due()
        self.token = self.shop.token

    # -- what must hold ---------------------------------------------------------------------------------------------

    @invariant()
    def no_stock_is_negative(self):
        for card in self.shop.world.cards.values():
            assert card.quantity >= 0
            assert card.total >= 0
            assert 0 <= card.given <= len(card.deposited)

    @invariant()
    def each_claim_is_in_the_wallet_and_told_once(self):
        told = [event for event in self.shop.world.events if event.name == "user_get_card"]
        assert len(list(self.shop.world.held)) == self.taken == len(told)

    @invariant()
    def each_code_is_used_once(self):
        consumed = [held for held in self.shop.world.held if held.status == "CONSUMED"]
        told = [event for event in self.shop.world.events if event.name == "user_consume_card"]
        assert len(consumed) == self.used == len(told)

    @invariant()
    def nothing_of_ours_is_broken(self):
        causes = {entry.cause.id for entry in self.shop.world.journal.entries if entry.cause is not None}
        assert "emulator.bug" not in causes


def test_whatever_is_asked_the_books_balance():
    done: Counter[str] = Counter()

    class Counted(Books):
        def teardown(self):
            done.update(taken=self.taken, used=self.used)

    run_state_machine_as_test(Counted, settings=SAME_EACH_TIME)
    # Enough went well for the books to say something.
    assert done["taken"] > 20
    assert done["used"] > 5
