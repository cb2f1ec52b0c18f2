"""Every generated code, ticket and id comes from one number, so that a run can be repeated.

Each kind has its own counter: one more draw of a kind changes no other kind's values.
"""

import base64
import hashlib
import hmac
from collections import Counter

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"


def _mac(value: int) -> hmac.HMAC:
    return hmac.new(str(value).encode(), digestmod="sha256")


class Seed:
    def __init__(self, value: int) -> None:
        self.value = value
        self._mac = _mac(value)
        #: How many of each kind were drawn.
        self.drawn: Counter[str] = Counter()

    def continue_with(self, value: int, drawn: dict[str, int]) -> None:
        """Go on where another one stands."""
        self.value, self._mac, self.drawn = value, _mac(value), Counter(drawn)

    def bytes(self, kind: str, n: int | str) -> bytes:
        """32 bytes that depend on seed, kind and *n* alone."""
        mac = self._mac.copy()
        mac.update(f"{kind}:{n}".encode())
        return mac.digest()

    def derive(self, kind: str, n: int | str, length: int, prefix: str = "") -> str:
        """A name of letters, digits, ``_`` and ``-``, *length* long with its prefix, such as an openid."""
        stream = b"".join(self.bytes(kind, f"{n}.{i}") for i in range(1 + length // 32))
        return prefix + "".join(_LETTERS[byte & 63] for byte in stream[: length - len(prefix)])

    def draw(self, kind: str, length: int, prefix: str = "") -> str:
        """The next name of this kind."""
        return self.derive(kind, self.count(kind), length, prefix)

    def count(self, kind: str) -> int:
        """1, 2, 3 … for each kind."""
        self.drawn[kind] += 1
        return self.drawn[kind]

    def digits(self, kind: str, length: int) -> str:
        """The next number of this kind, as decimal text that does not start with 0."""
        number = int.from_bytes(self.bytes(kind, self.count(kind)), "big")
        return str(number % (9 * 10 ** (length - 1)) + 10 ** (length - 1))

    def base64(self, kind: str, n: int | str, size: int) -> str:
        """Standard base64 of *size* bytes that holds both ``+`` and ``/``, so that a missing URL-encoding shows."""
        for attempt in range(10_000):
            stream = b"".join(self.bytes(kind, f"{n}.{attempt}.{i}") for i in range(1 + size // 32))
            text = base64.b64encode(stream[:size]).decode()
            if "+" in text and "/" in text:
                return text
        raise AssertionError("no base64 with + and / in 10,000 draws")

    def rid(self) -> str:
        """A request id as newer WeChat errors carry: ``8hex-8hex-8hex``."""
        text = hashlib.sha256(self.bytes("rid", self.count("rid"))).hexdigest()
        return f"{text[:8]}-{text[8:16]}-{text[16:24]}"
