"""V8 in Python: the compiler, and realms that run mini-programs without browser or Node."""

import hashlib
import json
from collections.abc import Callable
from importlib import resources
from types import TracebackType
from typing import Any, Self

import msgspec

from .protocol import read_whole
from .v8 import Context, OutOfMemory, ScriptError, TooLong

#: Bytes of one isolate.
MAX_MEMORY = 1 << 30
#: Seconds of one call.
TIME_LIMIT = 10.0


_COLLECT = "wxemu.collect()"


class RealmHung(Exception):
    """The mini-program's code did not come back in time, or took all memory. The realm is closed; Python lives on."""


class DriveError(Exception):
    """What a test asked for is not on the page; the text says what is."""


class Isolate:
    """A V8 context with our script of that name in it. *limit*: seconds that a call may take; *memory*: bytes."""

    def __init__(self, name: str, limit: float = TIME_LIMIT, memory: int = MAX_MEMORY) -> None:
        self._limit = limit
        self._context = Context(memory)
        self._context.begin(script(name))

    def call(self, function: str, *arguments: Any) -> Any:
        """Call a global function with JSON values. Raises RealmHung, and then the isolate is closed."""
        return self._evaluate(f"{function}({', '.join(json.dumps(one) for one in arguments)})")[0]

    def _evaluate(self, *scripts: str) -> list[Any]:
        """The values of these, one after another."""
        return self._watched(lambda: self._context.run(*scripts, limit=self._limit))

    def _watched(self, run: Callable[[], list[Any]]) -> list[Any]:
        """What V8 gives, or why it gives nothing, in words; RealmHung has closed the isolate."""
        if self.closed:
            raise RealmHung("this realm is closed")
        try:
            return run()
        except OutOfMemory:
            self.close()
            raise RealmHung("the mini-program's code ran out of memory (an endless loop?)") from None
        except TooLong:
            within = self._within(self._context)
            self.close()
            raise RealmHung(
                f"{within}the mini-program's code did not return within {self._limit:g} s (an endless loop?)"
            ) from None
        except ScriptError as error:
            raise RuntimeError(str(error).splitlines()[0][:500]) from None

    def _within(self, context: Context) -> str:
        """What was running when a call was cut off, if anybody knows."""
        return ""

    @property
    def closed(self) -> bool:
        return self._context.closed

    def close(self) -> None:
        self._context.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Reply(msgspec.Struct):
    """What ``web/src/headless-entry.ts`` answers with."""

    outbox: list[msgspec.Raw]
    deadline: int | None
    value: Any = msgspec.UNSET
    error: str | None = None


_decode = msgspec.json.Decoder(_Reply).decode


class Realm(Isolate):
    """One running mini-program: boot it, hand it messages, take what it sends. Messages are JSON."""

    def __init__(self, limit: float = TIME_LIMIT, memory: int = MAX_MEMORY) -> None:
        super().__init__("headless.js", limit, memory)
        #: Texts of the bundles that are in there, with their numbers.
        self._bundles: dict[str, int] = {}
        self._deadline: int | None = None

    def boot(self, instance: str, bundle: str, environment: dict[str, Any], storage: dict[str, str]) -> None:
        """*bundle* is the compiler's JSON text. What comes of it is met by the next call: until its first event
        a mini-program only waits."""
        if bundle not in self._bundles:
            self._bundles[bundle] = len(self._bundles)
            self._context.begin(f"wxemu.learn({self._bundles[bundle]}, {json.dumps(bundle)})")
        number = self._bundles[bundle]
        given = {"instance": instance, "bundle": number, "environment": environment, "storage": storage}
        self._context.begin(f"wxemu.boot({json.dumps(json.dumps(given))})")

    def receive(self, message: str) -> list[bytes]:
        return self._run("wxemu.receive", message)

    def advance_to(self, now: int) -> list[bytes]:
        """Move the app's clock to *now* (milliseconds since 1970), its timers each at its own moment."""
        outbox: list[bytes] = []
        while (deadline := self.next_deadline()) is not None and deadline <= now:
            outbox += self._run("wxemu.advanceTo", deadline)
        return outbox + self._run("wxemu.advanceTo", now)

    def next_deadline(self) -> int | None:
        """When the app's next timer is due. Only a call can change that, and each tells it."""
        return self._deadline

    def drive(self, **command: Any) -> tuple[Any, list[bytes]]:
        """A command of ``web/src/runtime/drive.ts``: its value, and what the app sent. Raises DriveError."""
        reply, outbox = self._reply("wxemu.drive", json.dumps(command))
        if reply.error is not None:
            raise DriveError(reply.error)
        return None if reply.value is msgspec.UNSET else reply.value, outbox

    def _within(self, context: Context) -> str:
        """A loop without promises has ended with the call: what it was in can still be asked."""
        try:
            (within,) = context.run("wxemu.at()", limit=1)
        except (OutOfMemory, TooLong, ScriptError):
            return ""
        return f"{within}  " if within else ""

    def keep(self) -> None:
        """More than one mini-program is to have this realm. Call it before the first is booted."""
        self._context.begin("wxemu.keep()")

    def release(self) -> None:
        """End the mini-program. V8 looks through the realm and cleans up while we do something else."""
        self._deadline = None
        self._context.begin("wxemu.release()")

    def left(self) -> str | None:
        """What the released mini-program has left behind, or None if another may be booted here. Raises RealmHung."""
        (*_, left) = self._watched(lambda: self._context.wait(self._limit))
        return None if left is None else str(left)

    def _run(self, function: str, argument: Any) -> list[bytes]:
        reply, outbox = self._reply(function, argument)
        if reply.error is not None:
            raise RuntimeError(reply.error)
        return outbox

    def _reply(self, function: str, argument: Any) -> tuple[_Reply, list[bytes]]:
        """Microtasks run when a call returns: what they send, and timers due at once, are collected afterwards."""
        texts = self._evaluate(f"{function}({json.dumps(argument)})", _COLLECT)
        replies = [read_whole(text, _decode) for text in texts]
        while replies[-1].value is not msgspec.UNSET:
            replies += [read_whole(text, _decode) for text in self._evaluate(_COLLECT)]
        self._deadline = replies[-1].deadline
        return replies[0], [bytes(message) for reply in replies for message in reply.outbox]


def script(name: str) -> str:
    """One of our scripts, as the client's build has put it there."""
    return _bytes(name).decode()


def script_hash(name: str) -> str:
    """It changes with the script."""
    return hashlib.sha256(_bytes(name)).hexdigest()


def _bytes(name: str) -> bytes:
    return resources.files(__package__).joinpath("static", name).read_bytes()
