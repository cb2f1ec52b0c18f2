"""https://developers.weixin.qq.com/community/develop/doc/000404202081a0b0f15b90f6f5f409 (rules);
vectors V1 to V4: wechatpy tests/test_client.py, V5: a public thread, V7: EasyWeChat ClientTest."""

import hashlib
import json
import subprocess
import sys

import pytest
from support import OFFICIAL, Shop

from emulator.admin import serve
from emulator.admin.signing import told
from emulator.crypto import CodeCipher, sha1_of_sorted, sign_card
from emulator.signature import diagnose

TICKET = "sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg"
COMMON = {"timestamp": 1414587457, "nonce_str": "Wm3WZYTPz0wzccnW"}


@pytest.mark.parametrize(
    ("extra", "signature"),
    [
        ({}, "22dce6bad4db532d4a2ef82ca2ca7bbe1e10ef28"),
        ({"code": "random_code"}, "2e9c6d12952246e071717d7baeab20c30420b5cd"),
        ({"openid": "random_openid"}, "ded860a5dd4467312764bd86e544ad0579cbfad0"),
        ({"code": "random_code", "openid": "random_openid"}, "950dc1842852457ea573d4d6af34879c1ec093c8"),
    ],
    ids=["V1", "V2", "V3", "V4"],
)
def test_official_vectors(extra, signature):
    assert sign_card(TICKET, "random_card_id", {**COMMON, **extra}) == signature


def test_timestamp_may_be_text_and_empty_values_add_nothing():
    ext = {"timestamp": "1414587457", "nonce_str": "Wm3WZYTPz0wzccnW", "code": "", "openid": None}
    assert sign_card(TICKET, "random_card_id", ext) == "22dce6bad4db532d4a2ef82ca2ca7bbe1e10ef28"


def test_v5_a_real_mistake_the_nonce_was_left_out():
    ticket = "kqxRwT0lF4G-mWsgBWkeIuuc_z3B3fgCnptbFKsyOikcjNjdHNdY9TNleINHIbFmy9GIFIJIEpPjVbZnd7A5ug"
    card = "pX2-vjuTfcFRkVzVogonqZ2O16Ns"
    ext = {"timestamp": 1740543991, "nonce_str": "cc420ff3fbb84a11b1d28c4e50576636"}
    assert sign_card(ticket, card, ext) == "c589a7c5c5424f1870b1ff88316f7b5afa3c9f61"
    assert sign_card(ticket, card, {"timestamp": 1740543991}) == "406e1bcacf29c58c81d9c9d520ae2730426fcb80"


def test_v6_sorting_is_by_byte():
    ext = {"timestamp": 1414587457, "nonce_str": "Nonce"}
    assert sign_card("9Ticket", "pCard", ext) == "980cbdabb42426371564b2395c325c8c20e4fd42"


def test_v7_sorting_is_not_numeric():
    assert sha1_of_sorted(["a", "b", 1, 11]) == "1b89348164bea18497613f19f5c2f489ee3aa5ca"


def test_encrypted_codes_hold_plus_slash_and_equals_and_belong_to_one_account():
    mine, other = CodeCipher(b"a" * 32), CodeCipher(b"b" * 32)
    for code in ("123456789012", "A" * 20, "7"):
        text = mine.encrypt(code)
        assert len(text) == 44
        assert all(sign in text for sign in "+/=")
        assert mine.decrypt(text) == code
        assert other.decrypt(text) is None
    assert mine.decrypt("not base64 !") is None
    assert mine.decrypt("") is None


# -- the doctor -----------------------------------------------------------------------------------------------------

CARD = "pX2-vjuTfcFRkVzVogonqZ2O16Ns"
FULL = {"timestamp": 1414587457, "nonce_str": "Wm3WZYTPz0wzccnW", "code": "A7", "openid": "oAnna", "outer_str": "till"}


def joined(*values):
    return hashlib.sha1("".join(values).encode()).hexdigest()


def by_byte(*values):
    return joined(*sorted(values))


T, N, S, C, U = TICKET, FULL["nonce_str"], "1414587457", "A7", "oAnna"

MISTAKES = {
    None: by_byte(T, CARD, S, N, C, U),
    "signature.missing": "",
    "signature.upper-case": by_byte(T, CARD, S, N, C, U).upper(),
    "signature.nonce-not-signed": by_byte(T, CARD, S, C, U),
    "signature.card-id-not-signed": by_byte(T, S, N, C, U),
    "signature.code-not-signed": by_byte(T, CARD, S, N, U),
    "signature.openid-not-signed": by_byte(T, CARD, S, N, C),
    "signature.code-and-openid-not-signed": by_byte(T, CARD, S, N),
    "signature.ticket-not-signed": by_byte(CARD, S, N, C, U),
    "signature.timestamp-not-signed": by_byte(T, CARD, N, C, U),
    "signature.outer-str-signed": by_byte(T, CARD, S, N, C, U, "till"),
    "signature.sorted-by-key": joined(T, CARD, C, N, U, S),
    "signature.unsorted": joined(T, CARD, S, C, U, N),
    "signature.key-value-pairs": joined(
        f"api_ticket={T}&card_id={CARD}&code={C}&nonce_str={N}&openid={U}&timestamp={S}"
    ),
    "signature.milliseconds-signed": by_byte(T, CARD, S + "000", N, C, U),
    "signature.ticket-with-blanks": by_byte(T + "\n", CARD, S, N, C, U),
    "signature.expired-ticket": by_byte("old", CARD, S, N, C, U),
    "signature.jsapi-ticket": by_byte("js", CARD, S, N, C, U),
    "signature.other-account": by_byte("theirs", CARD, S, N, C, U),
    "signature.mismatch": by_byte("nobody's", CARD, S, N, C, U),
}


@pytest.mark.parametrize("mistake", MISTAKES, ids=str)
def test_the_doctor_finds_each_mistake(mistake):
    ext = {**FULL, "signature": MISTAKES[mistake]}
    found = diagnose(TICKET, CARD, ext, ["old"], [("jsapi", "js"), ("wx_card", "theirs")])
    assert found.mistake == mistake
    assert found.expected == MISTAKES[None]


def test_seconds_signed_where_milliseconds_were_sent():
    ext = {"timestamp": 1414587457123, "nonce_str": "n", "signature": by_byte(T, CARD, S, "n")}
    assert diagnose(TICKET, CARD, ext).mistake == "signature.seconds-signed"


def test_the_doctor_shows_the_first_difference_and_no_ticket_whole():
    """V5: the developer left nonce_str out: https://developers.weixin.qq.com/community/develop/doc/0002889b8541a0f401f2b78a26b400"""
    ticket = "kqxRwT0lF4G-mWsgBWkeIuuc_z3B3fgCnptbFKsyOikcjNjdHNdY9TNleINHIbFmy9GIFIJIEpPjVbZnd7A5ug"
    ext = {"timestamp": 1740543991, "nonce_str": "cc420ff3fbb84a11b1d28c4e50576636",
           "signature": "406e1bcacf29c58c81d9c9d520ae2730426fcb80"}  # fmt: skip
    found = diagnose(ticket, CARD, ext)
    assert found.mistake == "signature.nonce-not-signed"
    assert [name for name, _ in found.parts] == ["timestamp", "nonce_str", "api_ticket", "card_id"]
    assert found.first_difference == 1
    assert found.theirs[1][0] == "api_ticket"
    assert ticket not in json.dumps(told(found, CARD))
    assert "kqxR…A5ug (86)" in json.dumps(told(found, CARD), ensure_ascii=False)


def run_sign(*arguments, **more):
    command = [sys.executable, "-m", "emulator", "sign", *arguments, "--card-id", CARD, "--lang", "en"]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, encoding="utf-8", **more)


def test_the_command_reads_json_files_and_standard_input(tmp_path):
    right = json.dumps({**FULL, "signature": MISTAKES[None]})
    wrong = json.dumps({**FULL, "signature": MISTAKES["signature.nonce-not-signed"]})
    good = run_sign(right, "--ticket", TICKET)
    assert (good.returncode, "The signature is right" in good.stdout) == (0, True)
    file = tmp_path / "ext.json"
    file.write_text(json.dumps(wrong), "utf-8")
    bad = run_sign(f"@{file}", "--ticket", TICKET)
    assert (bad.returncode, "signature.nonce-not-signed" in bad.stdout) == (1, True)
    assert TICKET not in bad.stdout
    piped = run_sign("-", "--ticket", TICKET, "--format", "json", input=wrong)
    assert json.loads(piped.stdout)["mistake"] == "signature.nonce-not-signed"
    for given in ("{", "[]", "@nowhere.json"):
        refused = run_sign(given, "--ticket", TICKET)
        assert (refused.returncode, refused.stderr.count("\n")) == (3, 1)


def test_the_doctor_of_a_running_world_knows_its_tickets():
    shop = Shop()
    card = shop.card()
    jsapi = shop.world.accounts.ticket(shop.world.accounts[OFFICIAL], "jsapi", shop.world.clock.seconds()).value
    body = json.dumps({"cardId": card.card_id, "cardExt": json.dumps(shop.ext(card, ticket=jsapi))}).encode()
    status, found = serve(shop.world, "POST", "sign", {}, body)
    assert (status, found["mistake"]) == (200, "signature.jsapi-ticket")
    assert shop.ticket not in json.dumps(found)
    for bad in ({"cardId": "pX", "cardExt": "{}"}, {"cardId": card.card_id, "cardExt": "{"}):
        assert serve(shop.world, "POST", "sign", {}, json.dumps(bad).encode())[0] == 400
