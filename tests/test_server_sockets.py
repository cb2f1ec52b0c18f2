"""The websocket of docs/protocol.md section 1, over a real line: hello, bad frames, takeover, reconnect, slow pages."""

import asyncio
import contextlib
import json
import logging
import socket

import pytest
from serving import TOKEN, client_files, running
from support import SHOP, Shop
from websockets.exceptions import ConnectionClosed

from emulator.rules import Outcome
from emulator.server import sockets
from emulator.server.lan import Keys
from emulator.server.sockets import Sockets


@pytest.fixture
def shop():
    return Shop()


@pytest.fixture
def server(shop, tmp_path):
    with running(shop.world, client_files(tmp_path)) as server:
        yield server


def hello(token=TOKEN, **more):
    return {"id": 1, "method": "Shell.hello", "params": {"token": token, "instances": {}, **more}}


def closing(line):
    """Code and reason with which the server closes, whatever it says before."""
    with contextlib.suppress(ConnectionClosed):
        while True:
            line.recv(10)
    return line.close_code, line.close_reason


def test_hello_is_answered_and_the_state_follows(server):
    with server.page() as page:
        assert page.hear()["result"]["phone"] == "p1"
        assert page.hear()["method"] == "Phone.state"


@pytest.mark.parametrize(
    "first",
    [
        json.dumps(hello("wrong")),
        json.dumps(hello("")),
        json.dumps(hello(None)),
        json.dumps(hello([TOKEN])),
        json.dumps(hello(TOKEN + "x")),
        json.dumps(hello(phone="p9")),
        json.dumps(hello(phone=["p1"])),
        json.dumps({"id": 1, "method": "Shell.hello"}),
        json.dumps({"id": 1, "method": "Shell.hello", "params": [TOKEN]}),
        json.dumps({"id": 1, "method": "Phone.home", "params": {"token": TOKEN}}),
        json.dumps([hello()]),
        json.dumps(None),
        '{"id": 1, "method": "Shell.hello", "params": {"token": "\\ud800"}}',
        "no json",
        "[" * 100_000,
        "",
        b"\xff\xfe",
    ],
    ids=lambda first: str(first)[-40:],
)
def test_without_a_good_hello_the_line_is_closed(server, shop, first):
    """Whoever joins without the token learns nothing: CVE-2026-27148 (Storybook)."""
    with server.open_line() as line:
        line.send(first)
        assert closing(line)[0] == 1008
    assert not shop.phone.connected


def test_silence_is_no_hello(server, monkeypatch):
    monkeypatch.setattr(sockets, "HELLO_WITHIN", 0.05)
    with server.open_line() as line:
        assert closing(line)[0] == 1008


def test_the_token_counts_in_the_first_message_only(server):
    with server.open_line(additional_headers={"Authorization": f"Bearer {TOKEN}", "Cookie": f"k={TOKEN}"}) as line:
        line.send(json.dumps(hello("")))
        assert closing(line)[0] == 1008


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ("{", "not JSON"),
        ("", "not JSON"),
        (b"\xff", "not JSON"),
        ("[]", "object"),
        ("7", "object"),
        ("[" * 100_000, "not JSON"),
        ('{"id": {}, "method": "Phone.home"}', "id must be"),
        ('{"id": 2}', "method"),
        ('{"id": 2, "method": "Phone.fly"}', "unknown method"),
        ('{"id": 2, "method": 7}', "unknown method"),
        ('{"id": 2, "method": "Phone.home", "params": []}', "params"),
        ('{"id": 2, "method": "Phone.openApp", "params": {"appId": "../../etc/passwd"}}', "no mini-program"),
        ('{"id": 2, "method": "Wx.call", "params": {"instance": "../i1"}}', "no instance"),
        ('{"id": 2, "method": "Phone.openCard", "params": {"code": "../../x", "cardId": "../"}}', "no card"),
    ],
)  # fmt: skip
def test_a_bad_message_is_answered_and_the_line_lives_on(server, bad, words):
    with server.page() as page:
        page.say(bad)
        answer = page.until(lambda message: "error" in message)
        assert words in answer["error"]["message"]
        assert answer["id"] in (None, 2)
        page.say({"id": 3, "method": "Phone.openWallet", "params": {}})
        assert page.answer(3)["result"] == {}


def test_a_message_over_16_mib_is_answered_and_the_line_lives_on(server):
    with server.page() as page:
        page.say({"id": 2, "method": "Phone.home", "params": {"x": "x" * (17 << 20)}})
        assert "bytes" in page.until(lambda message: "error" in message)["error"]["message"]
        page.say({"id": 3, "method": "Phone.openWallet", "params": {}})
        assert page.answer(3)["result"] == {}


def test_a_repeated_id_in_flight_is_an_error(server, shop):
    server.on_loop(lambda: shop.card())
    with server.page() as page:
        app = open_shop(page)
        call = {"instance": app, "call": 1, "received": 0, "name": "showModal", "params": {"content": "?"}}
        request = {"id": f"{app}:1", "method": "Wx.call", "params": call}
        page.say(request)
        page.say(request)
        assert "in flight" in page.until(lambda message: "error" in message)["error"]["message"]


def test_a_newer_page_takes_the_phone_over(server, shop):
    with server.page() as old:
        old.hear()
        with server.page() as new:
            assert new.hear()["result"]["phone"] == "p1"
            old.until(lambda message: message.get("method") == "Shell.replaced")
            assert closing(old.line)[0] == 4001
            new.say({"id": 2, "method": "Phone.openWallet", "params": {}})
            assert new.answer(2)["result"] == {}
            assert server.on_loop(lambda: shop.phone.connected)


def test_a_page_that_has_gone_leaves_the_phone_to_the_next(server, shop):
    with server.page() as page:
        page.hear()
    with server.page() as page:
        assert page.hear()["result"]["phone"] == "p1"
        assert page.hear()["method"] == "Phone.state"


def test_what_the_old_page_says_late_is_not_heard(server, shop):
    with server.page() as old, server.page() as new:
        new.hear()
        try:
            old.say({"id": 9, "method": "Phone.openWallet", "params": {}})
        except ConnectionClosed:
            return
        assert closing(old.line)[0] == 4001
        assert server.on_loop(lambda: shop.phone.screens) == []


def test_two_phones_of_a_world_have_a_line_each(shop, tmp_path):
    shop.world.add_phone()
    with running(shop.world, client_files(tmp_path)) as server, server.page() as first:
        assert first.hear()["result"]["phone"] == "p1"
        with server.open_line() as line:
            line.send(json.dumps(hello(phone="p2")))
            assert json.loads(line.recv(10))["result"]["phone"] == "p2"
        first.say({"id": 2, "method": "Phone.openWallet", "params": {}})
        assert first.answer(2)["result"] == {}


def test_a_cut_line_loses_no_answer(server, shop):
    """The sheet waits while nobody is connected; its call is answered once, on the next line."""
    card = server.on_loop(lambda: shop.card())
    item = server.on_loop(lambda: shop.item(card))
    with server.page() as page:
        app = open_shop(page)
        call = {"instance": app, "call": 1, "received": 0, "name": "addCard", "params": {"cardList": [item]}}
        page.say({"id": f"{app}:1", "method": "Wx.call", "params": call})
        sheet = page.until(lambda message: (message.get("params") or {}).get("sheet"))["params"]["sheet"]
    with server.page({app: {"received": 0, "events": 1}}) as page:
        state = page.until(lambda message: message.get("method") == "Phone.state")
        assert state["params"]["sheet"]["id"] == sheet["id"]
        page.say({"id": f"{app}:1", "method": "Wx.call", "params": call})
        answer = {"sheet": sheet["id"], "answer": {"action": "confirm"}}
        page.say({"id": 2, "method": "Sheet.answer", "params": answer})
        assert page.answer(f"{app}:1")["result"]["errMsg"] == "addCard:ok"
        page.say({"id": 3, "method": "Sheet.answer", "params": answer})
        assert page.answer(3)["result"] == {"accepted": False}
    assert card.quantity == 4


def test_the_journal_comes_by_itself(server, shop):
    with server.page() as page:
        page.until(lambda message: message.get("method") == "Phone.state")
        server.on_loop(lambda: shop.world.journal.add("merchant", "world.reset", says_id="says.world.reset"))
        entries = page.until(lambda message: message.get("method") == "Journal.entries")["params"]["entries"]
        assert entries[-1]["kind"] == "world.reset"


def test_an_open_line_does_not_keep_the_server_from_stopping(shop, tmp_path, caplog):
    with contextlib.ExitStack() as lines:
        with running(shop.world, client_files(tmp_path)) as server:
            line = lines.enter_context(server.open_line())
            line.send(json.dumps(hello()))
            line.recv(10)
        assert closing(line)[0] == 1012
    assert errors(caplog) == []


def test_a_page_that_vanishes_is_no_error(shop, tmp_path, caplog):
    with running(shop.world, client_files(tmp_path)) as server:
        with server.open_line() as line:
            line.send(json.dumps(hello()))
            line.recv(10)
            # A reset line, as a killed browser leaves it.
            line.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            for n in range(50):
                line.send(json.dumps({"id": n, "method": "Phone.openWallet", "params": {}}))
            line.socket.close()
        with server.page() as page:
            page.until(lambda message: message.get("method") == "Phone.state")
    assert errors(caplog) == []


def test_a_page_that_reads_slowly_is_listened_to_slowly(shop):
    """Its messages stay with the network while it does not take the answers, so nothing piles up here."""

    async def play():
        heard, gate, sent = asyncio.Event(), asyncio.Event(), []
        inbox = [{"type": "websocket.connect"}, {"type": "websocket.receive", "text": json.dumps(hello())}]
        inbox += [
            {"type": "websocket.receive", "text": json.dumps({"id": n, "method": "Phone.openWallet", "params": {}})}
            for n in range(2, 52)
        ]

        async def receive():
            if not inbox:
                await asyncio.Event().wait()
            return inbox.pop(0)

        async def send(message):
            sent.append(message)
            if len(sent) > 2:
                heard.set()
                await gate.wait()

        line = asyncio.create_task(Sockets(shop.world, Keys(TOKEN))({"type": "websocket"}, receive, send))
        await heard.wait()
        for _ in range(20):
            shop.world.touch_phones()
            await asyncio.sleep(0)
        blocked = len(inbox)
        gate.set()
        while inbox:
            await asyncio.sleep(0)
        line.cancel()
        await asyncio.wait({line})
        return blocked

    assert asyncio.run(play()) == 50


def test_of_many_changes_a_slow_page_gets_the_last(shop):
    """What changes while the page does not read is told once, as it then is."""

    async def play():
        gate, sent = asyncio.Event(), []
        inbox = [{"type": "websocket.connect"}, {"type": "websocket.receive", "text": json.dumps(hello())}]

        async def receive():
            if not inbox:
                await asyncio.Event().wait()
            return inbox.pop(0)

        async def send(message):
            sent.append(message)
            await gate.wait()

        gate.set()
        line = asyncio.create_task(Sockets(shop.world, Keys(TOKEN))({"type": "websocket"}, receive, send))
        while len(sent) < 3:
            await asyncio.sleep(0)
        gate.clear()
        shop.world.touch_phones()
        while len(sent) < 4:
            await asyncio.sleep(0)
        for theme in ("dark", "light") * 50:
            shop.phone.set({"theme": theme})
            await asyncio.sleep(0)
        gate.set()
        states = len(sent)
        for _ in range(20):
            await asyncio.sleep(0)
        line.cancel()
        await asyncio.wait({line})
        return len(sent) - states

    assert asyncio.run(play()) == 1


def test_an_order_of_the_rules_is_seen_by_the_page(server, shop):
    server.on_loop(lambda: shop.world.rules.add("addCard", Outcome(answer={"action": "confirm"})))
    with server.page() as page:
        state = page.until(lambda message: message.get("method") == "Phone.state")
        assert state["params"]["rules"][0]["on"] == "addCard"


def open_shop(page):
    """Start the mini-program; its instance."""
    page.say({"id": "open", "method": "Phone.openApp", "params": {"appId": SHOP}})
    launched = page.until(lambda message: message.get("method") == "App.event")
    page.say({"id": launched["id"], "result": {}})
    return launched["params"]["instance"]


def errors(caplog):
    """What the server complained of. The client of these tests has its own view of a line that was torn away."""
    records = [record for record in caplog.records if not record.name.startswith("websockets.client")]
    return [record for record in records if record.levelno >= logging.WARNING]
