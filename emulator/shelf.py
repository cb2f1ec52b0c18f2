"""What the compiler made, kept on disk: the same files and the same compiler give the same bundle.

Nothing here can change a result. A name is the hash of all that decides what is in it; what is in it carries a hash of
its own, so that a broken file is none; and it appears whole or not at all, whoever else writes it at the same moment.
"""

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from platformdirs import user_cache_path

#: So many, and bytes of all together, are kept; those that were not used for the longest time go first.
MOST, MOST_BYTES = 300, 64 << 20


def folder() -> Path:
    return user_cache_path("wxemu", appauthor=False) / "bundles"


def kept(decides: tuple[str, ...], make: Callable[[], str]) -> str:
    """What *make* returns, from disk if it is there. *decides*: all that the answer depends on."""
    name = hashlib.sha256("\0".join(f"{len(part)}:{part}" for part in decides).encode("utf-8", "surrogatepass"))
    file = folder() / name.hexdigest()
    text = _read(file)
    if text is None:
        text = make()
        # A disk that is full or may not be written hinders nobody: it is made again the next time.
        with contextlib.suppress(OSError):
            _write(file, text.encode())
    return text


def _read(file: Path) -> str | None:
    try:
        digest, _, held = file.read_bytes().partition(b"\n")
        if digest != _digest(held):
            return None
        os.utime(file)
    except OSError:
        return None
    return held.decode()


def _write(file: Path, held: bytes) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    number, name = tempfile.mkstemp(dir=file.parent)
    try:
        with open(number, "wb") as out:
            out.write(_digest(held) + b"\n" + held)
        os.replace(name, file)
    except OSError:
        os.unlink(name)
        raise
    _make_room(file.parent)


def _make_room(shelf: Path) -> None:
    with os.scandir(shelf) as entries:
        found = sorted(
            ((entry.stat().st_mtime_ns, entry.stat().st_size, entry.path) for entry in entries), reverse=True
        )
    held = 0
    for count, (_, size, path) in enumerate(found, 1):
        held += size
        if count > MOST or held > MOST_BYTES:
            os.unlink(path)


def _digest(held: bytes) -> bytes:
    return hashlib.sha256(held).hexdigest().encode()
