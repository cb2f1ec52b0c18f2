"""One end of a ``{id, method, params}`` conversation, without the I/O. See ``docs/protocol.md``."""

import json
import re
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from .errors import WireError

Reply = Callable[[dict[str, Any]], None]
Read = TypeVar("Read")
Method = Callable[[dict[str, Any], Reply, Any], None]

MAX_MESSAGE = 16 * 1024 * 1024

_HALF = re.compile("[\ud800-\udfff]")

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder().decode


class Peer:
    """Feed it text with :meth:`receive`, then send what :meth:`messages` returns.

    ``method_of`` finds the method of a name, called as ``method(params, reply, id)``. It may reply later, or never;
    one that raises :class:`WireError` is answered with an ``error``. ``prepare`` runs before the output is taken.
    """

    def __init__(self) -> None:
        self.method_of: Callable[[str], Method | None] = lambda name: None
        self.prepare: Callable[[], None] = lambda: None
        self.on_output: Callable[[], None] = lambda: None
        self._in_flight: set[Any] = set()
        self._acknowledged: dict[Any, Callable[[], None]] = {}
        self._outbox: list[str] = []

    def receive(self, text: str | bytes) -> None:
        """Handle one message. Bad ones are answered with an error; none raises."""
        id_: Any = None
        try:
            message = _parse(text)
            id_ = message.get("id")
            if "method" not in message:
                self._settle(message)
                return
            self._serve(message, id_)
        except WireError as error:
            self._in_flight.discard(id_)
            self.send({"id": id_, "error": {"message": str(error)}})

    def notify(self, method: str, params: dict[str, Any], at: int | None = None) -> None:
        """*at*: the place in the output; None is its end."""
        self.send({"method": method, "params": params}, at)

    def expect_answer(self, id_: Any, then: Callable[[], None]) -> None:
        """Run *then* when the other end answers the request with this id."""
        self._acknowledged[id_] = then

    def send(self, message: dict[str, Any], at: int | None = None) -> None:
        self._in_flight.discard(message.get("id"))
        self._outbox.insert(len(self._outbox) if at is None else at, _text(message))
        self.on_output()

    def messages(self) -> list[str]:
        """Take what waits to be sent."""
        self.prepare()
        outbox, self._outbox = self._outbox, []
        return outbox

    def restart(self) -> None:
        """A new connection: what the old one had in flight or unsent is gone."""
        self._in_flight.clear()
        self._acknowledged.clear()
        self._outbox.clear()

    def _serve(self, message: dict[str, Any], id_: Any) -> None:
        name, params = message["method"], message.get("params", {})
        if not isinstance(params, dict):
            raise WireError("params must be an object")
        method = self.method_of(name) if isinstance(name, str) else None
        if method is None:
            raise WireError(f"unknown method {name!r}")
        if id_ is None:
            method(params, _no_reply, None)
            return
        if id_ in self._in_flight:
            self.send({"id": None, "error": {"message": f"id {id_!r} is already in flight"}})
            return
        self._in_flight.add(id_)
        method(params, lambda result: self.send({"id": id_, "result": result}), id_)

    def _settle(self, message: dict[str, Any]) -> None:
        if "result" not in message and "error" not in message:
            raise WireError("a message needs a method, a result or an error")
        then = self._acknowledged.pop(message.get("id"), None)
        if then is not None:
            then()


def _parse(text: str | bytes) -> dict[str, Any]:
    if len(text) > MAX_MESSAGE:
        raise WireError(f"a message may have {MAX_MESSAGE} bytes; this one has {len(text)}")
    try:
        message = read_value(text)
    except (ValueError, RecursionError) as error:
        raise WireError(f"not JSON: {error}") from None
    if not isinstance(message, dict):
        raise WireError("a message must be an object")
    if not isinstance(message.get("id"), str | int | None):
        raise WireError("id must be a number or a string")
    return message


def read_value(text: str | bytes) -> Any:
    """JSON; half an emoji, which JavaScript's own JSON may hold and UTF-8 cannot, is read as U+FFFD.

    Raises ValueError or RecursionError.
    """
    return read_whole(text, _decode)


def read_whole(text: str | bytes, decode: Callable[[str | bytes], Read]) -> Read:
    """By this decoder of msgspec's, as :func:`read_value`."""
    try:
        return decode(text)
    except msgspec.DecodeError as error:
        if "surrogate" not in str(error) and "truncated" not in str(error):
            raise
        return decode(_HALF.sub("\ufffd", json.dumps(json.loads(text), ensure_ascii=False)))


def _text(message: dict[str, Any]) -> str:
    return _encode(message).decode()


def _no_reply(result: dict[str, Any]) -> None:
    """A notification is not answered."""
