"""What kind of content a file has, by its name."""

import mimetypes
import os

#: The pictures that nearly every mini-program has. For all others the machine's own tables are read, a thousand lines.
_PICTURES = {
    ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".svg": "image/svg+xml",
    ".webp": "image/webp",
}  # fmt: skip


def kind_of(name: str) -> str:
    """Such as ``image/png``."""
    known = _PICTURES.get(os.path.splitext(name)[1].lower())
    return known or mimetypes.guess_type(name)[0] or "application/octet-stream"
