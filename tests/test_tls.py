"""``--tls``: a client that knows nothing but https://api.weixin.qq.com and one authority."""

import json
import os
import signal
import ssl
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import httpcore
import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from emulator.errors import BadInput
from emulator.server import secured
from emulator.server.pages import STATIC
from emulator.server.secured import HOST, authority

built = pytest.mark.skipif(not (STATIC / "shell.html").exists(), reason="the web client has not been built")
posix = pytest.mark.skipif(os.name == "nt", reason="permissions and signals")

URL = "https://api.weixin.qq.com"


class Led(httpcore.SyncBackend):
    """A resolver of our own: WeChat's name leads to a port of this machine."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self._port = port

    def connect_tcp(self, host, port, timeout=None, local_address=None, socket_options=None):
        assert (host, port) == (HOST, 443), "an SDK talks to WeChat alone"
        return super().connect_tcp("127.0.0.1", self._port, timeout, local_address, socket_options)


@contextmanager
def client(port: int, trusting: ssl.SSLContext) -> Iterator[httpx.Client]:
    transport = httpx.HTTPTransport()
    transport._pool = httpcore.ConnectionPool(ssl_context=trusting, network_backend=Led(port))
    with httpx.Client(transport=transport, trust_env=False, timeout=10) as opened:
        yield opened


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The line of a running ``wxemu demo --tls``."""
    data = tmp_path_factory.mktemp("data")
    command = [sys.executable, "-m", "emulator", "demo", "--port", "0", "--format", "json", "--tls", "--tls-port", "0"]
    env = {**os.environ, "XDG_DATA_HOME": str(data), "HOME": str(data)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env) as process:
        try:
            assert process.stdout is not None
            yield json.loads(process.stdout.readline())
        finally:
            process.send_signal(signal.SIGTERM)


@pytest.fixture
def sdk(demo):
    trusting = ssl.create_default_context(cafile=demo["tls"]["ca"])
    assert len(trusting.get_ca_certs()) == 1
    with client(demo["tls"]["port"], trusting) as opened:
        yield opened


def token(demo, sdk):
    account = demo["accounts"][0]
    query = {"grant_type": "client_credential", "appid": account["appid"], "secret": account["secret"]}
    return sdk.get(f"{URL}/cgi-bin/token", params=query).json()["access_token"]


@built
@posix
def test_an_sdk_that_hard_codes_the_host_is_served_without_a_change(demo, sdk):
    query = {"access_token": token(demo, sdk)}
    rules = {"rule_info": {"type": "RULE_TYPE_SINGLE_PAY", "base_info": {}, "single_pay": {}}}
    made = sdk.post(f"{URL}/card/paygiftcard/add", params=query, json=rules).json()
    assert made["errcode"] == 0
    plain = f"{demo['merchant_api']}/card/paygiftcard/getbyid"
    same = httpx.post(plain, params=query, json={"rule_id": made["rule_id"]}, trust_env=False).json()
    assert same["rule_info"]["type"] == "RULE_TYPE_SINGLE_PAY", "one world behind both"


@built
@posix
@pytest.mark.parametrize("path", ["/", "/_wxemu/world", "/_wxemu/ws", "/frame.html"])
def test_neither_page_nor_admin_api_is_there(demo, sdk, path):
    answer = sdk.get(URL + path, headers={"Authorization": f"Bearer {demo['token']}"})
    assert answer.json()["errcode"] == 40066


@built
@posix
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "localhost"}, 400),
        ({"Host": "127.0.0.1"}, 400),
        ({"Host": "evil.example"}, 400),
        ({"Host": "mp.weixin.qq.com"}, 400),
        ({"Origin": URL}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Host": "API.weixin.qq.com"}, 200),
    ],
)
def test_only_programs_that_ask_for_wechat_are_answered(demo, sdk, headers, status):
    assert sdk.get(f"{URL}/cgi-bin/token", headers=headers).status_code == status


@built
@posix
def test_who_does_not_trust_the_authority_gets_nothing(demo):
    with client(demo["tls"]["port"], ssl.create_default_context()) as stranger, pytest.raises(httpx.ConnectError):
        stranger.get(f"{URL}/cgi-bin/token")


@posix
def test_the_authority_is_made_once_and_its_key_is_for_its_owner_alone(tmp_path):
    folder = tmp_path / "a" / "tls"
    first, second = authority(folder), authority(folder)
    assert first.certificate == second.certificate
    assert stat.S_IMODE((folder / "authority.pem").stat().st_mode) == 0o600
    assert sorted(file.name for file in folder.iterdir()) == ["authority.pem", "ca.pem"]
    assert b"PRIVATE" not in first.file.read_bytes()


def test_of_two_that_make_it_at_once_the_first_ones_stays(tmp_path):
    file = tmp_path / "authority.pem"
    secured._keep_first(file, b"first")
    secured._keep_first(file, b"second")
    assert file.read_bytes() == b"first"
    assert list(tmp_path.iterdir()) == [file]


def test_a_damaged_authority_is_one_clear_line(tmp_path):
    (tmp_path / "authority.pem").write_text("nothing")
    with pytest.raises(BadInput, match=r"authority\.pem: no key and certificate in it .* delete it"):
        authority(tmp_path)


def test_an_authority_about_to_end_is_replaced(tmp_path, monkeypatch):
    monkeypatch.setattr(secured, "_DAYS", 0)
    old = authority(tmp_path)
    monkeypatch.undo()
    new = authority(tmp_path)
    assert new.certificate != old.certificate
    assert x509.load_pem_x509_certificate(new.file.read_bytes()) == new.certificate


@pytest.mark.parametrize(("name", "accepted"), [(HOST, True), ("bank.example", False)])
def test_the_authority_can_vouch_for_wechat_alone(tmp_path, name, accepted):
    """Whoever stole its key could forge no other site: https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.10"""
    ours = authority(tmp_path)
    key = ec.generate_private_key(ec.SECP256R1())
    forged = (
        secured._builder(name, ours.certificate.subject, key, days=5)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(ours.key, hashes.SHA256())
    )
    file = tmp_path / "server.pem"
    file.write_bytes(secured._pem(key, forged))
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(file)
    assert shakes_hands(serving, ssl.create_default_context(cafile=str(ours.file)), name) is accepted


def shakes_hands(serving: ssl.SSLContext, trusting: ssl.SSLContext, name: str) -> bool:
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    server = serving.wrap_bio(to_server, to_client, server_side=True)
    here = trusting.wrap_bio(to_client, to_server, server_hostname=name)
    waiting = [here, server]
    for _ in range(10):
        for end in list(waiting):
            try:
                end.do_handshake()
                waiting.remove(end)
            except ssl.SSLWantReadError:
                continue
            except ssl.SSLCertVerificationError as error:
                return error.verify_message != "permitted subtree violation"
        if not waiting:
            return True
    raise AssertionError("the handshake never ends")
