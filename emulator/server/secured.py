"""The merchant API under WeChat's own name and over TLS, for SDKs that hard-code ``https://api.weixin.qq.com``.

The certificate is signed by an authority of this machine's own, made on first use. It can vouch for WeChat's names
alone (name constraints, RFC 5280 4.2.1.10), so that trusting it opens no other door; its key never leaves the folder.
"""

import contextlib
import os
import re
import secrets
import socket
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from ..errors import BadInput
from .guard import App, Guard
from .running import serving

HOST = "api.weixin.qq.com"
#: The authority may vouch for this name and those below it.
_DOMAIN = "weixin.qq.com"
#: How long the authority lives.
_DAYS = 3650

_PEM = re.compile(b"-----BEGIN ([A-Z ]+)-----.+?-----END \\1-----\n?", re.DOTALL)


@dataclass(frozen=True)
class Authority:
    """``file``: its certificate in PEM, what clients must trust."""

    file: Path
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate


def authority(folder: Path) -> Authority:
    """The one kept in *folder*, made on first use, and anew when its ten years are over. Raises BadInput."""
    both, public = folder / "authority.pem", folder / "ca.pem"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not both.exists():
            _keep_first(both, _new_authority())
        key, certificate = _read(both.read_bytes())
        if certificate.not_valid_after_utc < datetime.now(UTC) + timedelta(days=1):
            _keep(both, _new_authority())
            key, certificate = _read(both.read_bytes())
        text = certificate.public_bytes(serialization.Encoding.PEM)
        if not public.exists() or public.read_bytes() != text:
            _keep(public, text, 0o644)
    except OSError as error:
        raise BadInput(f"{error.filename}: {error.strerror}") from None
    except (ValueError, KeyError) as error:
        raise BadInput(f"{both}: no key and certificate in it ({error}); delete it to get new ones") from None
    return Authority(public, key, certificate)


@contextlib.asynccontextmanager
async def secured(merchant: App, listener: socket.socket, signed_by: Authority) -> AsyncIterator[None]:
    """Serve WeChat's paths of *merchant* on *listener* while the block runs: for ``api.weixin.qq.com`` and programs
    alone, no page of any origin."""
    app = Guard(merchant, listener.getsockname()[1], (HOST,), secure=True)
    with tempfile.TemporaryDirectory(prefix="wxemu-") as folder:
        file = Path(folder) / "server.pem"
        _keep(file, _server_certificate(signed_by))
        async with serving(app, listener, certificate=file):
            yield


def _new_authority() -> bytes:
    """Key and certificate in PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = f"wxemu on {socket.gethostname()}"[:64]
    certificate = (
        _builder(name, x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]), key, _DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.NameConstraints([x509.DNSName(_DOMAIN)], None), critical=True)
        .sign(key, hashes.SHA256())
    )
    return _pem(key, certificate)


def _server_certificate(signed_by: Authority) -> bytes:
    """For one run: key, certificate, and the authority's, in PEM. Some systems take none for more than 398 days."""
    key = ec.generate_private_key(ec.SECP256R1())
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(signed_by.key.public_key())
    certificate = (
        _builder(HOST, signed_by.certificate.subject, key, days=90)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(issuer, critical=False)
        .sign(signed_by.key, hashes.SHA256())
    )
    return _pem(key, certificate) + signed_by.file.read_bytes()


def _builder(name: str, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, days: int) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        # Clocks of containers and virtual machines lag.
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True, content_commitment=False, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=signs_certificates, crl_sign=signs_certificates, encipher_only=False,
        decipher_only=False,
    )  # fmt: skip


def _pem(key: ec.EllipticCurvePrivateKey, certificate: x509.Certificate) -> bytes:
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private + certificate.public_bytes(serialization.Encoding.PEM)


def _read(pem: bytes) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    parts = {match[1]: match[0] for match in _PEM.finditer(pem)}
    key = serialization.load_pem_private_key(parts[b"PRIVATE KEY"], None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise ValueError("the key is of another kind")
    return key, x509.load_pem_x509_certificate(parts[b"CERTIFICATE"])


def _keep_first(file: Path, content: bytes) -> None:
    """Whole or not at all; where two processes do this at once, the first one's stays."""
    draft = _draft(file, content, 0o600)
    try:
        with contextlib.suppress(FileExistsError):
            os.link(draft, file)
    finally:
        draft.unlink()


def _keep(file: Path, content: bytes, mode: int = 0o600) -> None:
    """Whole or not at all."""
    os.replace(_draft(file, content, mode), file)


def _draft(file: Path, content: bytes, mode: int) -> Path:
    draft = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as opened:
        opened.write(content)
    return draft
