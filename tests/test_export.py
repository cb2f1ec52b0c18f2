"""``wxemu export`` and ``import``: a world goes out and comes back, its secrets do not."""

import contextlib
import json
import os
import stat

import msgspec
import pytest
from click.testing import CliRunner
from support import OFFICIAL, SHOP, Shop

from emulator.accounts import Account, User
from emulator.admin import serve
from emulator.cli import commands
from emulator.errors import BadInput
from emulator.exporting import export_file, export_world, read_export
from emulator.push import PushSettings
from emulator.redaction import KEYS, Redaction
from emulator.saving import dump, load
from emulator.store import Store
from emulator.world import World

posix = pytest.mark.skipif(os.name == "nt", reason="permissions")

CANARY = {name: f"canary{name}/{number}+x" for number, name in enumerate(sorted(KEYS))}


@pytest.fixture
def shop():
    """A world in which every kind of secret has been made, told and written down somewhere."""
    shop = Shop()
    world = shop.world
    world.add_account(Account("wx00000000000000f1", "official", "另一家", "other-secret-of-mine"))
    world.accounts[OFFICIAL].secret = "the-secret-of-official"
    world.accounts[OFFICIAL].push = PushSettings("http://127.0.0.1:9/in?key=1", "the-push-token", "k" * 43, "safe")
    world.phones["p1"].user = User("u1", "Anna", "13912345678")
    shop.open()
    card = shop.card()
    shop.claimed(card, outer_str="poster")
    shop.api("/card/testwhitelist/set", openid=[openid(shop)])
    shop.api("/card/qrcode/create", action_name="QR_CARD", action_info={"card": {"card_id": card.card_id}})
    answers = shop.line.wx("login")
    code = next(one["result"]["code"] for one in answers if "result" in one and "code" in one["result"])
    shop.line.wx("addCard", {"cardList": [shop.item(shop.member_card())]})
    shop.line.answer()
    told = {"name": "USER_FORM_INFO_FLAG_NAME", "value": "Canary Family"}
    session = world.accounts.session_key(code)
    log = f"{openid(shop)} {code} {session} tel:13912345678 GET /x?access_token=canary-in-query&b=2"
    instance = shop.phone.apps[-1].instance
    shop.line.send({"method": "App.log", "params": {"instance": instance, "text": log, "rows": [told]}})
    stored = {"me": json.dumps({"openid": "canary-stored-openid", "seen": True}), **CANARY}
    shop.line.send({"method": "Storage.write", "params": {"instance": instance, "set": stored}})
    return shop


def openid(shop):
    return shop.world.accounts.openid(OFFICIAL, "u1")


def secrets(shop):
    world = shop.world
    accounts = world.accounts
    yield from (one.secret for one in accounts.all.values())
    yield from accounts.tokens
    yield from accounts.login_codes
    yield from map(accounts.session_key, accounts.login_codes)
    yield from (ticket.value for one in accounts.all.values() for rows in one.tickets.values() for ticket in rows)
    yield from (accounts.openid(one, "u1") for one in accounts.all)
    yield accounts.unionid(SHOP, "u1")
    yield from world.spread
    yield from ("the-push-token", "k" * 43, "13912345678", "canary-in-query", "canary-stored-openid", "Canary Family")
    yield from CANARY.values()


def test_no_secret_stands_anywhere_in_an_export(shop):
    raw = msgspec.json.encode(export_world(shop.world, with_secrets=True)).decode()
    text = msgspec.json.encode(export_world(shop.world)).decode()
    for secret in secrets(shop):
        spelt = json.dumps(secret)[1:-1]
        assert (
            spelt in raw
            or secret in dict.fromkeys(map(shop.world.accounts.session_key, []))
            or is_derived(shop, secret)
        )
        assert spelt not in text, secret
    assert '"redacted-' in text
    assert "tel:redacted-" in text
    assert shop.world.held.rows.peek(1).code in text, "card codes are no secrets"


def is_derived(shop, secret):
    """Worked out from the seed when it is asked for, so it may stand nowhere yet."""
    accounts = shop.world.accounts
    return secret in {accounts.openid(one, "u1") for one in accounts.all} | {accounts.unionid(SHOP, "u1")}


def test_nor_the_seed_from_which_they_come(shop):
    shop.world.seed.continue_with(20180301, shop.world.seed.drawn)
    parts = dict(export_world(shop.world).tables["part"])
    assert parts["seed"][0] == 0
    assert all(account["push"] is None for account in parts["accounts"])


def test_with_secrets_it_is_the_world_to_the_last_byte(shop):
    text = msgspec.json.encode(export_world(shop.world, with_secrets=True))
    assert read_export(text) == dump(shop.world)


def test_a_redacted_world_goes_on_when_it_is_taken_in_again(shop):
    world = World()
    load(world, read_export(msgspec.json.encode(export_world(shop.world))))
    assert len(list(world.held)) == len(list(shop.world.held))
    assert [entry.seq for entry in world.journal.entries] == [entry.seq for entry in shop.world.journal.entries]
    token = world.accounts.issue_token(world.accounts[OFFICIAL], world.clock.seconds()).value
    assert token not in shop.world.accounts.tokens
    again = msgspec.json.encode(export_world(world, with_secrets=True))
    assert sum(again.count(secret.encode()) for secret in secrets(shop)) == 0


def test_equal_secrets_have_one_stand_in_and_texts_of_json_stay_json():
    redaction = Redaction(["secret-one"])
    rows = [{"token": "secret-two"}, "a secret-one b", json.dumps({"x": "secret-two", "openid": "third"}), "secret-two"]
    redaction.learn(rows)
    clean = redaction.redact(rows)
    assert clean[0]["token"] == clean[3]
    assert clean[1] == "a redacted-1 b"
    assert json.loads(clean[2])["x"] == clean[3]
    assert json.loads(clean[2])["openid"].startswith("redacted-")


def test_what_is_short_is_hidden_under_its_key_alone():
    redaction = Redaction(["ab"])
    assert redaction.redact({"secret": "ab", "title": "cabin"}) == {"secret": "redacted-1", "title": "cabin"}


# -- the commands ---------------------------------------------------------------------------------------------------


def run(*arguments):
    return CliRunner(catch_exceptions=True).invoke(commands, [*map(str, arguments), "--lang", "en"])


@pytest.fixture
def state(shop, tmp_path):
    file = tmp_path / "world.db"
    with contextlib.closing(Store(file)) as store:
        store.attach(shop.world)
    return file


@posix
def test_export_and_import_of_a_state_file(shop, state, tmp_path):
    out, back = tmp_path / "world.json", tmp_path / "back.db"
    assert run("export", out, "--state", state, "--with-secrets").exit_code == 0
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert run("import", out, "--state", back).exit_code == 0
    with contextlib.closing(Store(back)) as store:
        assert store.continued
        assert store.read() == dump(shop.world)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["back.db", "world.db", "world.json"]


def test_by_default_an_export_of_a_state_file_is_redacted(shop, state, tmp_path):
    out = tmp_path / "world.json"
    told = run("export", out, "--state", state)
    assert "are replaced" in told.output
    assert not any(json.dumps(secret)[1:-1] in out.read_text() for secret in secrets(shop))
    tables = json.loads(out.read_text())["tables"]
    assert {name: len(rows) for name, rows in tables.items()} == {
        name: len(rows) for name, rows in dump(shop.world).items()
    }


def test_a_phone_keeps_its_apps_whose_projects_are_elsewhere(shop, state):
    with contextlib.closing(Store(state)) as store:
        phones = dict(export_file(store.read(), with_secrets=True).tables["part"])["phones"]
    assert [app["app_id"] for app in phones["p1"]["apps"]] == [SHOP]


def test_import_never_overwrites(shop, state, tmp_path):
    out = tmp_path / "world.json"
    run("export", out, "--state", state)
    before = state.read_bytes()
    assert isinstance(run("import", out, "--state", state).exception, BadInput)
    assert state.read_bytes() == before


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[]", "no export of wxemu"),
        ("{", "no export of wxemu"),
        ('{"kind": "x", "format": 1, "secrets": false, "tables": {}}', "kind is 'x'"),
        ('{"kind": "wxemu world", "format": 99, "secrets": false, "tables": {}}', "another version"),
        ('{"kind": "wxemu world", "format": 1, "secrets": false, "tables": {"x": []}}', "no table 'x'"),
        ('{"kind": "wxemu world", "format": 1, "secrets": false, "tables": {"card": [["p1", {}]]}}', "cannot be read"),
        ('{"kind": "wxemu world", "format": 1, "secrets": false, "tables": {"card": [["p1"]]}}', "no export"),
    ],
)
def test_a_bad_file_is_one_clear_line_and_nothing_is_made(tmp_path, text, says):
    file = tmp_path / "bad.json"
    file.write_text(text)
    told = run("import", file, "--state", tmp_path / "new.db")
    assert isinstance(told.exception, BadInput)
    assert str(told.exception).startswith(str(file))
    assert says in str(told.exception)
    assert [one.name for one in tmp_path.iterdir()] == ["bad.json"]


def test_a_running_emulator_hands_out_its_world(shop):
    status, clean = serve(shop.world, "GET", "export", {}, b"")
    assert status == 200
    assert not any(secret in json.dumps(clean, ensure_ascii=False) for secret in secrets(shop))
    _, whole = serve(shop.world, "GET", "export", {"secrets": "keep"}, b"")
    assert read_export(msgspec.json.encode(whole)) == dump(shop.world)
    assert serve(shop.world, "GET", "export", {"secrets": "yes"}, b"")[0] == 400
