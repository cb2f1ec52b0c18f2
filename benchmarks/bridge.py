"""How much the emulator adds to a websocket: ``python -m benchmarks.bridge``.

addCard, claimed by a rule without a sheet and told to the journal, against a bare uvicorn + Starlette echo of the same
message, each server in a process of its own. Ratios matter; the figures themselves are this machine's.
"""

import argparse
import asyncio
import contextlib
import json
import secrets
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
from websockets.asyncio.client import ClientConnection, connect

from emulator.crypto import sign_card

HERE = Path(__file__).parent
TOKEN, APP, CARD = "benchmark", "wx0000000000000002", "pBENCH"


@dataclass
class Child:
    """A server in its own process. ``first_byte``: seconds from its start to the first byte of an HTTP answer."""

    process: psutil.Popen
    port: int
    first_byte: float
    says: dict[str, Any]

    def cpu(self) -> float:
        """Seconds of processor time so far."""
        times = self.process.cpu_times()
        return float(times.user + times.system)

    def memory(self) -> int:
        return int(self.process.memory_info().rss)


@contextlib.contextmanager
def child(name: str, phones: int) -> Iterator[Child]:
    """The listening socket is made here and handed over, so a request can wait in it from the very start."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(2048)
        port, handle = listener.getsockname()[1], listener.fileno()
        began = time.perf_counter()
        command = [sys.executable, str(HERE / f"server_{name}.py"), str(handle), str(phones)]
        process = psutil.Popen(
            command, pass_fds=[handle], stdout=subprocess.PIPE, cwd=HERE.parent, env={"PYTHONPATH": str(HERE.parent)}
        )
        try:
            first_byte = wait_for_first_byte(port) - began
            says = json.loads(process.stdout.readline()) if name == "ours" else {}
            yield Child(process, port, first_byte, says)
        finally:
            process.terminate()
            process.wait(10)
            process.stdout.close()


def wait_for_first_byte(port: int) -> float:
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n".encode())
        if not line.recv(1):
            raise RuntimeError("the server hung up without an answer")
        return time.perf_counter()


# -- one connection -------------------------------------------------------------------------------------------------


class Phone:
    """A page with a running mini-program that calls addCard again and again."""

    def __init__(self, line: ClientConnection, says: dict[str, Any]) -> None:
        self._line = line
        self._says = says
        self._instance = ""

    async def open(self, number: int, journal: bool) -> None:
        params = {"token": TOKEN, "phone": f"p{number}", "instances": {}, "journal": journal}
        await self._say({"id": 1, "method": "Shell.hello", "params": params})
        await self._say({"id": 2, "method": "Phone.openApp", "params": {"appId": APP}})
        while True:
            message = json.loads(await self._line.recv())
            if message.get("method") == "App.event":
                self._instance = message["params"]["instance"]
                await self._say({"id": message["id"], "result": {}})
                return

    def calls(self, count: int) -> list[tuple[str, str]]:
        """Requests, each with what its answer starts with."""
        return [self._call(number) for number in range(1, count + 1)]

    def _call(self, number: int) -> tuple[str, str]:
        ext: dict[str, Any] = {"timestamp": self._says["now"], "nonce_str": secrets.token_hex(8)}
        ext["signature"] = sign_card(self._says["ticket"], CARD, ext)
        card = {"cardId": CARD, "cardExt": json.dumps(ext)}
        params = {"instance": self._instance, "call": number, "received": number - 1, "name": "addCard",
                  "params": {"cardList": [card]}}  # fmt: skip
        id_ = f"{self._instance}:{number}"
        return json.dumps({"id": id_, "method": "Wx.call", "params": params}), f'{{"id":"{id_}","result"'

    async def ask(self, request: str, answer: str) -> None:
        await self._line.send(request)
        while True:
            text = await self._line.recv()
            if str(text).startswith(answer):
                if '"addCard:ok"' not in str(text):
                    raise RuntimeError(f"not claimed: {text!r}")
                return

    async def _say(self, message: dict[str, Any]) -> None:
        await self._line.send(json.dumps(message))


class Echo:
    """The same conversation with the bare server."""

    def __init__(self, line: ClientConnection, says: dict[str, Any]) -> None:
        self._line = line
        self._like = Phone(line, {"now": 1_500_000_000, "ticket": "t"})

    async def open(self, number: int, journal: bool) -> None:
        """There is nothing to say first."""

    def calls(self, count: int) -> list[tuple[str, str]]:
        return self._like.calls(count)

    async def ask(self, request: str, answer: str) -> None:
        await self._line.send(request)
        await self._line.recv()


KINDS: dict[str, type[Phone] | type[Echo]] = {"ours": Phone, "bare": Echo}


# -- measures -------------------------------------------------------------------------------------------------------


@dataclass
class Load:
    """``cpu``: microseconds of the server's processor time for a call; ``p50`` in microseconds; ``rate`` in calls/s."""

    cpu: float
    p50: float
    rate: float


async def measure_load(name: str, connections: int, calls: int) -> Load:
    with child(name, connections) as server:
        async with contextlib.AsyncExitStack() as lines:
            pages = [await open_page(lines, name, server, n + 1, connections == 1) for n in range(connections)]
            each = calls // connections
            work = [page.calls(each + 1) for page in pages]
            await asyncio.gather(*(page.ask(*todo.pop(0)) for page, todo in zip(pages, work, strict=True)))
            times: list[float] = []
            cpu, began = server.cpu(), time.perf_counter()
            await asyncio.gather(*(talk(page, todo, times) for page, todo in zip(pages, work, strict=True)))
            took, done = time.perf_counter() - began, each * connections
            return Load((server.cpu() - cpu) / done * 1e6, statistics.median(times) * 1e6, done / took)


async def open_page(
    lines: contextlib.AsyncExitStack, name: str, server: Child, number: int, journal: bool
) -> Phone | Echo:
    url = f"ws://127.0.0.1:{server.port}/_wxemu/ws"
    options: dict[str, Any] = {"compression": None, "proxy": None, "ping_interval": None, "max_size": None}
    page = KINDS[name](await lines.enter_async_context(connect(url, **options)), server.says)
    await page.open(number, journal)
    return page


async def talk(page: Phone | Echo, todo: list[tuple[str, str]], times: list[float]) -> None:
    for request, answer in todo:
        began = time.perf_counter()
        await page.ask(request, answer)
        times.append(time.perf_counter() - began)


async def measure_memory(name: str, connections: int) -> float:
    """KiB of one more idle phone with its page, or of one more idle echo line."""
    with child(name, 1) as server:
        alone = server.memory()
    with child(name, connections) as server:
        async with contextlib.AsyncExitStack() as lines:
            for n in range(connections):
                await open_page(lines, name, server, n + 1, False)
            return (server.memory() - alone) / connections / 1024


def measure_start(name: str, times: int = 7) -> float:
    """Milliseconds from the start of the process to the first byte of its first answer: the median."""
    found = []
    for _ in range(times):
        with child(name, 1) as server:
            found.append(server.first_byte * 1000)
    return statistics.median(found)


# -- the table ------------------------------------------------------------------------------------------------------


def row(what: str, unit: str, ours: float, bare: float, aim: str = "") -> None:
    print(f"{what:<34}{ours:>10.0f}{bare:>10.0f} {unit:<9}{ours / bare:>6.2f} ×  {aim}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=4000, help="calls of each load")
    parser.add_argument("--connections", type=int, nargs="*", default=[1, 100, 1000])
    options = parser.parse_args()
    print(f"{'':<34}{'wxemu':>10}{'bare':>10} {'unit':<9}{'ratio':>6}    aim")
    row("first byte after start", "ms", measure_start("ours"), measure_start("bare"), "≤ 1.5")
    for connections in options.connections:
        ours, bare = (asyncio.run(measure_load(name, connections, options.calls)) for name in ("ours", "bare"))
        words = f"{connections} connection" + "s" * (connections > 1)
        row(f"{words}: server CPU per call", "µs", ours.cpu, bare.cpu, "≤ 2")
        row(f"{words}: p50", "µs", ours.p50, bare.p50, "≤ 1.5")
        row(f"{words}: throughput", "calls/s", ours.rate, bare.rate)
    most = max(options.connections)
    ours_memory, bare_memory = (asyncio.run(measure_memory(name, most)) for name in ("ours", "bare"))
    row(f"memory of an idle phone (of {most})", "KiB", ours_memory, bare_memory, "≤ 1.5")


if __name__ == "__main__":
    main()
