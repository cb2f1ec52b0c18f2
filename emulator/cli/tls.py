"""``--tls``: the merchant API as ``https://api.weixin.qq.com``, and what a developer must set for it."""

import socket
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any

from platformdirs import user_data_path

from ..server.secured import HOST, Authority, authority, secured
from ..server.station import Running
from ..texts import say

#: The port that a client goes to without being told.
USUAL = 443


@dataclass(frozen=True)
class Tls:
    listener: socket.socket
    authority: Authority

    def serving(self, running: Running) -> AbstractAsyncContextManager[None]:
        """Serve what is running over TLS too while the block runs."""
        return secured(running.merchant, self.listener, self.authority)

    def to_json(self) -> dict[str, Any]:
        address, port = self.listener.getsockname()[:2]
        return {"host": HOST, "address": address, "port": port, "ca": str(self.authority.file)}

    def ready(self, language: str) -> str:
        """The two lines that a developer needs."""
        about = self.to_json()
        way = "cli.tls-hosts" if about["port"] == USUAL else "cli.tls-port"
        return f"  {say(way, **about)[language]}\n  {say('cli.tls-ca', **about)[language]}"


def tls_on(listener: socket.socket) -> Tls:
    """With this machine's own authority, made on first use. Raises BadInput."""
    return Tls(listener, authority(user_data_path("wxemu", appauthor=False) / "tls"))
