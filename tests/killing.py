"""A real emulator process under traffic, killed at any moment; and what must be there when it is started again."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect

from emulator.crypto import sign_card

HERE = Path(__file__).parent
OFFICIAL, SHOP = "wx0000000000000001", "wx1234567890abcdef"
STOCK = 100_000

WORLD = """\
seed: 5
accounts:
  - {{app_id: {official}, kind: official, name: Shop, secret: s1, open_platform: op, push: {{url: "{push}", token: t}}}}
  - {{app_id: {shop}, kind: mini_program, name: Shop, secret: s2, open_platform: op}}
projects:
  - {{app_id: {shop}, path: "{project}"}}
"""

#: What a killed server does to its clients.
GONE = (httpx.HTTPError, WebSocketException, OSError, EOFError, TimeoutError)


@dataclass
class Told:
    """What the app and the merchant have heard."""

    codes: list[str] = field(default_factory=list)
    consumed: set[str] = field(default_factory=set)
    perhaps_consumed: set[str] = field(default_factory=set)
    pushed: Counter[str] = field(default_factory=Counter)
    writes: int = 0


class Merchant(ThreadingHTTPServer):
    """Takes every push."""

    def __init__(self, told: Told) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                if "user_get_card" in body:
                    told.pushed[body.partition("<UserCardCode><![CDATA[")[2].partition("]")[0]] += 1
                self.send_response(200)
                self.send_header("Content-Length", "7")
                self.end_headers()
                with suppress(BrokenPipeError, ConnectionResetError):  # whoever pushed was killed
                    self.wfile.write(b"success")

            def log_message(self, format: str, *args: Any) -> None:
                """Nobody reads it."""

        super().__init__(("127.0.0.1", 0), Handler)


class Emulator:
    """``wxemu dev`` in a process of its own."""

    def __init__(self, world: Path, state: Path) -> None:
        project = HERE / "apps" / "probe"
        command = [sys.executable, "-m", "emulator", "dev", str(project), "--world", str(world), "--port", "0",
                   "--no-open", "--format", "json", "--state", str(state)]  # fmt: skip
        environment = {**os.environ, "PYTHONPATH": str(HERE.parent)}
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment)
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, "the emulator did not start"
        self.says: dict[str, Any] = json.loads(line)

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()


class Traffic:
    """A page and a back end; both go on where they were after each start."""

    def __init__(self, told: Told) -> None:
        self.told = told
        self.instance = ""
        self.received = self.events = self.nonces = 0
        self.unanswered: dict[str, Any] | None = None
        self.card = ""
        self.ruled = False

    def go_on(self, says: dict[str, Any]) -> None:
        """Ask and answer until the server is gone."""
        try:
            with (
                httpx.Client(base_url=says["merchant_api"], trust_env=False, timeout=20) as self.http,
                connect(says["ws"], open_timeout=20) as line,
            ):
                self.prepare(says)
                self.hello(line, says["token"])
                while True:
                    self.claim(line)
        except GONE:
            return

    def api(self, path: str, body: dict[str, Any] | None = None, **query: Any) -> dict[str, Any]:
        verb = "POST" if body is not None else "GET"
        answer = self.http.request(verb, path, params={**query, "access_token": self.token}, json=body).json()
        assert answer.get("errcode", 0) == 0, answer
        return dict(answer)

    def prepare(self, says: dict[str, Any]) -> None:
        self.token = ""
        made = self.api("/cgi-bin/token", grant_type="client_credential", appid=OFFICIAL, secret="s1")
        self.token = made["access_token"]
        self.ticket = self.api("/cgi-bin/ticket/getticket", type="wx_card")["ticket"]
        if not self.card:
            base = {"logo_url": "http://x", "brand_name": "b", "code_type": "CODE_TYPE_TEXT", "title": "t",
                    "color": "Color010", "notice": "n", "description": "d", "sku": {"quantity": STOCK},
                    "get_limit": STOCK, "date_info": {"type": "DATE_TYPE_FIX_TERM", "fixed_term": 30}}  # fmt: skip
            card = {"card_type": "GROUPON", "groupon": {"base_info": base}}
            self.card = self.api("/card/create", {"card": card})["card_id"]
        if not self.ruled:  # killed before it said so, it may be asked for twice, which changes nothing
            rule = {"on": "addCard", "outcome": {"answer": {"action": "confirm"}}}
            self.http.post("/_wxemu/rules", json=rule, headers={"Authorization": f"Bearer {says['token']}"})
            self.ruled = True

    def hello(self, line: ClientConnection, token: str) -> None:
        alive = {self.instance: {"received": self.received, "events": self.events}} if self.instance else {}
        self.say(line, 0, "Shell.hello", {"token": token, "journal": False, "instances": alive})
        state = self.until(line, lambda message: message.get("method") == "Phone.state")["params"]
        [app] = state["apps"]
        assert self.instance in ("", app["instance"]), "the page's app was ended"
        self.instance = app["instance"]
        if self.unanswered is not None:
            line.send(json.dumps(self.unanswered))
            self.settle(line)

    def claim(self, line: ClientConnection) -> None:
        """Take a card by the app; every second one is consumed by the merchant."""
        self.nonces += 1
        ext: dict[str, Any] = {"timestamp": 1519869600, "nonce_str": f"n{self.nonces}"}
        ext["signature"] = sign_card(self.ticket, self.card, ext)
        number = self.received + 1
        params = {"instance": self.instance, "call": number, "received": self.received, "name": "addCard",
                  "params": {"cardList": [{"cardId": self.card, "cardExt": json.dumps(ext)}]}}  # fmt: skip
        self.unanswered = {"id": f"{self.instance}:{number}", "method": "Wx.call", "params": params}
        line.send(json.dumps(self.unanswered))
        self.settle(line)
        if self.nonces % 2:
            code = self.told.codes[-1]
            self.told.perhaps_consumed.add(code)
            self.api("/card/code/consume", {"code": code})
            self.told.consumed.add(code)

    def settle(self, line: ClientConnection) -> None:
        assert self.unanswered is not None
        wanted = self.unanswered["id"]
        answer = self.until(line, lambda message: message.get("id") == wanted)["result"]
        self.unanswered, self.received = None, self.received + 1
        assert "cardList" in answer, answer
        [row] = answer["cardList"]
        assert row["isSuccess"], answer
        self.encrypted = row["code"]
        self.told.codes.append(self.api("/card/code/decrypt", {"encrypt_code": row["code"]})["code"])

    def until(self, line: ClientConnection, wanted: Any) -> dict[str, Any]:
        while True:
            message: dict[str, Any] = json.loads(line.recv(20))
            if message.get("method") == "App.event":
                self.events = max(self.events, message["params"]["number"])
                line.send(json.dumps({"id": message["id"], "result": {}}))
            if wanted(message):
                return message

    @staticmethod
    def say(line: ClientConnection, id_: Any, method: str, params: dict[str, Any]) -> None:
        line.send(json.dumps({"id": id_, "method": method, "params": params}))


def kill_often(folder: Path, kills: int, seed: int) -> Told:
    """Start, let traffic run, kill; *kills* times. Then look at what is there. Raises AssertionError."""
    chance, told = random.Random(seed), Told()
    merchant = Merchant(told)
    threading.Thread(target=merchant.serve_forever, daemon=True).start()
    world, state = folder / "world.yaml", folder / "state.db"
    push = f"http://127.0.0.1:{merchant.server_port}/wx"
    world.write_text(WORLD.format(official=OFFICIAL, shop=SHOP, push=push, project=HERE / "apps" / "probe"), "utf-8")
    traffic = Traffic(told)
    try:
        for _ in range(kills):
            emulator = Emulator(world, state)
            timer = threading.Timer(chance.uniform(0.02, 0.6), emulator.kill)
            timer.start()
            traffic.go_on(emulator.says)
            timer.join()
        emulator = Emulator(world, state)
        try:
            check(traffic, emulator.says)
        finally:
            emulator.kill()
    finally:
        merchant.shutdown()
        merchant.server_close()
    return told


def check(traffic: Traffic, says: dict[str, Any]) -> None:
    told = traffic.told
    with httpx.Client(base_url=says["merchant_api"], trust_env=False, timeout=20) as traffic.http:
        traffic.prepare(says)
        with connect(says["ws"]) as line:
            traffic.hello(line, says["token"])
        headers = {"Authorization": f"Bearer {says['token']}"}
        wallet = {
            row["code"]: row["status"] for row in traffic.http.get("/_wxemu/wallet", headers=headers).json()["cards"]
        }
        # A claim that was told and whose code was not yet decrypted when the server went is in the wallet too.
        assert len(wallet) == traffic.received, "an addCard that was answered is missing, or was done twice"
        assert set(told.codes) <= set(wallet)
        for code, status in wallet.items():
            assert status == "CONSUMED" if code in told.consumed else True, code
            assert status == "NORMAL" if code not in told.perhaps_consumed else True, code
        card = traffic.api("/card/get", {"card_id": traffic.card})["card"]["groupon"]["base_info"]
        assert card["sku"]["quantity"] == STOCK - len(wallet)
        wait_for_pushes(traffic, headers)
    assert set(told.pushed) == set(wallet), "a claim was not pushed, or a push had no claim"


def wait_for_pushes(traffic: Traffic, headers: dict[str, str]) -> None:
    """Time moves on until nothing waits to be pushed. Pushes go out one by one, so many take a while: what counts is
    that they get fewer."""
    fewest, deadline = 1 << 30, 0.0
    while True:
        rows = traffic.http.get("/_wxemu/events", headers=headers).json()["deliveries"]
        waiting = [row for row in rows if row["state"] not in ("taken", "given-up")]
        if not waiting:
            return
        if len(waiting) < fewest:
            fewest, deadline = len(waiting), time.monotonic() + 30
        assert time.monotonic() < deadline, f"{len(waiting)} of {len(rows)} events still wait: {waiting[:3]}"
        traffic.http.post("/_wxemu/clock/advance", headers=headers, json={"ms": 10_000})
