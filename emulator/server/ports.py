"""Listening on loopback, and who holds a port that is taken."""

import errno
import os
import socket
from datetime import datetime

import psutil


class PortTaken(Exception):
    """``holder`` is (program, pid, started) of the process that listens there, where the system tells."""

    def __init__(self, port: int) -> None:
        super().__init__(f"port {port} is in use")
        self.port = port
        self.holder = _holder(port)


def listen(host: str, port: int) -> socket.socket:
    """A bound, not yet listening socket; port 0 takes a free one. Raises PortTaken, or OSError for other reasons."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio sends small answers at once (TCP_NODELAY) only where the protocol is named; else each waits 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if os.name == "posix":
        # Elsewhere this option would let two servers share a port.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        # Two sockets may be bound to one address; only one can listen.
        listener.listen(128)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise PortTaken(port) from None
        raise
    listener.setblocking(False)
    return listener


def _holder(port: int) -> tuple[str, int, datetime] | None:
    for process in psutil.process_iter():
        try:
            rows = process.net_connections(kind="tcp")
            if any(row.status == psutil.CONN_LISTEN and row.laddr.port == port for row in rows):
                return process.name(), process.pid, datetime.fromtimestamp(process.create_time())
        except (psutil.AccessDenied, psutil.NoSuchProcess):
            # Other users' processes do not show their sockets; the port stays taken by someone unnamed.
            continue
    return None


def address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
