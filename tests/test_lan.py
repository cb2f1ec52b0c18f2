"""The way in from the network: what is open there, who is let in, and that who looks on cannot act."""

import socket

import httpx
import pytest
from serving import TOKEN, Page, client_files, running
from support import SHOP, Shop
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from emulator.server.lan import TRIES, Lan, is_lan


@pytest.fixture
def server(tmp_path):
    with running(Shop().world, client_files(tmp_path), lan=True) as server:
        server.on_loop(lambda: server.world.phones["p1"].open_app(SHOP))
        yield server


def over(server, method, path, **more):
    """A request as a colleague's browser would send it."""
    return httpx.request(method, f"{server.lan.url}{path.lstrip('/')}", trust_env=False, timeout=60, **more)


def bearer(token):
    return {"Authorization": f"Bearer {token}"} if token else {}


def line(server):
    return connect(f"ws://127.0.0.1:{server.lan.port}/_wxemu/ws", compression=None, proxy=None, max_size=None)


def hello(page, token, id_=1):
    page.say({"id": id_, "method": "Shell.hello", "params": {"token": token}})


# -- what is open ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/_wxemu/frame", "/_wxemu/view", "/shell-0a1b2c3d.js"])
def test_the_pages_are_served_to_the_network(server, path):
    assert over(server, "GET", path).status_code == 200


@pytest.mark.parametrize("path", ["/_wxemu/world", "/_wxemu/share", "/_wxemu/rules", "/cgi-bin/token", "/card/create"])
@pytest.mark.parametrize("token", ["owner", "guest", "viewer", ""])
def test_neither_the_admin_api_nor_wechats_is(server, path, token):
    tokens = {"owner": TOKEN, "guest": server.lan.guest, "viewer": server.lan.viewer, "": ""}
    answer = over(server, "GET", path, headers=bearer(tokens[token]))
    assert answer.status_code == 403
    assert "for the machine itself" in answer.text


@pytest.mark.parametrize("host", ["localhost:{port}", "evil.test:{port}", "127.0.0.1:{home}", "127.0.0.1"])
def test_the_network_knows_one_name(server, host):
    given = host.format(port=server.lan.port, home=server.port)
    assert over(server, "GET", "/", headers={"Host": given}).status_code == 400


@pytest.mark.parametrize("origin", ["http://evil.test", "null", "http://127.0.0.1:{home}"])
def test_other_origins_open_no_line(server, origin):
    with socket.create_connection(("127.0.0.1", server.lan.port), timeout=10) as raw:
        given = origin.format(home=server.port)
        raw.sendall(
            f"GET /_wxemu/ws HTTP/1.1\r\nHost: {server.lan.host}:{server.lan.port}\r\nOrigin: {given}\r\n"
            "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
        )
        assert raw.recv(1000).split()[1] == b"403"


# -- pairing --------------------------------------------------------------------------------------------------------


def pair(server, code):
    return over(server, "POST", "/_wxemu/pair", json={"code": code})


def test_the_right_code_lets_a_colleague_drive_the_phone(server):
    token = pair(server, server.lan.code).json()["token"]
    with line(server) as socket_:
        page = Page(socket_)
        hello(page, token)
        assert page.answer(1)["result"]["phone"] == "p1"
        page.say({"id": 2, "method": "Phone.openWallet", "params": {}})
        assert page.answer(2) == {"id": 2, "result": {}}
    assert over(server, "GET", f"/_wxemu/apps/{SHOP}", headers=bearer(token)).status_code == 200
    assert server.request("GET", "/_wxemu/world", headers=bearer(token)).status_code == 401


def test_five_wrong_codes_lock_and_then_the_right_one_does_not_help(server):
    wrong = f"{(int(server.lan.code) + 1) % 10**6:06}"
    answers = [pair(server, wrong) for _ in range(TRIES)]
    assert [answer.status_code for answer in answers] == [403] * (TRIES - 1) + [423]
    assert [answer.json()["left"] for answer in answers] == [4, 3, 2, 1, 0]
    sixth = pair(server, server.lan.code)
    assert sixth.status_code == 423
    assert "token" not in sixth.json()
    kinds = server.on_loop(lambda: [entry.kind for entry in server.world.journal.entries])
    assert kinds.count("lan.wrong-code") == TRIES - 1
    assert kinds.count("lan.locked") == 2


@pytest.mark.parametrize("code", [None, 1, 123456, "", "12345", "１２３４５６", ["1"], {"a": 1}, True])
def test_no_odd_code_is_right(server, code):
    assert pair(server, code).status_code == 403
    for body in (b"[1]", b"[" * 100_000, b'{"code":' * 100_000):
        assert over(server, "POST", "/_wxemu/pair", content=body).status_code == 400


def test_without_lan_there_is_nothing_to_pair_with(tmp_path):
    with running(Shop().world, client_files(tmp_path)) as server:
        assert server.request("POST", "/_wxemu/pair", json={"code": "000000"}).status_code == 404
        assert server.admin("GET", "share").json() == {"lan": None}


def test_the_owner_is_told_code_and_links(server):
    told = server.admin("GET", "share").json()["lan"]
    assert told == server.lan.to_json()
    assert told["view"].endswith(f"/_wxemu/view#v={server.lan.viewer}")
    assert len(told["code"]) == 6
    assert server.admin("GET", "share", token=server.lan.guest).status_code == 401


# -- looking on -----------------------------------------------------------------------------------------------------


def test_who_looks_on_sees_what_the_phone_shows(server):
    with server.page() as owner, line(server) as socket_:
        viewer = Page(socket_)
        hello(viewer, server.lan.viewer)
        assert viewer.answer(1) == {"id": 1, "result": {}}
        watched = owner.until(lambda message: message.get("method") == "View.watched")
        assert watched["params"] == {"viewers": 1}
        owner.say({"method": "View.picture", "params": {"width": 375, "height": 812, "html": "<p>杯"}})
        picture = viewer.until(lambda message: message.get("method") == "View.picture")
        assert picture["params"] == {"width": 375, "height": 812, "html": "<p>杯"}
        with line(server) as later:
            second = Page(later)
            hello(second, server.lan.viewer)
            assert second.until(lambda message: "method" in message)["params"]["html"] == "<p>杯"
        assert owner.until(lambda message: message.get("params") == {"viewers": 2})
        assert owner.until(lambda message: message.get("params") == {"viewers": 1})


@pytest.mark.parametrize(
    "message",
    [
        {"id": 2, "method": "Phone.openWallet", "params": {}},
        {"id": 2, "method": "Sheet.answer", "params": {"sheet": "s1", "answer": {"action": "confirm"}}},
        {"id": 2, "method": "Shell.hello", "params": {"token": TOKEN}},
        {"id": 2, "method": "View.picture", "params": {"html": "forged"}},
        {"id": 2, "method": "Wx.call", "params": {"instance": "i1", "call": 1, "name": "login", "params": {}}},
        {"id": 2},
        [],
        "not JSON",
        "[" * 100_000,
    ],
    ids=range(9),
)
def test_who_looks_on_can_do_nothing(server, message):
    with line(server) as socket_:
        viewer = Page(socket_)
        hello(viewer, server.lan.viewer)
        viewer.answer(1)
        before = server.on_loop(lambda: (server.world.journal.after(0), server.world.phones["p1"].screens))
        viewer.say(message)
        refused = viewer.hear()
        assert refused["error"]["message"] == "this link only shows the phone"
        viewer.say({"id": 3, "method": "Shell.ping"})
        assert viewer.answer(3) == {"id": 3, "result": {}}
        after = server.on_loop(lambda: (server.world.journal.after(0), server.world.phones["p1"].screens))
        assert before == after
    assert server.on_loop(lambda: server.world.phones["p1"].connected) is False


def test_the_view_token_reads_no_files(server):
    answer = over(server, "GET", f"/_wxemu/apps/{SHOP}", headers=bearer(server.lan.viewer))
    assert answer.status_code == 401


@pytest.mark.parametrize("token", ["", "x", "\ud800", "0" * 500])
def test_a_wrong_token_is_shown_the_door(server, token):
    with line(server) as socket_:
        page = Page(socket_)
        hello(page, token)
        with pytest.raises(ConnectionClosed) as closed:
            page.hear()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1008


# -- addresses ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["127.0.0.1", "0.0.0.0", "::", "::1", "224.0.0.1", "evil.test", ""])
def test_only_an_address_of_a_network_will_do(address):
    assert not is_lan(address)


def test_codes_and_tokens_are_new_at_each_start():
    one, two = Lan("192.168.1.20", 5280), Lan("192.168.1.20", 5280)
    assert is_lan(one.address)
    assert len({one.guest, one.viewer, two.guest, two.viewer}) == 4
    assert one.url == "http://192.168.1.20:5280/"
    assert Lan("fe80::1", 1).url == "http://[fe80::1]:1/"
