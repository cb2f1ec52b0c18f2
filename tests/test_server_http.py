"""The server's other doors: merchant API and admin API over HTTP, bundles, and the requests that mini-programs make."""

import gc
import json
import logging
import shutil
import socket
import threading
import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from serving import TOKEN, client_files, running
from support import OFFICIAL, SHOP, Shop

from emulator.project import Project
from emulator.rules import Outcome


@pytest.fixture
def shop():
    return Shop()


@pytest.fixture
def server(shop, tmp_path):
    with running(shop.world, client_files(tmp_path)) as server:
        yield server


# -- the merchant API --------------------------------------------------------------------------------------------------


def test_a_merchant_gets_its_token_and_ticket_over_http(server):
    asked = {"grant_type": "client_credential", "appid": OFFICIAL, "secret": "s1"}
    token = server.request("GET", "/cgi-bin/token", params=asked).json()["access_token"]
    asked = {"access_token": token, "type": "wx_card"}
    assert server.request("GET", "/cgi-bin/ticket/getticket", params=asked).json()["errcode"] == 0


def test_errors_come_with_status_200_as_from_wechat(server):
    answer = server.request("POST", "/card/create?access_token=wrong", json={})
    assert answer.status_code == 200
    assert answer.json()["errcode"] == 40001
    answer = server.request("GET", "/no/such/api")
    assert (answer.status_code, answer.json()["errcode"]) == (200, 40066)


def test_a_delayed_answer_follows_the_worlds_clock(server, shop):
    server.on_loop(lambda: shop.world.rules.add("/cgi-bin/token", Outcome(delay=60_000), times=1))
    with ThreadPoolExecutor(1) as pool:
        asked = {"grant_type": "client_credential", "appid": OFFICIAL, "secret": "s1"}
        answer = pool.submit(server.request, "GET", "/cgi-bin/token", params=asked)
        wait_for(server, lambda: shop.world.journal.find("api./cgi-bin/token", "end"))
        server.admin("POST", "clock/advance", {"ms": 59_999})
        assert not answer.done()
        server.admin("POST", "clock/advance", {"ms": 1})
        assert "access_token" in answer.result(10).json()


def test_a_lost_answer_never_comes_and_the_server_still_stops(shop, tmp_path, caplog):
    with ThreadPoolExecutor(1) as pool:
        with running(shop.world, client_files(tmp_path)) as server:
            server.on_loop(lambda: shop.world.rules.add("/cgi-bin/token", Outcome(lost=True)))
            answer = pool.submit(server.request, "GET", "/cgi-bin/token")
            wait_for(server, lambda: shop.world.journal.find("api./cgi-bin/token", "end"))
            assert not answer.done()
            began = time.monotonic()
        assert time.monotonic() - began < 1
        # What the merchant sees then is a broken server, never the answer.
        assert answer.exception(10) is not None or answer.result().status_code >= 500
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


def test_whoever_does_not_read_is_left_behind_when_the_server_stops(shop, tmp_path):
    """Its connection ends too, though its answer can never be sent whole."""
    files = client_files(tmp_path)
    (files / "shell-0a1b2c3d.js").write_text("x" * 30_000_000)
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always", ResourceWarning)
        with running(shop.world, files) as server:
            line = socket.create_connection(("127.0.0.1", server.port), timeout=10)
            line.sendall(b"GET /shell-0a1b2c3d.js HTTP/1.1\r\n" + server.host + b"\r\n\r\n")
            assert line.recv(12) == b"HTTP/1.1 200"
        line.close()
        gc.collect()
    assert [str(one.message) for one in warned] == []


def test_what_browsers_ask_for_by_themselves_is_no_call(server, shop):
    for path in ("/favicon.ico", "/.well-known/appspecific/com.chrome.devtools.json"):
        assert server.request("GET", path).status_code == 404
    assert server.on_loop(lambda: shop.world.journal.entries) == []


# -- the admin API -----------------------------------------------------------------------------------------------------


def test_the_admin_api_changes_the_world_that_is_served(server, shop):
    assert server.admin("PATCH", "phone", {"theme": "dark"}).json()["theme"] == "dark"
    assert shop.phone.settings.theme == "dark"
    assert server.admin("GET", "journal?after=0").json()["entries"]
    assert server.admin("PATCH", "phone", {"theme": "pink"}).status_code == 400
    assert server.admin("GET", "nothing").status_code == 404
    assert server.admin("PUT", "world").status_code == 405


# -- bundles -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def project(tmp_path, shop):
    root = tmp_path / "app"
    (root / "pages").mkdir(parents=True)
    (root / "app.json").write_text('{"pages": ["pages/home"]}', "utf-8")
    (root / "app.js").write_text("App({})", "utf-8")
    (root / "pages/home.js").write_text("Page({})", "utf-8")
    (root / "pages/home.wxml").write_text("<view>hello</view>", "utf-8")
    (root / "logo.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", "utf-8")
    return shop.world.add_project(Project(SHOP, "山丘咖啡", root))


def test_a_bundle_comes_with_its_assets_environment_and_storage(project, shop, server):
    shop.phone.storage[SHOP] = {"k": '"v"'}
    answer = server.admin("GET", f"apps/{SHOP}").json()
    assert answer["bundle"]["app"]["pages"] == ["pages/home"]
    assert answer["bundle"]["errors"] == []
    assert answer["environment"]["appId"] == SHOP
    assert answer["storage"] == {"k": '"v"'}
    assert [(row["path"], row["type"]) for row in answer["assets"]] == [("logo.svg", "image/svg+xml")]
    url = answer["assets"][0]["url"]
    picture = server.admin("GET", url.removeprefix("/_wxemu/"))
    assert picture.content == (project.root / "logo.svg").read_bytes()
    assert picture.headers["content-type"] == "image/svg+xml"
    # Opened by itself, a picture of the project is a page of our origin: it must not run anything.
    assert "default-src 'none'" in picture.headers["content-security-policy"]


def test_a_changed_file_gives_a_new_version(project, server):
    before = server.admin("GET", f"apps/{SHOP}").json()
    (project.root / "pages/home.wxml").write_text("<view>goodbye</view>", "utf-8")
    after = server.admin("GET", f"apps/{SHOP}").json()
    assert before["version"] != after["version"]
    assert project.version == after["version"]


def test_a_broken_file_is_a_problem_in_the_bundle(project, server):
    (project.root / "pages/home.js").write_text("Page({", "utf-8")
    errors = server.admin("GET", f"apps/{SHOP}").json()["bundle"]["errors"]
    assert errors[0]["file"] == "pages/home.js"


def test_a_link_that_leaves_the_project_is_not_followed(project, server, tmp_path):
    (tmp_path / "secret.png").write_bytes(b"secret")
    (project.root / "stolen.png").symlink_to(tmp_path / "secret.png")
    assert [row["path"] for row in server.admin("GET", f"apps/{SHOP}").json()["assets"]] == ["logo.svg"]


def test_there_is_no_bundle_of_an_unknown_program(server):
    assert server.admin("GET", "apps/wx0000000000000009").status_code == 404
    assert server.admin("GET", f"apps/{SHOP}/assets/0123").status_code == 404


def test_a_project_that_has_gone_is_told(project, server, shop):
    url = server.admin("GET", f"apps/{SHOP}").json()["assets"][0]["url"].removeprefix("/_wxemu/")
    shutil.rmtree(project.root)
    gone = server.admin("GET", f"apps/{SHOP}")
    assert (gone.status_code, "there is no folder" in gone.json()["error"]["message"]) == (404, True)
    assert server.admin("GET", url).status_code == 404


@pytest.mark.parametrize("after", ["x", "-1", "\u0661", "9" * 5000])
def test_a_journal_is_asked_for_by_number(server, after):
    assert server.admin("GET", f"journal?after={after}").status_code == 400


# -- wx.request --------------------------------------------------------------------------------------------------------


class House(ThreadingHTTPServer):
    """A merchant's server. ``asked`` is set when it has been asked for /silent, which it answers after ``let_go``."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Echo)
        self.asked, self.let_go = threading.Event(), threading.Event()


class Echo(BaseHTTPRequestHandler):
    """Answers with what it was asked."""

    server: House

    def answer(self):
        size = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(size)
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "https://api.shop.example/found")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        if self.path == "/silent":
            self.server.asked.set()
            self.server.let_go.wait(10)
            return
        said = {"method": self.command, "path": self.path, "host": self.headers["Host"], "body": body.decode(),
                "x": self.headers["X-Test"], "cookie": self.headers["Cookie"]}  # fmt: skip
        text = json.dumps(said).encode()
        self.send_response(404 if self.path == "/missing" else 200)
        self.send_header("X-Two", "a")
        self.send_header("X-Two", "b")
        self.send_header("Set-Cookie", "one=1")
        self.send_header("Set-Cookie", "two=2")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    do_GET = do_POST = do_PUT = do_DELETE = answer

    def log_message(self, *args):
        """Nothing is to be printed."""


@pytest.fixture(scope="module")
def house():
    server = House()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.let_go.set()
    server.shutdown()
    thread.join()
    server.server_close()


@contextmanager
def app(server, shop, house):
    """A page with a running mini-program whose requests for api.shop.example go to *house*."""
    shop.world.hosts["api.shop.example"] = f"http://127.0.0.1:{house.server_port}"
    with server.page() as page:
        page.say({"id": "open", "method": "Phone.openApp", "params": {"appId": SHOP}})
        page.until(lambda message: message.get("method") == "App.event")
        yield lambda number, **params: fetch(page, number, params)


def fetch(page, number, params):
    """Call wx.request; the result."""
    call = {"instance": "i1", "call": number, "received": 0, "name": "request", "params": params}
    page.say({"id": f"i1:{number}", "method": "Wx.call", "params": call})
    return page.answer(f"i1:{number}")["result"]


def test_a_request_reaches_the_local_server_that_stands_for_the_host(server, shop, house):
    with app(server, shop, house) as request:
        url = "https://api.shop.example/menu?a=1"
        result = request(1, url=url, method="POST", body="订单", header={"X-Test": "yes"})
        said = json.loads(result["body"])
        assert result["errMsg"] == "request:ok"
        assert result["statusCode"] == 200
        assert (said["method"], said["path"], said["body"], said["x"]) == ("POST", "/menu?a=1", "订单", "yes")


def test_headers_are_joined_and_cookies_are_listed_but_not_kept(server, shop, house):
    """https://developers.weixin.qq.com/miniprogram/dev/api/network/request/wx.request.html"""
    with app(server, shop, house) as request:
        result = request(1, url="https://api.shop.example/menu")
        header = {name.lower(): value for name, value in result["header"].items()}
        assert header["x-two"].replace(" ", "") == "a,b"
        assert result["cookies"] == ["one=1", "two=2"]
        assert json.loads(request(2, url="https://api.shop.example/menu")["body"])["cookie"] is None


def test_any_status_is_a_success_and_redirects_are_followed(server, shop, house):
    with app(server, shop, house) as request:
        assert request(1, url="https://api.shop.example/missing")["statusCode"] == 404
        result = request(2, url="https://api.shop.example/moved")
        assert json.loads(result["body"])["path"] == "/found"


def test_a_server_that_is_down_is_told_apart_from_one_that_is_slow(server, shop, house):
    with app(server, shop, house) as request:
        shop.world.hosts["down.example"] = "http://127.0.0.1:1"
        assert request(1, url="https://down.example/")["errMsg"] == "request:fail net::ERR_CONNECTION_REFUSED"
        assert request(2, url="https://api.shop.example/silent", timeout=50)["errMsg"] == "request:fail timeout"


def test_an_app_that_is_gone_hears_no_more_of_its_request(server, shop, house):
    """Its server may still answer; nothing breaks, and the next instance starts clean."""
    house.asked.clear()
    with app(server, shop, house):
        pass
    with server.page({"i1": {"received": 0, "events": 1}}) as page:
        call = {"instance": "i1", "call": 1, "received": 0, "name": "request"}
        call["params"] = {"url": "https://api.shop.example/silent"}
        page.say({"id": "i1:1", "method": "Wx.call", "params": call})
        assert house.asked.wait(10)
        server.on_loop(lambda: shop.phone.kill(shop.phone.apps[0]))
        page.say({"id": 2, "method": "Phone.openWallet", "params": {}})
        assert page.answer(2)["result"] == {}


@pytest.mark.parametrize(
    "url", ["ftp://x/", "file:///etc/passwd", "//no", "https://", "http://[", "http://a b/", "http://localhost:99999/"]
)
def test_an_address_that_is_none_fails(server, shop, house, url):
    with app(server, shop, house) as request:
        assert request(1, url=url)["errMsg"].startswith("request:fail")
        assert request(2, url="https://api.shop.example/ok")["errMsg"] == "request:ok"


def test_proxies_of_this_machine_are_not_asked(shop, house, tmp_path, monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    with running(shop.world, client_files(tmp_path)) as server, app(server, shop, house) as request:
        assert request(1, url="https://api.shop.example/ok")["errMsg"] == "request:ok"


def test_the_token_is_not_said_in_any_answer(server, shop, house):
    """What an exported journal or a screenshot may hold."""
    with app(server, shop, house) as request:
        request(1, url="https://api.shop.example/ok")
    for path in ("world", "journal?after=0", "rules", "events"):
        assert TOKEN not in server.admin("GET", path).text
    for path in ("/", "/_wxemu/frame", "/no/such"):
        assert TOKEN not in server.request("GET", path).text


def wait_for(server, holds):
    """Until the journal of the served world says so."""
    seen = threading.Event()

    def look(entry=None):
        if holds():
            seen.set()

    def watch():
        server.world.journal.listeners.append(look)
        look()

    server.on_loop(watch)
    assert seen.wait(10)
