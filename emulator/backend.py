"""What answers an app's own requests where no server runs: replies ordered for a method and an address.

``wx.request``, ``wx.uploadFile`` and ``wx.downloadFile`` ask here before anything goes out.
"""

import base64
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from .errors import BadInput, BadInputInBoth
from .matching import Difference, compare, marker_fault_in

METHODS = ("GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD", "TRACE", "CONNECT", "PATCH")

#: The calls that are requests of the app's own.
REQUESTS = ("request", "uploadFile", "downloadFile")

#: How a key names what it is about: perhaps a method, then an address or a path on any host; ``*`` stands for anything.
KEY = rf"(({'|'.join(METHODS)}) )?(https?://|/|\*)\S*"
LIKE = "POST https://api.example.com/login"

#: How bytes are written.
BASE64 = r"([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?"


@dataclass
class Canned:
    """One reply. ``data`` goes out as JSON unless it is a text, ``base64`` as the bytes it stands for; ``takes`` is in
    milliseconds; ``fail`` replaces the answer by WeChat's words after ``request:fail``; ``where`` is what a request
    must carry to get it, None for anything; ``aside``: what is asked there is of no account, as statistics are;
    ``later``: it was ordered after the start; ``used`` counts how often it has been given."""

    status: int = 200
    data: Any = ""
    base64: str | None = None
    header: dict[str, str] = field(default_factory=dict)
    takes: int = 0
    fail: str | None = None
    where: Any = None
    aside: bool = False
    later: bool = False
    used: int = 0

    def to_json(self) -> dict[str, Any]:
        return vars(self)

    def answer(self, fill: Callable[[Any], Any] = lambda data: data) -> dict[str, Any]:
        """As the edge would answer a :class:`~emulator.questions.Fetch`; *fill* replaces words in ``data``."""
        kind, body = self._body(fill)
        header = {"content-type": kind, **{key.lower(): value for key, value in self.header.items()}}
        return {"statusCode": self.status, "header": header, "cookies": [], "body": body}

    def _body(self, fill: Callable[[Any], Any]) -> tuple[str, bytes]:
        if self.base64 is not None:
            return "application/octet-stream", base64.b64decode(self.base64)
        data = fill(self.data)
        if isinstance(data, str):
            return "text/plain; charset=utf-8", data.encode()
        return "application/json; charset=utf-8", json.dumps(data, ensure_ascii=False).encode()


@dataclass(frozen=True)
class Asked:
    """A request as people write of it. ``carries``: its query, and its JSON or form body, in one."""

    method: str
    url: str
    header: dict[str, str]
    carries: Any
    #: Keys of ``carries`` that can only be texts on the wire.
    texts: frozenset[str] = frozenset()

    def differs(self, wanted: Any, path: str) -> Difference | None:
        """From what it should carry at least. Where the wire has only texts, ``1`` fits ``"1"``."""
        if wanted is None:
            return None
        if isinstance(wanted, dict):
            wanted = {key: _text(value) if key in self.texts else value for key, value in wanted.items()}
        return compare(wanted, self.carries, path)

    def to_json(self) -> dict[str, Any]:
        return {"method": self.method, "url": self.url, "with": self.carries}


def asked(name: str, params: dict[str, Any]) -> Asked:
    """The request that this call of the app makes."""
    method = "POST" if name == "uploadFile" else "GET"
    if name == "request":
        method = str(params.get("method") or "GET").upper()
    url, given = str(params.get("url", "")), params.get("header")
    header = {str(key).lower(): str(value) for key, value in given.items()} if isinstance(given, dict) else {}
    query = dict(parse_qsl(_parts(url)[1], keep_blank_values=True))
    body, texts = _body(name, params, header)
    if isinstance(body, dict):
        return Asked(method, url, header, {**query, **body}, frozenset(query.keys() - body.keys()) | texts)
    return Asked(method, url, header, body if body else query, frozenset(query))


def _body(name: str, params: dict[str, Any], header: dict[str, str]) -> tuple[Any, frozenset[str]]:
    """What the body says, and which of its keys can only be texts."""
    if name == "uploadFile":
        form = params.get("formData")
        texts = {str(key): _text(value) for key, value in form.items()} if isinstance(form, dict) else {}
        return texts, frozenset(texts)
    body = params.get("body")
    if not isinstance(body, str) or params.get("bodyIsBase64"):
        return {}, frozenset()
    if "x-www-form-urlencoded" in header.get("content-type", ""):
        texts = dict(parse_qsl(body, keep_blank_values=True))
        return texts, frozenset(texts)
    try:
        return json.loads(body), frozenset()
    except ValueError:
        return body, frozenset()


class Backend:
    """The replies of one world, by the key they were ordered under: ``POST https://…``, ``/path`` or ``*``."""

    def __init__(self, first: dict[str, list[Canned]] | None = None) -> None:
        self._first = first or {}
        self.replies = {on: [replace(one) for one in replies] for on, replies in self._first.items()}

    def begin(self, replies: dict[str, list[Canned]]) -> None:
        """What is ordered from the start."""
        self._first |= replies
        for on, given in replies.items():
            self._put(on, given, later=False)

    def order(self, on: str, replies: list[Canned]) -> None:
        """From now on requests for *on* get these, one after the other and the last again and again. Raises BadInput
        for a key that names nothing, or no replies."""
        self._put(on, replies, later=True)

    def _put(self, on: str, replies: list[Canned], *, later: bool) -> None:
        if not re.fullmatch(KEY, on):
            raise BadInput(f"{on!r} names no request; it looks like {LIKE!r}, '/login' (any host) or '*'")
        if not replies:
            raise BadInput("replies must hold at least one")
        # Taken out first: what is ordered last stands last, and wins among equals.
        self.replies.pop(on, None)
        self.replies[on] = [replace(one, later=later) for one in replies]

    def at_start(self) -> "Backend":
        return Backend(self._first)

    def reply(self, request: Asked) -> tuple[str, Canned] | None:
        """The reply for this request, its use counted, and the key it stands under.

        What was ordered after the start goes before what held from there, then the key that says most; under it, what
        asks for something goes before what takes anything."""
        for on in self._naming(request):
            fitting = [one for one in self.replies[on] if not request.differs(one.where, "")]
            fitting.sort(key=lambda one: one.where is None)
            if fitting:
                turn = [one for one in fitting if one.where == fitting[0].where]
                chosen = next((one for one in turn if not one.used), turn[-1])
                chosen.used += 1
                return on, chosen
        return None

    def is_aside(self, request: Asked) -> bool:
        """Whether what is asked here is of no account."""
        return any(one.aside for on in self._naming(request)[:1] for one in self.replies[on])

    def _naming(self, request: Asked) -> list[str]:
        """The keys that name this request, the one that goes before the others first."""
        ranked = sorted(reversed(self.replies), key=lambda on: (self.replies[on][0].later, *_says(on)), reverse=True)
        return [on for on in ranked if names(on, request)]


def names(on: str, request: Asked) -> bool:
    """Whether the key *on* names this request. A key without ``?`` is about any query."""
    method, _, address = on.rpartition(" ")
    if method and method != request.method:
        return False
    place, query = _parts(request.url)
    if address.startswith("/"):
        place = re.sub(r"^\w+://[^/]*", "", place) or "/"
    whole = f"{place}?{query}" if "?" in address else place
    return re.fullmatch(".*".join(map(re.escape, address.split("*"))), whole, re.DOTALL) is not None


def canned(row: dict[str, Any]) -> Canned:
    """From a file's or the admin API's words, checked already."""
    return Canned(**{"where" if key == "with" else key: value for key, value in row.items()})


#: What a reply may hold: the kind of each value, in words too.
_FIELDS: dict[str, tuple[type | None, str]] = {
    "status": (int, "an HTTP status, 100 to 599"),
    "data": (None, ""),
    "base64": (str, "bytes in base64"),
    "header": (dict, "an object of texts"),
    "takes": (int, "a number of milliseconds"),
    "fail": (str, "a text"),
    "where": (None, ""),
    "aside": (bool, "true or false"),
}


def reply_from(row: Any, path: str) -> Canned:
    """A reply from its JSON, ``takes`` in milliseconds. Raises BadInput naming what is wrong."""
    if not isinstance(row, dict):
        raise BadInput(f"{path} must be an object with {', '.join(_FIELDS)}")
    for key, value in row.items():
        if key not in _FIELDS:
            raise BadInput(f"{path} has no {key!r}; it has {', '.join(_FIELDS)}")
        kind, words = _FIELDS[key]
        if (kind is not None and type(value) is not kind) or not _in_range(key, value):
            raise BadInput(f"{path}.{key} must be {words}")
    if fault := marker_fault_in(row.get("where")):
        raise BadInputInBoth({one: f"{path}.where: {words}" for one, words in fault.items()})
    return Canned(**row)


def _in_range(key: str, value: Any) -> bool:
    if key == "status":
        return bool(100 <= value <= 599)
    if key == "base64":
        return re.fullmatch(BASE64, value) is not None
    if key == "takes":
        return bool(0 <= value < 1 << 53)
    return key != "header" or all(isinstance(one, str) for one in value.values())


def _says(on: str) -> tuple[int, bool]:
    """How much a key says: its letters, then whether it names a method."""
    method, _, address = on.rpartition(" ")
    return len(address.replace("*", "")), bool(method)


def _parts(url: str) -> tuple[str, str]:
    """Address and query, without a fragment."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url, ""
    return parts._replace(query="", fragment="").geturl(), parts.query


def _text(value: Any) -> Any:
    """As the wire writes it; what is no scalar stays."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else value


__all__ = [
    "BASE64", "KEY", "LIKE", "METHODS", "REQUESTS", "Asked", "Backend", "Canned", "asked", "canned", "names",
    "reply_from",
]  # fmt: skip
