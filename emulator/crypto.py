"""Card signatures and encrypted codes.

Signature: https://developers.weixin.qq.com/community/develop/doc/000404202081a0b0f15b90f6f5f409
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterable
from typing import Any

SIGNED_FIELDS = ("timestamp", "code", "openid", "nonce_str")

_TAG_SIZE, _CODE_SIZE = 8, 22

#: After 30 bytes these two come out in base64 as ``+/A=``.
_PLUS_AND_SLASH = b"\xfb\xf0"


def sha1_of_sorted(values: Iterable[Any]) -> str:
    """SHA-1 (lower-case hex) over the values' texts, sorted by byte and joined; empty and absent ones add nothing."""
    texts = sorted(text_of(value).encode() for value in values if value not in (None, ""))
    return hashlib.sha1(b"".join(texts)).hexdigest()


def sign_card(api_ticket: str, card_id: str, card_ext: dict[str, Any]) -> str:
    """The signature that ``cardExt`` must carry for this card."""
    return sha1_of_sorted([api_ticket, card_id, *(card_ext.get(field) for field in SIGNED_FIELDS)])


def text_of(value: Any) -> str:
    """A JSON value as the text that JavaScript would sign."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


class CodeCipher:
    """Hides card codes for one account: 44 base64 characters with ``+``, ``/`` and ``=``, readable by it alone.

    Layout in bytes: 8 of a tag, 22 of the code under a key stream made from the tag, 2 that give the ``+`` and ``/``.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key

    def encrypt(self, code: str) -> str:
        plain = code.encode().ljust(_CODE_SIZE, b"\0")
        tag = self._tag(plain)
        return base64.b64encode(tag + _xor(plain, self._stream(tag)) + _PLUS_AND_SLASH).decode()

    def decrypt(self, text: str) -> str | None:
        """The plain code, or None if *text* is not one of ours."""
        try:
            data = base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError):
            return None
        tag, hidden, end = data[:_TAG_SIZE], data[_TAG_SIZE:-2], data[-2:]
        if len(hidden) != _CODE_SIZE or end != _PLUS_AND_SLASH:
            return None
        plain = _xor(hidden, self._stream(tag))
        if not hmac.compare_digest(tag, self._tag(plain)):
            return None
        return plain.rstrip(b"\0").decode()

    def _tag(self, plain: bytes) -> bytes:
        return hmac.digest(self._key, b"tag" + plain, "sha256")[:_TAG_SIZE]

    def _stream(self, tag: bytes) -> bytes:
        return hmac.digest(self._key, b"stream" + tag, "sha256")[:_CODE_SIZE]


def _xor(one: bytes, other: bytes) -> bytes:
    return (int.from_bytes(one, "big") ^ int.from_bytes(other, "big")).to_bytes(len(one), "big")
