"""The state file: what is in it is the whole world, after anything that can happen."""

import ast
import contextlib
import json
import sqlite3
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test
from support import OFFICIAL, SHOP, START, Shop, result
from test_invariants import Books

import emulator
from emulator import admin
from emulator.clock import Clock
from emulator.deliveries import PushAnswer
from emulator.dispatch import serve_phone
from emulator.errors import BadInput
from emulator.faults import FAULTS, set_fault
from emulator.project import Project
from emulator.push import PushSettings
from emulator.rules import Outcome
from emulator.saving import ROWS, dump
from emulator.store import InUse, Store
from emulator.world import World
from emulator.worldfile import component_project, load_world

FEW = settings(
    derandomize=True,
    database=None,
    phases=[Phase.generate],  # to find the smallest case takes minutes
    deadline=None,
    max_examples=25,
    stateful_step_count=30,
    suppress_health_check=list(HealthCheck),
)


def empty_world():
    """A world as a project's own files make it."""
    world = World(Clock(START, frozen=True), 99)
    world.add_project(Project(SHOP, "山丘咖啡", Path("."), app_json={"pages": ["pages/home/home"]}))
    world.add_project(component_project())
    serve_phone(world, world.add_phone())
    return world


def ordered(tables):
    return {name: list(rows.items()) for name, rows in tables.items()}


def keep(shop, file):
    """The shop with a state file, its official account with an address for pushes."""
    shop.world.accounts[OFFICIAL].push = PushSettings("http://127.0.0.1:9/wx")
    store = Store(file)
    store.attach(shop.world)
    return store


def killed_and_back(shop, store):
    """The process was killed: a new one reads the file. Returns the world and its store."""
    store.close()
    again = Store(store.path)
    world = empty_world()
    again.attach(world)
    shop.world, shop.phone = world, world.phones["p1"]
    shop.line.phone = shop.phone
    return again


class Kept(Books):
    """Whatever happens, the file holds the world."""

    file: Path

    @initialize(target=Books.cards)
    def open(self):
        for leftover in self.file.parent.glob(f"{self.file.name}*"):
            leftover.unlink()
        card = super().open()
        self.store = keep(self.shop, self.file)
        return card

    @rule(
        method=st.sampled_from(["Phone.home", "Phone.back", "Phone.openWallet", "Phone.closeApp", "Phone.restartApp"]),
    )
    def gesture(self, method):
        front = self.shop.phone.front
        self.shop.line.say(method, {"instance": front.instance if front else None})
        self.open_again()

    @rule(code=Books.codes, what=st.sampled_from(["openCard", "deleteCard", "giveCard", "takeGift", "enterSession"]))
    def wallet(self, code, what):
        self.shop.line.say(f"Phone.{what}", {"cardId": code[0], "code": code[1]})

    @rule(key=st.sampled_from("ab"), value=st.text(max_size=3), clear=st.booleans())
    def write_storage(self, key, value, clear):
        params = {"instance": self.open_again().instance, "set": {key: json.dumps(value)}, "clear": clear}
        self.shop.line.send({"method": "Storage.write", "params": params})

    @rule(name=st.sampled_from(["login", "showToast", "setClipboardData", "hideToast"]))
    def call_one(self, name):
        self.open_again()
        self.shop.line.wx(name, {"title": "t", "data": "d"})

    @rule(delay=st.integers(0, 5), lost=st.booleans())
    def order_rule(self, delay, lost):
        self.shop.world.rules.add("login", Outcome(delay=delay, lost=lost), times=1)

    @rule(fault=st.sampled_from([id_ for id_ in FAULTS if id_.startswith(("push", "t", "restored"))]))
    def fault(self, fault):
        with contextlib.suppress(BadInput):
            set_fault(self.shop.world, fault)
        self.shop.world.rules.all.clear()
        self.token = self.shop.token

    @rule(status=st.sampled_from([200, 200, 500]))
    def push(self, status):
        self.shop.world.deliveries.down = False
        for post in self.shop.world.deliveries.take():
            self.shop.world.deliveries.answered(post.id, PushAnswer(status, "success"))

    @rule()
    def restart(self):
        """The same world goes on from the file."""
        self.store.commit()
        before = ordered(dump(self.shop.world))
        alive = {app.instance: {"received": 0, "events": 0} for app in self.shop.phone.apps}
        self.store = killed_and_back(self.shop, self.store)
        assert ordered(dump(self.shop.world)) == before
        self.shop.world.deliveries.resume()
        self.shop.line.hello(alive)

    def open_again(self):
        """The shop's mini-program, in front."""
        if self.shop.phone.front is None or self.shop.phone.front.app_id != SHOP:
            self.shop.phone.open_app(SHOP)
        return self.shop.phone.front

    @invariant()
    def the_file_holds_the_world(self):
        self.store.commit()
        assert ordered(self.store.read()) == ordered(dump(self.shop.world))

    @invariant()
    def each_claim_is_in_the_wallet_and_told_once(self):
        """A member card that is found again is told too, so here the two differ."""
        assert len(list(self.shop.world.held)) == self.taken

    @invariant()
    def each_code_is_used_once(self):
        """A code that was used may be deleted from the wallet here, so its state alone tells too little."""
        assert self.used == sum(event.name == "user_consume_card" for event in self.shop.world.events)

    def teardown(self):
        self.store.close()


def test_whatever_happens_the_file_holds_the_world(tmp_path):
    Kept.file = tmp_path / "world.db"
    run_state_machine_as_test(Kept, settings=FEW)


# -- what was under way when the process was killed -------------------------------------------------------------------


@pytest.fixture
def shop():
    return Shop().open()


@pytest.fixture
def store(shop, tmp_path):
    with contextlib.closing(keep(shop, tmp_path / "world.db")) as store:
        yield store


def restart(shop, store, received=0, events=100):
    """Kill the process now, and let the page that stayed open connect again."""
    store.commit()
    instance = shop.phone.apps[-1].instance
    again = killed_and_back(shop, store)
    shop.world.deliveries.resume()
    return again, shop.line.hello({instance: {"received": received, "events": events}})


def test_a_call_whose_sheet_was_open_is_asked_again_and_claims_once(shop, store):
    card = shop.card()
    item = shop.item(card)
    shop.line.wx("addCard", {"cardList": [item]})
    assert shop.phone.sheet is not None
    again, _ = restart(shop, store)
    with contextlib.closing(again):
        assert shop.phone.sheet is None
        instance = shop.phone.apps[-1].instance
        params = {"instance": instance, "call": 1, "received": 0, "name": "addCard", "params": {"cardList": [item]}}
        shop.line.say("Wx.call", params, f"{instance}:1")
        answer = result(shop.line.answer())
        assert answer["cardList"][0]["isSuccess"]
        assert shop.line.say("Wx.call", params, f"{instance}:1") == [], "an answered call never runs again"
        assert len(list(shop.world.held)) == 1


def test_an_answer_that_was_on_its_way_comes_once(shop, store):
    shop.line.wx("login")
    again, told = restart(shop, store)
    code = result(told)["code"]
    assert code in shop.world.accounts.login_codes
    again, told = restart(shop, again, received=1)
    with contextlib.closing(again):
        assert [one for one in told if isinstance(one.get("id"), str)] == []


def test_a_delayed_answer_still_comes_at_its_time(shop, store):
    shop.world.rules.add("login", Outcome(delay=5_000), times=1)
    shop.line.wx("login")
    again, told = restart(shop, store)
    with contextlib.closing(again):
        assert not [one for one in told if one.get("id") == f"{shop.phone.apps[-1].instance}:1"]
        shop.world.clock.set(START + 5_000)
        shop.world.run_due()
        assert result(shop.line.take())["errMsg"] == "login:ok"


def test_a_push_that_nobody_has_taken_is_tried_again(shop, store):
    shop.claimed(shop.card())
    [first] = [post for post in shop.world.deliveries.take() if b"user_get_card" in post.body] or [None]
    again, _ = restart(shop, store)
    with contextlib.closing(again):
        posts = shop.world.deliveries.take()
        assert posts
        assert first is None or first.body in [post.body for post in posts]


def test_a_jump_that_was_waiting_needs_no_second_tap(shop, store):
    other = "wx00000000000000aa"
    for _ in range(2):
        shop.world.add_project(Project(other, "另一家", Path("."), app_json={"pages": ["pages/home/home"]}))
        shop.line.wx("navigateToMiniProgram", {"appId": other}, tap=True) if shop.phone.sheet is None else None
    assert shop.phone.sheet is not None
    again, _ = restart(shop, store)
    with contextlib.closing(again):
        shop.world.add_project(Project(other, "另一家", Path("."), app_json={"pages": ["pages/home/home"]}))
        instance = shop.phone.apps[-1].instance
        number = shop.line.calls[instance]
        params = {"instance": instance, "call": number, "name": "navigateToMiniProgram", "params": {"appId": other}}
        shop.line.say("Wx.call", params, f"{instance}:{number}")
        assert shop.phone.sheet is not None


def test_a_reset_world_is_kept_as_it_then_is(shop, store):
    shop.claimed(shop.card())
    assert admin.serve(shop.world, "POST", "reset", {}, b"")[0] == 200
    store.commit()
    assert ordered(store.read()) == ordered(dump(shop.world))
    assert store.read()["held"] == {}


def test_every_row_of_the_clock_can_be_kept():
    package = Path(emulator.__file__).parent
    classes = {
        node.name
        for path in package.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef)
        and any(isinstance(one, ast.FunctionDef) and one.name == "due" for one in node.body)
    }
    assert classes == set(ROWS)


# -- files that cannot be used ---------------------------------------------------------------------------------------


def test_a_file_that_another_process_has_open_is_left_alone(store):
    with pytest.raises(InUse, match=r"world\.db: another wxemu has this state open"):
        Store(store.path)


@pytest.mark.parametrize("content", [b"hello, I am a diary\n" * 40, b"x"])
def test_a_file_of_something_else_is_not_touched(tmp_path, content):
    file = tmp_path / "notes.txt"
    file.write_bytes(content)
    with pytest.raises(BadInput, match=r"notes\.txt: this is no state of wxemu"):
        Store(file)
    assert file.read_bytes() == content


def test_nor_is_another_programs_database(tmp_path):
    file = tmp_path / "other.db"
    with contextlib.closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE mine (x)")
        other.commit()
    before = file.read_bytes()
    with pytest.raises(BadInput, match=r"this is no state of wxemu"):
        Store(file)
    assert file.read_bytes() == before


def test_a_file_of_another_version_says_so(store):
    path = store.path
    store.close()
    with contextlib.closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA user_version = 99")
        other.commit()
    with pytest.raises(BadInput, match=r"another version of wxemu \(form 99, not 1\)"):
        Store(path)


def test_a_place_that_is_not_there_is_one_clear_line(tmp_path):
    with pytest.raises(BadInput, match=r"cannot be opened"):
        Store(tmp_path / "nowhere" / "world.db")


def test_a_damaged_record_is_one_clear_line_and_stays(store):
    path = store.path
    store.commit()
    store.close()
    with contextlib.closing(sqlite3.connect(path)) as other:
        other.execute("UPDATE part SET value = '[' WHERE key = 'seed'")
        other.commit()
    with contextlib.closing(Store(path)) as again, pytest.raises(BadInput, match=r"a record in it cannot be read"):
        again.attach(empty_world())
    with contextlib.closing(sqlite3.connect(path)) as other:
        assert other.execute("SELECT value FROM part WHERE key = 'seed'").fetchone()[0] == "["


def test_deposited_codes_that_were_looked_up_are_kept_once(tmp_path):
    shop = Shop()
    store = keep(shop, tmp_path / "world.db")
    mode = "GET_CUSTOM_CODE_MODE_DEPOSIT"
    card = shop.card(sku={"quantity": 0}, use_custom_code=True, get_custom_code_mode=mode)
    for _ in range(2):
        done = shop.api("/card/code/deposit", card_id=card.card_id, code=["A1", "A2"])
    assert done["duplicate_code"] == ["A1", "A2"]
    store.commit()
    assert json.loads(store.read()["card"][json.dumps(card.card_id)])["_known_codes"] == []
    store = killed_and_back(shop, store)
    assert shop.world.cards[card.card_id].known_codes == {"A1", "A2"}
    store.close()


def test_cards_of_a_world_that_goes_on_are_listed_the_newest_first(tmp_path):
    shop = Shop()
    store = keep(shop, tmp_path / "world.db")
    made = [shop.card().card_id for _ in range(3)]
    store.commit()
    store = killed_and_back(shop, store)
    shop.api("/card/landingpage/create", scene="SCENE_H5", card_list=[{"card_id": made[0]}])
    assert shop.api("/card/batchget", offset=0, count=10)["card_id_list"] == made[::-1]
    store.close()


def test_a_reset_world_keeps_the_cards_of_its_file(tmp_path):
    file = tmp_path / "world.yaml"
    file.write_text("merchant: {}\nuser: {owns: [club]}\ncards: {tea: {card_id: pTEA}, club: {kind: member}}\n")
    with contextlib.closing(Store(tmp_path / "s.db")) as store:
        world = load_world(file)
        store.attach(world)
        world.cards.pop("pTEA")
        world.commit()
        world.reset()
        world.commit()
    with contextlib.closing(Store(tmp_path / "s.db")) as store:
        again = load_world(file)
        store.attach(again)
        assert set(again.cards) == set(world.cards)
        assert len(again.cards) == 2
        [held] = again.held.of_user("u1")
        assert again.members[held.card_id, held.code].active
