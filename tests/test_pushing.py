"""Pushes over real sockets: where they may go, and how long they wait."""

import asyncio
import socketserver
import subprocess
import sys
import threading
from contextlib import contextmanager, suppress

import pytest

from emulator.push import Post
from emulator.server.pushing import MAX_ANSWER, Pusher


@contextmanager
def merchant(answer: bytes, hold: bool = False):
    """A server of one raw answer; its port, and what it was sent. In threads: they end, and close what they were given,
    before the test does, however late somebody comes."""
    heard: list[bytes] = []

    class Talk(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            # Whoever asked may have heard enough.
            with suppress(ConnectionError):
                head = b""
                while (line := self.rfile.readline()).strip():
                    head += line
                heard.append(head)
                if not hold:
                    self.wfile.write(answer)
                self.rfile.read()

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server.server_address[1], heard
        finally:
            server.shutdown()
            thread.join()


def names(**addresses):
    async def resolve(host, port):
        return addresses[host.partition(".")[0]]

    return resolve


def send(pusher, post):
    async def run():
        try:
            return await pusher.send(post)
        finally:
            await pusher.close()

    return run()


def post_to(url):
    return Post("d1", "POST", url, b"<xml></xml>", {"Content-Type": "text/xml"})


OK = b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nsuccess"


def test_a_push_arrives_with_the_hosts_own_name():
    async def run():
        with merchant(OK) as (port, heard):
            answer = await send(Pusher(resolver=names(shop=["127.0.0.1"])), post_to(f"http://shop.example:{port}/wx"))
            return answer, heard[0], port

    answer, heard, port = asyncio.run(run())
    assert (answer.status, answer.body, answer.cause) == (200, "success", None)
    assert heard.startswith(b"POST /wx HTTP/1.1\r\n")
    assert f"host: shop.example:{port}".encode() in heard.lower()


@pytest.mark.parametrize("address", ["203.0.113.7", "169.254.169.254", "10.0.0.1", "::ffff:10.0.0.1", "fe80::1%eth0"])
def test_other_machines_are_refused_and_not_connected_to(address):
    """WireMock's webhooks called internal addresses: https://github.com/wiremock/wiremock/pull/2307"""
    answer = asyncio.run(send(Pusher(resolver=names(shop=[address])), post_to("http://shop.example/")))
    assert answer.cause.id == "push.refused-address"


def test_a_name_is_resolved_once_and_that_address_is_used():
    """A name that says 127.0.0.1 to the check and something else to the connection gains nothing."""
    asked = []

    async def turncoat(host, port):
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["203.0.113.7"]

    async def run():
        with merchant(OK) as (port, heard):
            return await send(Pusher(resolver=turncoat), post_to(f"http://shop.example:{port}/")), len(heard)

    answer, connections = asyncio.run(run())
    assert (answer.status, connections, asked) == (200, 1, ["shop.example"])


def test_a_host_allowed_by_name_may_lie_elsewhere():
    pusher = Pusher(["Shop.example"], names(shop=["192.0.2.1"]))
    assert pusher._may("shop.example", "192.0.2.1")
    assert not pusher._may("other.example", "192.0.2.1")


def test_redirects_are_not_followed():
    async def run():
        with merchant(OK) as (other, heard):
            there = f"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:{other}/\r\nContent-Length: 0\r\n\r\n"
            with merchant(there.encode()) as (port, _):
                return await send(Pusher(), post_to(f"http://127.0.0.1:{port}/")), heard

    answer, heard = asyncio.run(run())
    assert (answer.status, heard) == (302, [])


def test_no_proxy_is_asked(monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")

    async def run():
        with merchant(OK) as (port, _):
            return await send(Pusher(), post_to(f"http://127.0.0.1:{port}/"))

    assert asyncio.run(run()).status == 200


def test_a_server_that_says_nothing_is_left_in_time(monkeypatch):
    monkeypatch.setattr("emulator.server.pushing.PATIENCE", 50)

    async def run():
        with merchant(OK, hold=True) as (port, _):
            return await send(Pusher(), post_to(f"http://127.0.0.1:{port}/"))

    assert asyncio.run(run()).cause.id == "push.timeout"


def test_a_server_that_is_not_there():
    async def run():
        with merchant(OK) as (port, _):
            pass  # and gone again
        return await send(Pusher(), post_to(f"http://127.0.0.1:{port}/"))

    assert asyncio.run(run()).cause.id == "push.unreachable"


def test_a_huge_answer_is_cut():
    body = b"x" * (2 * MAX_ANSWER)
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n".encode()

    async def run():
        with merchant(head + body) as (port, _):
            return await send(Pusher(), post_to(f"http://127.0.0.1:{port}/"))

    assert len(asyncio.run(run()).body) == MAX_ANSWER


@pytest.mark.parametrize("url", ["http://", "http://[::1", "http://\ud800.example/"], ids=ascii)
def test_an_address_that_is_none_is_an_answer_too(url):
    assert asyncio.run(send(Pusher(), post_to(url))).cause is not None


def test_a_cryptography_library_is_read_only_where_it_is_needed():
    """It takes a good part of the start."""
    code = "import sys, emulator.server.app; sys.exit('cryptography.hazmat.primitives.ciphers' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
