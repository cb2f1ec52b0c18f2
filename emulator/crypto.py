"""Card signatures and encrypted codes.

Signature: https://developers.weixin.qq.com/community/develop/doc/000404202081a0b0f15b90f6f5f409
"""

import base64
import binascii
import hashlib
import hmac
import json
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
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def encrypt_for_app(session_key: str, iv: bytes, text: str) -> str:
    """AES-128-CBC with PKCS#7 under a session key, in base64:
    https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html"""
    # Read only here: it takes a good part of the start.
    from cryptography.hazmat.primitives import padding
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    padder = padding.PKCS7(128).padder()
    padded = padder.update(text.encode()) + padder.finalize()
    encryptor = Cipher(algorithms.AES(base64.b64decode(session_key)), modes.CBC(iv)).encryptor()
    return base64.b64encode(encryptor.update(padded) + encryptor.finalize()).decode()


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


# -- pushes ---------------------------------------------------------------------------------------------------------


def sign_push(token: str, timestamp: int, nonce: str, *more: str) -> str:
    """``signature``, or with the encrypted text ``msg_signature``, of a push.

    https://developers.weixin.qq.com/doc/oplatform/developers/dev/push
    """
    return hashlib.sha1("".join(sorted([token, str(timestamp), nonce, *more])).encode()).hexdigest()


class PushCipher:
    """AES of the compatible and safe modes: CBC, the key's first 16 bytes as IV, padded to blocks of 32 bytes.

    Layout in bytes: 16 at random, 4 of the text's length, the text, the app id.
    https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/Before_Develop/Technical_Plan.html
    """

    _BLOCK = 32

    def __init__(self, aes_key: str, app_id: str) -> None:
        # Reading this library takes a good part of the start, and few worlds encrypt their pushes.
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

        key = base64.b64decode(aes_key + "=")
        self._cipher = Cipher(algorithms.AES(key), modes.CBC(key[:16]))
        self._app_id = app_id.encode()

    def encrypt(self, text: str, random: bytes) -> str:
        """Base64; *random* are 16 bytes."""
        data = text.encode()
        plain = random + len(data).to_bytes(4, "big") + data + self._app_id
        padding = self._BLOCK - len(plain) % self._BLOCK
        encryptor = self._cipher.encryptor()
        hidden = encryptor.update(plain + bytes([padding]) * padding) + encryptor.finalize()
        return base64.b64encode(hidden).decode()

    def decrypt(self, text: str) -> str:
        """Raises ValueError if it is not for this key and app id."""
        decryptor = self._cipher.decryptor()
        plain = decryptor.update(base64.b64decode(text)) + decryptor.finalize()
        plain = plain[: -plain[-1]]
        end = 20 + int.from_bytes(plain[16:20], "big")
        if plain[end:] != self._app_id:
            raise ValueError("the text is for another app id")
        return plain[20:end].decode()
