"""Sockets of mini-programs: their calls, and the real lines at the edge."""

import threading

import pytest
from serving import client_files, running
from support import SHOP, Shop, events, result
from websockets.sync.server import serve

from emulator import admin
from emulator.links import MOST, Order


@pytest.fixture
def shop():
    return Shop().open()


def open_socket(shop, task=1, url="wss://a.test/x"):
    return result(shop.line.wx("connectSocket", {"url": url, "task": task}))


# https://developers.weixin.qq.com/miniprogram/dev/api/network/websocket/wx.connectSocket.html
def test_a_socket_is_ordered_told_and_closed(shop):
    assert open_socket(shop) == {"errMsg": "connectSocket:ok"}
    [order] = shop.world.links.take()
    assert (order.do, order.link.url) == ("open", "wss://a.test/x")
    early = result(shop.line.wx("sendSocketMessage", {"task": 1, "data": "x"}))
    assert (early["errMsg"], shop.cause()) == ("sendSocketMessage:fail WebSocket is not connected", "socket.not-open")
    shop.world.links.happened(order.link, "open", header={})
    assert result(shop.line.wx("sendSocketMessage", {"task": 1, "data": "hi"}))["errMsg"] == "sendSocketMessage:ok"
    assert result(shop.line.wx("sendSocketMessage", {"task": 1, "base64": "AQI="}))["errMsg"] == "sendSocketMessage:ok"
    assert [one.data for one in shop.world.links.take()] == ["hi", b"\1\2"]
    assert result(shop.line.wx("closeSocket", {"task": 1, "code": 3000, "reason": "bye"}))["errMsg"] == "closeSocket:ok"
    assert shop.world.links.take() == [Order(order.link, "close", "bye", 3000)]
    shop.world.links.happened(order.link, "close", code=3000, reason="bye")
    assert [(name, options["what"]) for _, name, options in events(shop.line.take())] == [("socket", "close")]
    assert result(shop.line.wx("closeSocket", {"task": 1}))["errMsg"] == "closeSocket:fail WebSocket is not connected"


@pytest.mark.parametrize("url", ["http://a.test", "ws//", "//[", "ws://[", "ws://", "ws://a.test:99999/"])
def test_an_address_that_is_none_is_refused(shop, url):
    told = open_socket(shop, url=url)
    assert told["errMsg"] == f'connectSocket:fail invalid url "{url}"'


def test_no_more_than_five_and_none_without_a_network(shop):
    for task in range(MOST):
        open_socket(shop, task)
    assert open_socket(shop, 9)["errMsg"] == "connectSocket:fail the maximum number of sockets is reached"
    shop.phone.set({"network": "none"})
    assert "ERR_INTERNET_DISCONNECTED" in open_socket(shop, 10)["errMsg"]


def test_a_line_without_its_app_is_closed(shop):
    open_socket(shop)
    [order] = shop.world.links.take()
    shop.phone.kill(shop.phone.apps[0])
    shop.world.links.happened(order.link, "message", data="x")
    assert [one.do for one in shop.world.links.take()] == ["close"]


def test_the_network_is_told_to_apps(shop):
    admin.serve(shop.world, "PATCH", "phone", {}, b'{"network": "none"}')
    heard = [(name, options) for _, name, options in events(shop.line.take())]
    assert heard == [("network", {"networkType": "none"})]


def echo(connection):
    connection.send(connection.request.headers["X-A"])
    for message in connection:
        if message == "leave":
            connection.close(4001, "left")
        else:
            connection.send(message)


@pytest.fixture(scope="module")
def far():
    """A server that says everything back."""
    with serve(echo, "127.0.0.1", 0, compression=None) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.socket.getsockname()[1]
        server.shutdown()
        thread.join(10)


def heard(page, what):
    message = page.until(lambda one: one.get("method") == "App.event" and one["params"]["event"] == "socket")
    assert message["params"]["options"]["what"] == what
    return message["params"]["options"]


def test_real_lines_carry_text_and_bytes_both_ways(far, tmp_path):
    shop = Shop()
    shop.world.hosts["far.test"] = f"http://127.0.0.1:{far}"
    with running(shop.world, client_files(tmp_path)) as server, server.page() as page:
        server.on_loop(lambda: shop.phone.open_app(SHOP))
        calls = iter(range(1, 9))

        def wx(name, **params):
            number = next(calls)
            call = {"instance": "i1", "call": number, "received": 0, "name": name, "params": {"task": 1, **params}}
            page.say({"id": f"i1:{number}", "method": "Wx.call", "params": call})
            assert page.answer(f"i1:{number}")["result"]["errMsg"] == f"{name}:ok"

        wx("connectSocket", url="wss://far.test/chat", header={"X-A": "1"})
        heard(page, "open")
        assert heard(page, "message")["data"] == "1"
        wx("sendSocketMessage", data="山丘")
        assert heard(page, "message")["data"] == "山丘"
        wx("sendSocketMessage", base64="AQI=")
        assert heard(page, "message")["base64"] == "AQI="
        wx("sendSocketMessage", data="leave")
        assert heard(page, "close")["code"] == 4001


@pytest.mark.parametrize(
    "more",
    [{}, {"protocols": ["a b"]}, {"url": f"ws://{'a' * 99}.test/"}, {"url": "ws://far.test/"}],
    ids=["down", "no-protocol", "no-name", "mapped-nowhere"],
)
def test_a_line_that_cannot_be_had_is_told_as_an_error(tmp_path, caplog, more):
    shop = Shop()
    shop.world.hosts["far.test"] = "http://127.0.0.1:99999"
    with running(shop.world, client_files(tmp_path)) as server, server.page() as page:
        server.on_loop(lambda: shop.phone.open_app(SHOP))
        params = {"url": "ws://127.0.0.1:9/", "task": 1, **more}
        call = {"instance": "i1", "call": 1, "received": 0, "name": "connectSocket", "params": params}
        page.say({"id": "i1:1", "method": "Wx.call", "params": call})
        assert heard(page, "error")["errMsg"]
        assert heard(page, "close")["code"] == 1006
        assert server.on_loop(lambda: shop.world.links.of("p1", "i1")) == []
    assert "a bug in the emulator" not in caplog.text
