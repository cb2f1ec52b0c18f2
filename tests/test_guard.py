"""Who may talk to the server. Each test names the incident that it keeps from happening here again."""

import random

import pytest
from serving import TOKEN, client_files, running
from support import SHOP, Shop

from emulator.server.guard import MAX_BODY

#: Every kind of address that the server has.
ROUTES = [
    "/",
    "/shell-0a1b2c3d.js",
    "/shell-0a1b2c3d.css",
    "/_wxemu/frame",
    "/_wxemu/ws",
    f"/_wxemu/apps/{SHOP}",
    f"/_wxemu/apps/{SHOP}/assets/0123",
    "/_wxemu/world",
    "/_wxemu/no-such-thing",
    "/cgi-bin/token",
    "/card/create",
    "/no/such/thing",
]

VERBS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with running(Shop().world, client_files(tmp_path_factory.mktemp("static"))) as server:
        yield server


def at(server, name):
    return name.replace("PORT", str(server.port)).encode()


@pytest.mark.parametrize("name", ["localhost:PORT", "LOCALHOST:PORT", "127.0.0.1:PORT", "[::1]:PORT"])
def test_our_own_names_are_served(server, name):
    assert server.ask(b"Host: " + at(server, name)) == 200
    assert server.knock(b"Host: " + at(server, name)) == 101


BAD_HOSTS = [
    "evil.test:PORT",
    "evil.test",
    "localhost",
    "localhost:1",
    "127.0.0.1.evil.test:PORT",
    "localhost.evil.test:PORT",
    "evil.test:PORT@localhost:PORT",
    "localhost@evil.test:PORT",
    "0.0.0.0:PORT",
    "127.0.0.2:PORT",
    "127.1:PORT",
    "[::ffff:127.0.0.1]:PORT",
    "localhost:PORT/x",
    "localhost:PORT/admin?x=",
    "localhost:PORT#",
    "localhost:PORT,evil.test",
    "localhost\t:PORT",
    "localhost:PORT\tevil",
    "localhost:0PORT",
    "",
]


@pytest.mark.parametrize("name", BAD_HOSTS)
def test_a_foreign_or_malformed_host_is_a_bad_request(server, name):
    """DNS rebinding, https://github.com/webpack/webpack-dev-server/issues/887; a Host that changes the path that is
    checked, CVE-2026-48710."""
    assert server.ask(b"Host: " + at(server, name)) == 400
    assert server.knock(b"Host: " + at(server, name)) == 400


def test_one_host_is_needed_and_no_more(server):
    ours = server.host
    assert server.ask() == 400
    assert server.ask(ours, ours) == 400
    assert server.ask(ours, b"Host: evil.test") == 400
    assert server.ask(b"Host: evil.test", ours) == 400
    assert server.knock(ours, b"Host: evil.test") == 400
    assert server.ask(ours + b"\r\n folded") == 400
    assert server.ask(ours + b"\rX: y") == 400
    assert server.ask(ours + b"\0") == 400
    assert status_of_http_1_0(server) == 400


def status_of_http_1_0(server):
    return int(server.raw(b"GET / HTTP/1.0").split()[1])


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("path", ROUTES)
def test_a_rebound_name_gets_nothing_though_host_and_origin_agree(server, verb, path):
    """An attacker controls both: https://rafter.so/blog/mcp-dns-rebinding-localhost"""
    evil = at(server, "evil.test:PORT")
    headers = (b"Host: " + evil, b"Origin: http://" + evil, b"Authorization: Bearer " + TOKEN.encode())
    assert server.ask(*headers, target=path.encode(), method=verb.encode()) == 400


def test_a_rebound_name_opens_no_websocket(server):
    evil = at(server, "evil.test:PORT")
    assert server.knock(b"Host: " + evil, b"Origin: http://" + evil) == 400


BAD_ORIGINS = [
    "http://evil.test",
    "https://evil.test",
    "null",
    "http://sub.localhost:PORT",
    "http://localhost.evil.test:PORT",
    "http://localhost:1",
    "http://localhost",
    "https://localhost:PORT",
    "http://192.0.2.1",
    "http://192.0.2.1:PORT",
    "http://127.0.0.2:PORT",
    "http://0.0.0.0:PORT",
    "http://localhost:PORT/",
    "http://localhost:PORT http://evil.test",
    "file://",
    "",
]


@pytest.mark.parametrize("origin", BAD_ORIGINS)
def test_a_foreign_origin_is_refused(server, origin):
    """Any site read the dev server and joined its websocket: CVE-2025-24010 (Vite), CVE-2026-27148 (Storybook);
    origins that are addresses: CVE-2025-30360."""
    header = b"Origin: " + at(server, origin)
    assert server.knock(server.host, header) == 403
    for verb in VERBS:
        assert server.ask(server.host, header, target=b"/card/create", method=verb.encode()) == 403
    bearer = b"Authorization: Bearer " + TOKEN.encode()
    assert server.ask(server.host, header, bearer, target=b"/_wxemu/reset", method=b"POST") == 403


@pytest.mark.parametrize("origin", ["http://localhost:PORT", "http://127.0.0.1:PORT", "http://[::1]:PORT"])
def test_our_own_page_may_talk(server, origin):
    assert server.knock(server.host, b"Origin: " + at(server, origin)) == 101
    assert server.admin("GET", "world").status_code == 200


def test_two_origins_are_no_better_than_a_foreign_one(server):
    ours, evil = b"Origin: " + at(server, "http://localhost:PORT"), b"Origin: http://evil.test"
    assert server.knock(server.host, ours, evil) in (400, 403)
    assert server.ask(server.host, ours, evil) in (400, 403)


@pytest.mark.parametrize("path", ROUTES)
@pytest.mark.parametrize("site", ["cross-site", "same-site", "nonsense"])
def test_other_sites_load_and_change_nothing(server, path, site):
    """Source stolen through script tags, CVE-2025-30359. A user agent proves nothing, so curl's is treated alike
    (https://github.com/Shopify/toxiproxy, 2.1.2)."""
    for kind in (b"script", b"image", b"iframe", b"empty"):
        headers = (b"Sec-Fetch-Site: " + site.encode(), b"Sec-Fetch-Mode: no-cors", b"Sec-Fetch-Dest: " + kind)
        for verb in (b"GET", b"POST"):
            assert server.ask(server.host, *headers, b"User-Agent: curl/8", target=path.encode(), method=verb) == 403


def test_other_sites_may_link_to_the_first_page_alone(server):
    link = (b"Sec-Fetch-Site: cross-site", b"Sec-Fetch-Mode: navigate", b"Sec-Fetch-Dest: document")
    assert server.ask(server.host, *link) == 200
    assert server.ask(server.host, *link, method=b"POST") == 403
    assert server.ask(server.host, *link, target=b"/_wxemu/world") == 403
    assert server.ask(server.host, *link, target=b"/card/create") == 403
    framed = (b"Sec-Fetch-Site: cross-site", b"Sec-Fetch-Mode: navigate", b"Sec-Fetch-Dest: iframe")
    assert server.ask(server.host, *framed) == 403


@pytest.mark.parametrize("path", ROUTES)
def test_no_answer_lets_another_origin_read_it(server, path):
    """``*`` in a CORS header opened Vite (CVE-2025-24010) and esbuild (GHSA-67mh-4wv8-2f99)."""
    origin = f"http://localhost:{server.port}"
    preflight = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    for verb in VERBS:
        answer = server.request(verb, path, headers=preflight if verb == "OPTIONS" else {"Origin": origin})
        assert not [name for name in answer.headers if name.startswith("access-control-")]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "content-security-policy" in answer.headers


def test_the_page_runs_no_inline_script_and_is_framed_by_our_own_pages_alone(server):
    policy = server.request("GET", "/").headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "frame-ancestors 'self'" in policy
    assert "unsafe" not in policy


def test_the_frame_has_no_origin_and_reaches_no_server(server):
    answer = server.request("GET", "/_wxemu/frame")
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("sandbox allow-scripts;")
    assert "connect-src 'none'" in policy
    assert "allow-same-origin" not in policy


def test_refusals_are_hardened_too(server):
    answer = server.request("GET", "/", headers={"Origin": "null"})
    assert answer.status_code == 403
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "headers",
    [{}, {"Authorization": "Bearer wrong"}, {"Authorization": TOKEN}, {"Authorization": f"Basic {TOKEN}"},
     {"Authorization": "Bearer"}, {"Authorization": "Bearer ÿ".encode("latin-1")}, {"Cookie": f"token={TOKEN}"}],
)  # fmt: skip
def test_what_acts_needs_the_token(server, headers):
    """A local proxy without one ran commands for anybody: CVE-2025-49596 (MCP Inspector)."""
    for path in ("world", "reset", "rules/r1", f"apps/{SHOP}", f"apps/{SHOP}/assets/0123"):
        for verb in ("GET", "POST", "DELETE"):
            answer = server.request(verb, f"/_wxemu/{path}?token={TOKEN}&k={TOKEN}", headers=headers)
            assert answer.status_code in (401, 405), (verb, path)
            assert "seed" not in answer.text


TRAVERSALS = [
    "../../../../etc/passwd",
    "..%2f..%2f..%2fetc%2fpasswd",
    "%2e%2e/%2e%2e/etc/passwd",
    "..\\..\\windows\\win.ini",
    "..%5c..%5cwin.ini",
    "%252e%252e%252fetc/passwd",
    "shell.html::$DATA",
    "SHELL~1.HTM",
    "shell.html%00.js",
    "shell-0a1b2c3d.js/",
    "shell-0a1b2c3d.js%2f..%2fcompiler.js",
    "../static2/secret.js",
    "//etc/passwd",
    "compiler.js??import",
    "shell.html",
    "frame.html",
]


@pytest.mark.parametrize("path", TRAVERSALS)
def test_no_request_becomes_a_path(server, path):
    """Backslash, ``??``, streams, short names, siblings with one prefix: GHSA-G7R4-M6W7-QQQR (esbuild),
    CVE-2025-30208 (Vite), CVE-2023-29159 (Starlette). An unknown path outside ours has WeChat's own answer."""
    bearer = b"Authorization: Bearer " + TOKEN.encode()
    for place in ("/_wxemu/", f"/_wxemu/apps/{SHOP}/assets/", "/_wxemu/apps/", "/_wxemu/static/"):
        target = (place + path).encode()
        answer = server.raw(b"GET " + target + b" HTTP/1.1", server.host, bearer, b"Connection: close")
        assert int(answer.split()[1]) in (400, 404), answer
    answer = server.raw(b"GET /" + path.encode() + b" HTTP/1.1", server.host, b"Connection: close")
    assert b"<!--" not in answer
    assert b"root:" not in answer
    assert b"errcode" in answer or int(answer.split()[1]) in (400, 404)


def test_a_hundred_kilobytes_of_range_get_a_plain_answer(server):
    """Ranges took quadratic time: CVE-2025-62727 (Starlette)."""
    ranges = "bytes=" + ",".join(f"{n}-{n}" for n in range(16_000))
    answer = server.request("GET", "/shell-0a1b2c3d.js", headers={"Range": ranges[:100_000]})
    assert answer.status_code == 200
    assert "content-range" not in answer.headers


def test_a_body_has_a_limit_with_and_without_its_length(server):
    assert server.ask(server.host, b"Content-Length: 99999999999", target=b"/card/create", method=b"POST") == 413
    # One byte too much, and no more: what the server has not read when it hangs up would reset the line.
    body = b"%x\r\n" % (MAX_BODY + 1) + b"x" * (MAX_BODY + 1)
    headers = (server.host, b"Transfer-Encoding: chunked")
    assert server.ask(*headers, target=b"/card/create", method=b"POST", body=body) == 413
    assert server.ask(server.host) == 200


def test_no_host_or_origin_stops_the_server(server):
    """A bad Host or Origin ended the process: CVE-2026-14631 (webpack-dev-server)."""
    dice = random.Random(20180301)
    pieces = [b"localhost", b"127.0.0.1", b"[::1]", b"[", b"]", b":", b"::", at(server, "PORT"), b"http://", b"//",
              b"@", b"null", b"%00", b"\xff\xfe", b"\xe4\xbd\xa0", b" ", b"\t", b"\\", b"#", b"?", b"-1",
              b"99999999999999", b".", b"xn--", b"a" * 300, b",", b";"]  # fmt: skip
    for _ in range(2000):
        host = b"".join(dice.choices(pieces, k=dice.randrange(6)))
        origin = b"".join(dice.choices(pieces, k=dice.randrange(6)))
        answer = server.ask(b"Host: " + host, b"Origin: " + origin)
        assert answer in (200, 400, 403), (host, origin)
        if answer == 200:
            assert host.strip().lower() in (b"localhost" + b":" + at(server, "PORT"), at(server, "127.0.0.1:PORT"),
                                    at(server, "[::1]:PORT"))  # fmt: skip
    assert server.ask(server.host) == 200
