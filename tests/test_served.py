"""A server from within a test: one a process, its worlds apart, for browsers, programs and merchants' servers."""

import asyncio
import json
import socket
import threading

import httpx
import pytest
from websockets.sync.client import connect

from emulator.errors import BadInput
from emulator.served import Served, stop
from emulator.shipped import bundled
from emulator.world import World

COFFEE, SHOP = bundled("apps/coffee"), "wx5f1c0ffee0000001"


@pytest.fixture(scope="module", autouse=True)
def _stopped():
    yield
    stop()
    assert not [one for one in threading.enumerate() if one.name == "wxemu"]


@pytest.fixture
def project(tmp_path):
    (tmp_path / "p").mkdir()
    (tmp_path / "app.json").write_text('{"pages": ["p/p"]}')
    (tmp_path / "p" / "p.js").write_text("Page({})")
    (tmp_path / "p" / "p.wxml").write_text("<view>hello</view>")
    (tmp_path / "world.yaml").write_text("""
merchant: { app_id: wxmerchant, secret: s3cret }
cards: { coffee: { card_id: pCOFFEE, stock: 3 } }
""")
    return tmp_path


@pytest.fixture
def two(project):
    with Served.of(project) as one, Served.of(project, seed=2) as other:
        yield one, other


def get(url, **query):
    return httpx.get(url, params=query, trust_env=False, timeout=10)


def hello(token):
    return json.dumps({"id": 1, "method": "Shell.hello", "params": {"token": token}})


def test_two_worlds_share_a_port_and_nothing_else(two):
    one, other = two
    assert one.merchant_api.partition("/w/")[0] == other.merchant_api.partition("/w/")[0]
    one.admin("POST rules", {"on": "addCard", "outcome": {"error": "no"}})
    one.admin("POST clock/advance", {"ms": 60_000})
    assert len(one.admin("GET rules")["rules"]) == 1
    assert other.admin("GET rules")["rules"] == []
    assert [entry.kind for entry in other.journal if entry.kind == "world.changed"] == []


def test_the_page_and_its_line_are_of_the_world_that_the_token_names(two):
    for server in two:
        assert "<html" in get(server.url).text
        with connect(server.ws) as line:
            line.send(hello(server.token))
            assert json.loads(line.recv(10))["result"]["phone"] == "p1"
            assert server.do(lambda world: world.phones["p1"].peer is not None)
            state = json.loads(line.recv(10))
            assert state["method"] == "Phone.state"


@pytest.mark.parametrize("first", [hello("wrong"), "{}", "no JSON", hello(7)], ids=range(4))
def test_a_line_without_a_right_token_is_closed(two, first):
    with connect(two[0].ws) as line:
        line.send(first)
        with pytest.raises(Exception, match="1008"):
            line.recv(10)


def test_the_admin_api_needs_the_token_of_a_world(two):
    assert get(two[0].admin_api + "wallet").status_code == 401
    with pytest.raises(BadInput, match="on must be the name of a call"):
        two[0].admin("POST rules", {"outcome": {}})


def test_a_merchants_server_finds_its_world_by_prefix_by_app_id_and_by_access_token(two):
    one, other = two
    base = one.merchant_api.partition("/w/")[0]
    account = {"grant_type": "client_credential", "appid": "wxmerchant", "secret": "s3cret"}
    both = get(f"{base}/cgi-bin/token", **account)
    assert both.status_code == 404
    assert "several worlds have this account" in both.json()["error"]["message"]
    assert one.merchant_api in both.json()["error"]["message"]
    token = get(f"{other.merchant_api}/cgi-bin/token", **account).json()["access_token"]
    asked = httpx.post(f"{base}/card/get?access_token={token}", json={"card_id": "pCOFFEE"}, trust_env=False)
    assert asked.json()["errcode"] == 0
    assert [entry.kind for entry in other.journal if entry.kind == "api./card/get"]
    assert not [entry.kind for entry in one.journal if entry.kind == "api./card/get"]
    stranger = get(f"{base}/cgi-bin/token", grant_type="client_credential", appid="wxnobody", secret="x")
    assert "in no world that is served" in stranger.json()["error"]["message"]
    one.close()
    assert get(f"{base}/cgi-bin/token", **account).json()["access_token"]
    body = {**account, "force_refresh": False}
    assert httpx.post(f"{base}/cgi-bin/stable_token", json=body, trust_env=False).json()["access_token"]


def test_a_world_that_has_ended_is_gone(project):
    with Served.of(project) as server:
        gone = server.merchant_api
    assert get(f"{gone}/cgi-bin/token").status_code == 404
    server.close()


def test_a_foreign_host_is_refused(two):
    host, port = two[0].merchant_api[7:].partition("/")[0].split(":")
    with socket.create_connection((host, int(port)), timeout=10) as line:
        line.sendall(b"GET / HTTP/1.1\r\nHost: evil.test\r\nConnection: close\r\n\r\n")
        assert b" 400 " in line.recv(65536)


def test_the_account_and_the_clock(project):
    with Served.of(project, frozen=True) as server:
        account = server.account("wxmerchant")
        assert (account["appid"], account["secret"]) == ("wxmerchant", "s3cret")
        assert account["openid"].startswith("o")
        with pytest.raises(BadInput, match="there is no account 'wxnobody'; there is "):
            server.account("wxnobody")
        before = server.admin("GET clock")
        assert before["frozen"]
        assert server.admin("POST clock/advance", {"ms": 5})["now"] == before["now"] + 5


def test_a_page_is_opened_with_its_query(project):
    with Served.of(project, page="p/p?id=7") as server:
        assert server.do(lambda world: world.phones["p1"].apps[0].launched["query"]) == {"id": "7"}


def test_what_does_not_compile_is_told_at_once_and_leaves_nothing(project):
    (project / "p" / "p.wxml").write_text("<view>")
    with pytest.raises(BadInput, match=r"p\.wxml"):
        Served.of(project)


def test_the_world_is_the_servers_thread_alone(two):
    names = {server.do(lambda world: threading.current_thread().name) for server in two}
    assert names == {"wxemu"}
    with pytest.raises(RuntimeError):
        asyncio.get_running_loop()
    assert isinstance(two[0].do(lambda world: world), World)


def test_the_demonstrations_own_merchant_answers_where_a_host_asks_for_it():
    with Served.of(COFFEE) as server:
        base = server.do(lambda world: world.hosts["api.hillcoffee.example"])
        assert get(f"{base}/api/menu").status_code == 200
    with pytest.raises(httpx.ConnectError):
        get(f"{base}/api/menu")


def test_a_seed_goes_before_the_files():
    with Served.of(COFFEE, seed=3) as server:
        assert server.do(lambda world: world.seed.value) == 3
