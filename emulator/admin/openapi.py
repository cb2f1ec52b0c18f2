"""The admin API as OpenAPI: https://spec.openapis.org/oas/v3.1.0"""

from typing import Any

from .. import __version__
from ..backend import BASE64, KEY
from ..book import BOOK
from ..faults import FAULTS
from ..happenings import HAPPENINGS
from ..push import EVENTS, MODES

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_WORDS: Schema = {"type": "string", "pattern": r"\S"}
_FLAG: Schema = {"type": "boolean"}
_ANYTHING: Schema = {}
_ANY_OBJECT: Schema = {"type": "object"}


def _object(needed: tuple[str, ...] = (), /, **properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(needed), "additionalProperties": False}


def _one_of(*values: Any) -> Schema:
    return {"enum": list(values)}


_ERROR = _object(("error",), error=_object(("message",), message=_TEXT))
_MS: Schema = {"type": "integer", "minimum": 0, "maximum": (1 << 53) - 1}
_PUSH = _object(("url",), url=_TEXT, token=_TEXT, aes_key=_TEXT, mode=_one_of(*MODES))
_OUTCOME = _object(
    error=_TEXT,
    answer={"type": "object", "properties": {"action": _one_of("confirm", "cancel")}, "required": ["action"]},
    delay=_MS,
    lost=_FLAG,
)
_REPLY = _object(
    status={"type": "integer", "minimum": 100, "maximum": 599},
    data=_ANYTHING,
    base64={"type": "string", "pattern": f"^{BASE64}$"},
    header={"type": "object", "additionalProperties": _TEXT},
    takes=_MS,
    aside=_FLAG,
    fail=_TEXT,
    where=_ANYTHING,
)
_SWITCHES: Schema = {"type": "object", "propertyNames": {"enum": list(BOOK)}}

#: Path and verb → what it does, and the schema of its body (None: it takes none).
OPERATIONS: dict[tuple[str, str], tuple[str, Schema | None]] = {
    ("/world", "GET"): ("Profile, switches, accounts, cards, the phone", None),
    ("/world", "PATCH"): (
        "Change profile or switches", _object(profile=_one_of("documented", "observed"), switches=_SWITCHES)
    ),
    ("/phone", "PATCH"): (
        "Change the phone's settings",
        _object(platform=_one_of("ios", "android", "devtools"), baseLibrary=_TEXT, language=_one_of("zh_CN", "en"),
                theme=_one_of("light", "dark"), network=_one_of("wifi", "4g", "3g", "none")),
    ),
    ("/accounts/{id}", "PATCH"): (
        "Change an account", _object(verified=_FLAG, bound=_FLAG, push={"anyOf": [_PUSH, {"type": "null"}]})
    ),
    ("/cards/{id}", "PATCH"): (
        "End a card's review", _object(("review",), review=_one_of("pass", "refuse"), reason=_TEXT)
    ),
    ("/phones", "GET"): ("The phones of the world", None),
    ("/phones", "POST"): ("A phone for one more user, eight at most", _object(nickname=_WORDS, phone_number=_TEXT)),
    ("/offers", "GET"): ("QR codes and shelves that merchants have made", None),
    ("/rules", "GET"): ("The rules in force", None),
    ("/rules", "POST"): (
        "Order what becomes of calls",
        _object(("on", "outcome"), on=_TEXT, times={"type": ["integer", "null"], "minimum": 1}, where=_ANY_OBJECT,
                outcome=_OUTCOME),
    ),
    ("/rules", "DELETE"): ("Remove all rules", None),
    ("/rules/{id}", "DELETE"): ("Remove a rule", None),
    ("/backend", "GET"): ("The replies to the app's own requests", None),
    ("/backend", "POST"): (
        "Order the replies to requests of a method and address",
        _object(("on", "replies"), on={"type": "string", "pattern": f"^({KEY})$"},
                replies={"type": "array", "items": _REPLY, "minItems": 1}),
    ),
    ("/backend", "DELETE"): ("The replies as at the start", None),
    ("/wallet", "GET"): ("The cards in the user's wallet", None),
    ("/clock", "GET"): ("World time", None),
    ("/clock", "PATCH"): ("Set, freeze or start the clock", _object(now=_MS, frozen=_FLAG)),
    ("/clock/advance", "POST"): ("Move world time on", _object(("ms",), ms=_MS)),
    ("/journal", "GET"): ("What happened; after=SEQ for what is newer", None),
    ("/events", "GET"): ("The merchant's events and their deliveries", None),
    ("/events", "POST"): (
        "Push an event", _object(("event",), event=_one_of(*EVENTS, *HAPPENINGS), set=_ANY_OBJECT, account=_TEXT)
    ),
    ("/events/{id}/resend", "POST"): ("Push an event once more", _object()),
    ("/faults", "GET"): ("What can go wrong", None),
    ("/faults", "POST"): ("Order or lift a fault", _object(("fault",), fault=_one_of(*FAULTS), on=_FLAG)),
    ("/sign", "POST"): (
        "Look at a card's signature",
        _object(("cardId", "cardExt"), cardId=_TEXT, cardExt={"anyOf": [_TEXT, _ANY_OBJECT]}),
    ),
    ("/recording", "GET"): ("Who records a scenario, and how much has been done", None),
    ("/recording", "POST"): ("Begin to record (the world starts anew), or end", _object(("on",), on=_FLAG)),
    ("/recording/sealed", "GET"): ("The sealed session (HTML) of what is or was recorded", None),
    ("/share", "GET"): ("The addresses for colleagues, with --lan", None),
    ("/export", "GET"): ("The whole world; secrets=keep for those too", None),
    ("/reset", "POST"): ("The world as at the start", _object()),
    ("/openapi.json", "GET"): ("This page", None),
}  # fmt: skip

#: These answer a page, not JSON.
PAGES = {("/recording/sealed", "GET")}


def document() -> dict[str, Any]:
    """The whole description; addresses are relative to the emulator's own."""
    paths: dict[str, dict[str, Any]] = {}
    for (path, verb), (summary, body) in OPERATIONS.items():
        paths.setdefault(path, {})[verb.lower()] = _operation(path, summary, body)
    return {
        "openapi": "3.1.0",
        "info": {"title": "wxemu admin API", "version": __version__},
        "servers": [{"url": "/_wxemu"}],
        "security": [{"token": []}],
        "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
        "paths": paths,
    }


def _operation(path: str, summary: str, body: Schema | None) -> dict[str, Any]:
    page = {"description": "A page to be saved", "content": {"text/html": {"schema": _TEXT}}}
    answers = {
        "200": page if (path, "GET") in PAGES else _content("What was asked for", _ANY_OBJECT),
        "400": _content(
            "What is wrong with the request", _object(("error",), error=_object(("message",), message=_TEXT))
        ),
        "401": {"description": "The token is missing or wrong"},
    }
    operation: dict[str, Any] = {"summary": summary, "responses": answers}
    if "{id}" in path:
        operation["parameters"] = [{"name": "id", "in": "path", "required": True, "schema": _TEXT}]
    if path == "/journal":
        operation["parameters"] = [{"name": "after", "in": "query", "schema": {"type": "integer", "minimum": 0}}]
    if body is not None:
        operation["requestBody"] = {
            "required": bool(body["required"]),
            "content": {"application/json": {"schema": body}},
        }
    return operation


def _content(description: str, schema: Schema) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": schema}}}
