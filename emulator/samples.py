"""Pictures and files that the phone has in its album: small, drawn here, the same for the same number."""

import base64
import struct
import zlib
from typing import Any

_SIDE = 120
_COLOURS = ((7, 193, 96), (87, 107, 149), (250, 157, 59), (250, 81, 81), (16, 174, 255), (145, 92, 214))


def picture(number: int) -> dict[str, Any]:
    """The album's picture of this number, as an answer to a sheet carries a file: name, type, size, bytes in base64."""
    data = _png(_COLOURS[number % len(_COLOURS)])
    return {"name": f"photo-{number + 1}.png", "type": "image/png", **_bytes(data), "width": _SIDE, "height": _SIDE}


def text_file(number: int) -> dict[str, Any]:
    """A file out of a chat."""
    return {"name": f"note-{number + 1}.txt", "type": "text/plain", **_bytes(f"wxemu {number + 1}\n".encode())}


def video(number: int) -> dict[str, Any]:
    """Stands for a film of the album: it has a name, a size and a length, but no pictures."""
    film = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom"
    return {
        "name": f"film-{number + 1}.mp4",
        "type": "video/mp4",
        **_bytes(film),
        "width": 640,
        "height": 360,
        "duration": 5,
    }


def _bytes(data: bytes) -> dict[str, Any]:
    return {"size": len(data), "base64": base64.b64encode(data).decode()}


def _png(colour: tuple[int, int, int]) -> bytes:
    """A square that grows lighter downwards."""
    rows = b"".join(b"\0" + bytes(min(255, part + row) for part in colour) * _SIDE for row in range(_SIDE))
    head = struct.pack(">IIBBBBB", _SIDE, _SIDE, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows, 9)) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
