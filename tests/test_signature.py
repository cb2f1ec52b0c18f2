"""https://developers.weixin.qq.com/community/develop/doc/000404202081a0b0f15b90f6f5f409 (rules);
vectors V1 to V4: wechatpy tests/test_client.py, V5: a public thread, V7: EasyWeChat ClientTest."""

import pytest

from emulator.crypto import CodeCipher, sha1_of_sorted, sign_card

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
