"""Commands that ask an emulator: who answers may be nobody, another server, or an emulator that refuses."""

import json
import os
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import click
import pytest

from emulator.cli import asking, found, sign
from emulator.errors import BadInput


class Other(BaseHTTPRequestHandler):
    """Status, content type and body of what is answered are in ``says``."""

    says = (200, "text/plain", b"")

    def do_GET(self):
        status, kind, body = Other.says
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def other():
    with ThreadingHTTPServer(("127.0.0.1", 0), Other) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def ask(other, *says):
    Other.says = says
    return asking.ask_json({"admin": f"http://127.0.0.1:{other.server_port}/", "token": "x"}, "GET", "export", "en")


@pytest.mark.parametrize(
    "says",
    [
        (200, "text/html", b"<h1>hello</h1>"),
        (200, "application/json", b"["),
        (200, "application/json", b"[]"),
        (404, "text/html", b"not found"),
        (500, "application/json", b'{"error": "x"}'),
    ],
)
def test_another_server_is_no_emulator(other, says):
    with pytest.raises(click.ClickException, match=r"^http://127\.0\.0\.1:\d+/ is no emulator of wxemu [^\n]*$"):
        ask(other, *says)


def test_a_refusal_is_told_in_the_emulators_words(other):
    with pytest.raises(BadInput, match=r"^there is no event$"):
        ask(other, 400, "application/json", b'{"error": {"message": "there is no event"}}')
    assert ask(other, 200, "application/json", b'{"a": 1}') == {"a": 1}


@pytest.mark.parametrize("admin", ["http://[", "http://127.0.0.1:99999/", "ftp://x", "x", "http://\udcff/"])
def test_an_address_that_is_none_is_one_line(admin):
    with pytest.raises(click.ClickException, match="does not answer"):
        asking.ask({"admin": admin, "token": "x"}, "GET", "export", "en")


def test_a_token_that_no_header_can_hold_is_one_line(other):
    with pytest.raises(click.ClickException, match="does not answer"):
        asking.ask({"admin": f"http://127.0.0.1:{other.server_port}/", "token": "票"}, "GET", "export", "en")


def test_the_emulator_started_last_is_found_among_broken_files(tmp_path, monkeypatch, other):
    monkeypatch.setattr(found, "_folder", lambda: tmp_path)
    for name, text in {"x": "{}", "999999999": "{}", str(os.getppid()): "{half", "1": "[]"}.items():
        (tmp_path / f"{name}.json").write_text(text)
    with pytest.raises(click.ClickException):
        found.running("en")
    assert not (tmp_path / "999999999.json").exists()
    admin = f"http://127.0.0.1:{other.server_port}/_wxemu/"
    (tmp_path / f"{os.getpid()}.json").write_text(json.dumps({"admin": admin, "token": "t", "project": "Shop (/shop)"}))
    place = found.running("en")
    assert place == {"admin": admin, "token": "t", "project": "Shop (/shop)"}
    assert asking.answered_by(place, "en") == f"answered by http://127.0.0.1:{other.server_port}/  Shop (/shop)"


@pytest.mark.parametrize("admin", ["http://127.0.0.1:{port}/_wxemu/", "http://[", "a", 7])
def test_one_that_was_killed_is_not_found_though_its_number_is_given_to_another(tmp_path, monkeypatch, admin):
    monkeypatch.setattr(found, "_folder", lambda: tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    admin = admin.format(port=port) if isinstance(admin, str) else admin
    (tmp_path / f"{os.getpid()}.json").write_text(json.dumps({"admin": admin, "token": "t"}))
    with pytest.raises(click.ClickException, match=r"^No emulator is running: start wxemu demo or wxemu dev first"):
        found.running("en")


@pytest.mark.parametrize("text", [b"\xff\xfe", b"[" * 100_000, b"[]", b"{", b'"{"'], ids=range(5))
def test_a_card_ext_that_is_none_is_one_line(tmp_path, text):
    file = tmp_path / "ext.json"
    file.write_bytes(text)
    with pytest.raises(BadInput, match=r"^cardExt is not a JSON object: [^\n]*$"):
        sign._read(f"@{file}", "en")
