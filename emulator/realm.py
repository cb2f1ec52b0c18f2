"""V8 in Python: the compiler, and realms that run mini-programs without browser or Node.

Sharp edges of mini-racer, each one tried: make the context off any running event loop; ``setTimeout`` of its own
throws; there is no ``TextDecoder`` and no ``atob``; an uncaught error's text carries a whole minified line; always
close the context.
"""

import json
from importlib import resources
from types import TracebackType
from typing import Any, Self

from py_mini_racer import JSEvalException, JSOOMException, JSTimeoutException, MiniRacer

MAX_MEMORY = 1 << 30
TIME_LIMIT = 10.0

#: What the bundles need and a bare V8 has not.
_POLYFILLS = """
globalThis.setTimeout = globalThis.setInterval = () => { throw new Error('this realm has no timers of its own') };
globalThis.clearTimeout = globalThis.clearInterval = () => {};
globalThis.console = globalThis.console || {log() {}, info() {}, warn() {}, error() {}, debug() {}};
globalThis.performance = globalThis.performance || {now: () => 0};
globalThis.atob = text => {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  let bits = 0, held = 0, out = '';
  for (const letter of text.replace(/=+$/, '')) {
    held = held << 6 | letters.indexOf(letter); bits += 6;
    if (bits >= 8) { bits -= 8; out += String.fromCharCode(held >> bits & 255); held &= (1 << bits) - 1; }
  }
  return out;
};
globalThis.TextDecoder = class {
  decode(bytes) {
    const view = !bytes ? new Uint8Array() : new Uint8Array(bytes.buffer || bytes, bytes.byteOffset || 0, bytes.byteLength);
    let text = '';
    for (let i = 0; i < view.length; i += 8192) {
      let part = '';
      for (const byte of view.subarray(i, i + 8192)) part += '%' + (byte + 256).toString(16).slice(1);
      this.rest = (this.rest || '') + part;
    }
    text = decodeURIComponent(this.rest || ''); this.rest = '';
    return text;
  }
};
globalThis.TextEncoder = globalThis.TextEncoder || class {
  encode(text) {
    const escaped = encodeURIComponent(text), bytes = [];
    for (let i = 0; i < escaped.length; i++) {
      if (escaped[i] === '%') { bytes.push(parseInt(escaped.slice(i + 1, i + 3), 16)); i += 2; }
      else bytes.push(escaped.charCodeAt(i));
    }
    return new Uint8Array(bytes);
  }
  encodeInto(text, view) { const bytes = this.encode(text); view.set(bytes); return {read: text.length, written: bytes.length}; }
};
"""


class RealmHung(Exception):
    """The mini-program's code did not come back in time, or took all memory. The realm is closed; Python lives on."""


class DriveError(Exception):
    """What a test asked for is not on the page; the text says what is."""


class Isolate:
    """A V8 context with one of our scripts in it."""

    def __init__(self, script: str) -> None:
        self._context: MiniRacer | None = MiniRacer()
        self._context.set_hard_memory_limit(MAX_MEMORY)
        self._context.eval(_POLYFILLS)
        self._context.eval(_static(script))

    def call(self, function: str, *arguments: Any, limit: float = TIME_LIMIT) -> Any:
        """Call a global function with JSON values. Raises RealmHung, and then the isolate is closed."""
        if self._context is None:
            raise RealmHung("this realm is closed")
        source = f"{function}({', '.join(json.dumps(one) for one in arguments)})"
        try:
            return self._context.eval(source, timeout_sec=limit)
        except (JSTimeoutException, JSOOMException) as error:
            self.close()
            reason = "ran out of memory" if isinstance(error, JSOOMException) else f"did not return within {limit:g} s"
            raise RealmHung(f"the mini-program's code {reason} (an endless loop?)") from None
        except JSEvalException as error:
            raise RuntimeError(str(error).splitlines()[0][:500]) from None

    @property
    def closed(self) -> bool:
        return self._context is None

    def close(self) -> None:
        if self._context is not None:
            self._context.close()
            self._context = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


class Realm(Isolate):
    """One running mini-program: boot it, hand it messages, take what it sends."""

    def __init__(self) -> None:
        super().__init__("headless.js")

    def boot(
        self, instance: str, bundle: str, environment: dict[str, Any], storage: dict[str, str]
    ) -> list[dict[str, Any]]:
        """*bundle* is the compiler's JSON text. Returns what the app sends at once."""
        given = {"instance": instance, "environment": environment, "storage": storage}
        text = f'{json.dumps(given)[:-1]}, "bundle": {bundle}}}'
        return self._run("wxemu.boot", text)

    def receive(self, message: dict[str, Any]) -> list[dict[str, Any]]:
        return self._run("wxemu.receive", json.dumps(message))

    def advance_to(self, now: int) -> list[dict[str, Any]]:
        """Move the app's clock to *now* (milliseconds since 1970), its timers each at its own moment."""
        outbox = []
        while (deadline := self.next_deadline()) is not None and deadline <= now:
            outbox += self._run("wxemu.advanceTo", deadline)
        return outbox + self._run("wxemu.advanceTo", now)

    def next_deadline(self) -> int | None:
        deadline = self.call("wxemu.nextDeadline")
        return None if deadline is None else int(deadline)

    def drive(self, **command: Any) -> tuple[Any, list[dict[str, Any]]]:
        """A command of ``web/src/runtime/drive.ts``: its value, and what the app sent. Raises DriveError."""
        reply = self._reply("wxemu.drive", json.dumps(command))
        if "error" in reply:
            raise DriveError(reply["error"])
        return reply.get("value"), reply["outbox"]

    def _run(self, function: str, argument: Any) -> list[dict[str, Any]]:
        reply = self._reply(function, argument)
        if "error" in reply:
            raise RuntimeError(reply["error"])
        outbox: list[dict[str, Any]] = reply["outbox"]
        return outbox

    def _reply(self, function: str, argument: Any) -> dict[str, Any]:
        """Microtasks run when a call returns: what they send, and timers due at once, are collected by further calls."""
        reply: dict[str, Any] = json.loads(self.call(function, argument))
        more = True
        while more:
            collected = json.loads(self.call("wxemu.collect"))
            reply["outbox"] += collected["outbox"]
            more = "value" in collected
        return reply


def _static(name: str) -> str:
    return resources.files(__package__).joinpath("static", name).read_text("utf-8")
