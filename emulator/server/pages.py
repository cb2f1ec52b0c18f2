"""Our own pages: a fixed table made from the built client at the start, so no request ever becomes a path."""

import mimetypes
import re
from dataclasses import dataclass
from pathlib import Path

from ..errors import BadInput

STATIC = Path(__file__).parents[1] / "static"

SHELL_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "font-src 'self'; frame-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'"
)

#: The page that performs: the shell in a frame, and pictures of it, styles and all.
PLAY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src data: https: http:; "
    "font-src data:; connect-src 'self'; frame-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)

#: The frame runs the developer's code: it has no origin of its own and no way to the network but pictures.
FRAME_POLICY = (
    "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval' blob:; "
    "style-src 'unsafe-inline' blob:; img-src blob: data: https: http:; font-src blob: data: https:; "
    "media-src blob: data: https:; connect-src 'none'; frame-ancestors 'self'"
)

#: The page that only shows draws pictures without scripts, styles and all, in frames of its own.
VIEW_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src data: https: http:; "
    "font-src data: https:; connect-src 'self'; frame-src 'self'; frame-ancestors 'self'; base-uri 'none'; "
    "form-action 'none'"
)

#: What the page puts a session into for saving; it is read here, never shown.
PLAYER_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"

#: The build's names for what the shell loads.
HASHED = re.compile(r"-[\w-]{8}\.(js|css|svg|png|woff2)$")

FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Page:
    body: bytes
    headers: dict[str, str]


def load_pages(folder: Path = STATIC) -> dict[str, Page]:
    """URL path to page. Raises BadInput if the client has not been built."""
    try:
        pages = {
            "/": _html(folder / "shell.html", SHELL_POLICY),
            "/_wxemu/frame": _html(folder / "frame.html", FRAME_POLICY),
            "/_wxemu/play": _html(folder / "play.html", PLAY_POLICY),
            "/_wxemu/player": _html(folder / "player.html", PLAYER_POLICY),
            "/_wxemu/view": _html(folder / "view.html", VIEW_POLICY),
        }
    except FileNotFoundError as error:
        raise BadInput(
            f"{error.filename} is missing: the page has not been built; run `npm ci` and `npm run build` in web/"
        ) from None
    for path in sorted(path for path in folder.iterdir() if HASHED.search(path.name)):
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        pages[f"/{path.name}"] = Page(path.read_bytes(), {"content-type": kind, "cache-control": FOREVER})
    return pages


def _html(path: Path, policy: str) -> Page:
    return Page(path.read_bytes(), {"content-type": "text/html; charset=utf-8", "content-security-policy": policy})
