"""Colleagues on the same network: a code to drive the phone, a link that only shows it. Off unless asked for."""

import hmac
import ipaddress
import re
import secrets
import socket
from dataclasses import dataclass, field
from typing import Literal

import psutil

#: ``owner``: whoever started us; ``guest``: paired, drives the phone; ``viewer``: sees it.
Grade = Literal["owner", "guest", "viewer"]

#: After so many wrong codes nobody is paired any more, until a new start.
TRIES = 5

#: What a colleague's browser needs, and no more: neither WeChat's server API nor the admin API.
_OPEN = re.compile(r"/|/_wxemu/(frame|ws|view|pair)|/_wxemu/apps/.+|/[\w-]+-[\w-]{8}\.(js|css|svg|png|woff2)")


@dataclass
class Lan:
    """The way in from the network, for one run. ``code`` has six digits."""

    address: str
    port: int
    code: str = field(default_factory=lambda: f"{secrets.randbelow(10**6):06}")
    guest: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    viewer: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    wrong: int = 0

    @property
    def locked(self) -> bool:
        return self.wrong >= TRIES

    @property
    def left(self) -> int:
        """How many wrong codes are still forgiven."""
        return max(0, TRIES - self.wrong)

    @property
    def host(self) -> str:
        """The address as browsers write it in their Host header."""
        return f"[{self.address}]" if ":" in self.address else self.address

    @property
    def url(self) -> str:
        """Where a colleague types the code."""
        return f"http://{self.host}:{self.port}/"

    @property
    def view_url(self) -> str:
        """The link that only shows. Its token is in the fragment, which no browser sends anywhere."""
        return f"{self.url}_wxemu/view#v={self.viewer}"

    def pair(self, code: object) -> str | None:
        """The guest's token for the right code; None for a wrong one, and for any once it is locked."""
        if self.locked:
            return None
        if isinstance(code, str) and code.isascii() and hmac.compare_digest(code, self.code):
            return self.guest
        self.wrong += 1
        return None

    def to_json(self) -> dict[str, str]:
        return {"url": self.url, "code": self.code, "pair": f"{self.url}#c={self.code}", "view": self.view_url}


class Keys:
    """Which token may do what."""

    def __init__(self, owner: str, lan: Lan | None = None) -> None:
        self._grades: list[tuple[bytes, Grade]] = [(owner.encode(), "owner")]
        if lan is not None:
            self._grades += [(lan.guest.encode(), "guest"), (lan.viewer.encode(), "viewer")]

    def grade(self, token: str) -> Grade | None:
        given = token.encode("utf-8", "surrogatepass")
        return next((grade for own, grade in self._grades if hmac.compare_digest(given, own)), None)


def open_to_guests(path: str) -> bool:
    """Whether this address is served to the network at all."""
    return _OPEN.fullmatch(path) is not None


def lan_address() -> str | None:
    """This machine's address on its network, as others reach it; None without a network. Nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            found = str(probe.getsockname()[0])
        except OSError:
            found = ""
    if is_lan(found):
        return found
    own = (row.address for rows in psutil.net_if_addrs().values() for row in rows if row.family == socket.AF_INET)
    return next(filter(is_lan, own), None)


def is_lan(address: str) -> bool:
    """An address of a network that others share: no loopback, no wildcard, no name."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    return not (ip.is_loopback or ip.is_unspecified or ip.is_multicast)
