"""Card signatures and encrypted codes.

Signature: https://developers.weixin.qq.com/community/develop/doc/000404202081a0b0f15b90f6f5f409
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterable
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

SIGNED_FIELDS = ("timestamp", "code", "openid", "nonce_str")

_CODE_SIZE, _TAG_SIZE = 20, 8


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
    """Encrypts card codes for one account: 44 base64 characters with ``+``, ``/`` and ``=``, readable by it alone."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._cipher = Cipher(algorithms.AES(key), modes.CBC(bytes(16)))

    def encrypt(self, code: str) -> str:
        plain = code.encode().ljust(_CODE_SIZE, b"\0")
        for salt in range(1 << 32):
            block = plain + salt.to_bytes(4, "big")
            encryptor = self._cipher.encryptor()
            text = base64.b64encode(encryptor.update(block + self._tag(block)) + encryptor.finalize()).decode()
            if "+" in text and "/" in text:
                return text
        raise AssertionError("no salt gives + and /")

    def decrypt(self, text: str) -> str | None:
        """The plain code, or None if *text* is not one of ours."""
        try:
            data = base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError):
            return None
        if len(data) != _CODE_SIZE + 4 + _TAG_SIZE:
            return None
        decryptor = self._cipher.decryptor()
        opened = decryptor.update(data) + decryptor.finalize()
        block, tag = opened[:-_TAG_SIZE], opened[-_TAG_SIZE:]
        if not hmac.compare_digest(tag, self._tag(block)):
            return None
        return block[:_CODE_SIZE].rstrip(b"\0").decode()

    def _tag(self, block: bytes) -> bytes:
        return hmac.digest(self._key, block, "sha256")[:_TAG_SIZE]
