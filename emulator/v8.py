"""V8 by mini-racer's C interface: text in, plain values out, in the thread that asks.

mini-racer's own Python layer hands each call to an event loop in a thread of its own, which takes several times as long
as most of our calls do. Its version is fixed, and with it this interface.

Sharp edges, each one tried: the value of a call comes before its microtasks have run, so an endless loop of those is
met by the next call; an uncaught error's text carries a whole minified line; a context that is not closed can hang the
process at its end.
"""

import atexit
import itertools
import sys
import weakref
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from queue import Empty, SimpleQueue
from typing import Any

_PACKAGE = "py_mini_racer"


def _library() -> Any:
    """V8 itself. The package around it reads asyncio, which takes longer than V8 does to start: until the library is
    there, one stands in its place of which nothing but the parts asked for is read."""
    known, spec = sys.modules.get(_PACKAGE), find_spec(_PACKAGE)
    if spec is None:
        raise ModuleNotFoundError("mini-racer is not installed", name=_PACKAGE)
    if known is None:
        sys.modules[_PACKAGE] = module_from_spec(spec)
    try:
        return import_module(f"{_PACKAGE}._dll").init_mini_racer(ignore_duplicate_init=True)
    finally:
        if known is None:
            del sys.modules[_PACKAGE]


_dll = _library()

#: V8's own, such as 14.1.146.11.
VERSION: str = _dll.mr_v8_version().decode()

#: Of a value, as mini_racer.cc numbers them.
_NULL, _BOOL, _INTEGER, _DOUBLE, _TEXT, _UNDEFINED = 1, 2, 3, 4, 5, 11
#: From here on it is an error with its text.
_ERROR, _OUT_OF_MEMORY = 200, 202


class ScriptError(Exception):
    """The script threw, or could not be read."""


class OutOfMemory(Exception):
    """The script took all that there was. The context is of no more use."""


class TooLong(Exception):
    """The script did not come back in time. A loop of promises goes on even so, until the context is closed."""


#: Where the value of each task under way goes, by the number that it was given along.
_waiting: dict[int, SimpleQueue[Any]] = {}
_places = itertools.count(1)


@_dll.mr_init_context.argtypes[0]  # type: ignore[untyped-decorator]
def _report(place: int, value: Any) -> None:
    """V8's own thread calls this; it must not wait for anything."""
    _waiting.pop(place).put(value)


#: Those that are open; one left open would keep the process from ending.
_open: "weakref.WeakSet[Context]" = weakref.WeakSet()


@atexit.register
def _close_all() -> None:
    for context in list(_open):
        context.close()


class Context:
    """An isolate with one context in it. *memory*: bytes that it may take."""

    def __init__(self, memory: int) -> None:
        self._id: int | None = _dll.mr_init_context(_report)
        _open.add(self)
        _dll.mr_set_hard_memory_limit(self._id, memory)
        #: Tasks that nobody has waited for yet, and where their values come.
        self._sent: list[int] = []
        self._values: SimpleQueue[Any] = SimpleQueue()

    def begin(self, script: str) -> None:
        """Send it off without waiting: V8 has a thread of its own."""
        text, place = script.encode(), next(_places)
        held = _dll.mr_alloc_string_val(self._id, text, len(text), _TEXT)
        _waiting[place] = self._values
        self._sent.append(_dll.mr_eval(self._id, held, place))
        _dll.mr_free_value(self._id, held)

    def wait(self, limit: float) -> list[Any]:
        """The values of all that was begun, in that order. What is no plain value is None. *limit*: seconds for each.
        Raises ScriptError, OutOfMemory or TooLong, and then what became of the others is unknown."""
        sent, self._sent = self._sent, []
        values, self._values = self._values, SimpleQueue()
        try:
            return [self._take(values.get(timeout=limit)) for _ in sent]
        except Empty:
            for task in reversed(sent):
                _dll.mr_cancel_task(self._id, task)
            raise TooLong from None

    def run(self, *scripts: str, limit: float) -> list[Any]:
        """The values of the scripts, one after another, each after the microtasks of the one before: all are sent off
        at once, which saves waiting. What was begun goes before. As ``wait`` otherwise."""
        before = len(self._sent)
        for script in scripts:
            self.begin(script)
        return self.wait(limit)[before:]

    @property
    def closed(self) -> bool:
        return self._id is None

    def close(self) -> None:
        if self._id is not None:
            id_, self._id = self._id, None
            _dll.mr_free_context(id_)

    def _take(self, held: Any) -> Any:
        try:
            return _plain(held.contents)
        finally:
            _dll.mr_free_value(self._id, held)


def _plain(found: Any) -> Any:
    kind, value = found.type, found.value
    if kind == _TEXT:
        return value.bytes_val[: found.len].decode()
    if kind == _INTEGER:
        return value.int_val
    if kind == _DOUBLE:
        return value.double_val
    if kind == _BOOL:
        return value.int_val == 1
    if kind == _OUT_OF_MEMORY:
        raise OutOfMemory
    if kind >= _ERROR:
        raise ScriptError(value.bytes_val[: found.len].decode())
    return None
