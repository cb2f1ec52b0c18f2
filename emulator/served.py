"""A running server for outside clients, from a test: one for each process, on a port of its own choosing.

.. code-block:: python

    with Served.of("fixtures/apps/coffee") as server:
        browser_page.goto(server.url)
        server.admin("POST rules", {"on": "addCard", "times": 1, "outcome": {"error": "system error"}})
"""

import asyncio
import atexit
import threading
from collections.abc import Callable, Coroutine
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx

from .clock import Clock
from .errors import BadInput
from .journal import Entry, lines
from .launch import Launch
from .server.town import House, Town, town
from .testing import STARTS_AT
from .world import World
from .worldfile import project_world

#: Longer (seconds) than anything that is asked of the server needs.
_PATIENCE = 60.0

Value = TypeVar("Value")


class _Thread:
    """The process's one server, on a loop in a thread of its own."""

    def __init__(self) -> None:
        self._up = threading.Event()
        self._failed: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="wxemu", daemon=True)
        self._thread.start()
        self._up.wait(_PATIENCE)
        if self._failed is not None or not self._up.is_set():
            raise RuntimeError("wxemu's server did not start") from self._failed

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as error:
            self._failed = error
            self._up.set()
            raise

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._leaving = asyncio.Event()
        async with town() as self.town:
            self._up.set()
            await self._leaving.wait()

    def do(self, work: Coroutine[Any, Any, Value]) -> Value:
        """Run *work* on the server's thread; its value."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(_PATIENCE)

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._leaving.set)
        self._thread.join(_PATIENCE)


_thread: _Thread | None = None


def _running() -> _Thread:
    global _thread
    if _thread is None:
        _thread = _Thread()
        atexit.register(stop)
    return _thread


def stop() -> None:
    """End the process's server, if it has one. A later one begins anew."""
    global _thread
    if _thread is not None:
        _thread.close()
        _thread = None


class Served:
    """One world on the process's server. The world belongs to the server's thread: ask by :meth:`admin`, or by
    :meth:`do`."""

    def __init__(self, world: World, app_id: str, launch: Launch | None = None) -> None:
        """Serve *world*; from now on it must not be touched but by :meth:`do`. Raises BadInput for what does not
        compile."""
        self.app_id = app_id
        self._server = _running()
        self._house: House = self._server.do(self._server.town.move_in(world, app_id, launch or Launch()))
        self._user = next(iter(world.phones.values())).user.id
        self._open = True

    @classmethod
    def of(
        cls,
        project: str | Path,
        *,
        world: str | Path | World | None = None,
        seed: int | None = None,
        page: str = "",
        frozen: bool = False,
    ) -> Self:
        """Serve a project in its world, as :func:`emulator.testing.open_project` opens it; the clock runs unless it is
        *frozen*."""
        given = Path(world) if isinstance(world, str) else world
        clock = Clock(STARTS_AT, frozen=True) if frozen else Clock()
        made, app_id = project_world(Path(project), given, clock, seed)
        return cls(made, app_id, Launch(page))

    # -- where it is --------------------------------------------------------------------------------------------

    @property
    def _town(self) -> Town:
        return self._server.town

    @property
    def url(self) -> str:
        """The page with the phone, for a browser. The token is in its fragment."""
        return f"{self._town.base}/#k={self.token}"

    @property
    def token(self) -> str:
        return self._house.token

    @property
    def ws(self) -> str:
        """The phone's line: ``docs/protocol.md`` section 1; the first message carries the token."""
        return f"{self._town.base.replace('http', 'ws', 1)}/_wxemu/ws"

    @property
    def merchant_api(self) -> str:
        """In place of ``https://api.weixin.qq.com``, for this world alone."""
        return f"{self._town.base}/w/{self._house.id}"

    @property
    def admin_api(self) -> str:
        """Needs the header ``Authorization: Bearer TOKEN``."""
        return f"{self._town.base}/_wxemu/"

    def account(self, app_id: str) -> dict[str, str]:
        """``appid``, ``secret``, and the user's ``openid`` there: what a merchant's server is configured with.

        Raises BadInput if there is no such account."""

        def read(world: World) -> dict[str, str]:
            one = world.accounts.get(app_id)
            if one is None:
                raise BadInput(f"there is no account {app_id!r}; there is {', '.join(world.accounts.all)}")
            openid = world.accounts.openid(app_id, self._user)
            return {"appid": app_id, "secret": one.secret, "openid": openid}

        return self.do(read)

    # -- what happens there -------------------------------------------------------------------------------------

    def do(self, action: Callable[[World], Value]) -> Value:
        """Do *action* with the world, on the server's thread; its value."""

        async def act() -> Value:
            value = action(self._house.world)
            self._house.world.on_work()
            return value

        return self._server.do(act())

    def admin(self, operation: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """An operation of the admin API, such as ``GET wallet``. Raises BadInput with its words where it is refused."""
        verb, _, path = operation.partition(" ")
        headers = {"Authorization": f"Bearer {self.token}"}
        answer = httpx.request(
            verb, self.admin_api + path.strip("/"), headers=headers, json=body, trust_env=False, timeout=_PATIENCE
        )
        told: dict[str, Any] = answer.json()
        if answer.status_code != 200:
            raise BadInput(told["error"]["message"])
        return told

    @property
    def journal(self) -> list[Entry]:
        return self.do(lambda world: list(world.journal.entries))

    @property
    def wallet(self) -> list[dict[str, Any]]:
        """The cards in the user's wallet."""
        return list(self.admin("GET wallet")["cards"])

    def last_lines(self, count: int = 10) -> str:
        """How the journal ends, each refusal with its reason and what would make it pass."""
        return lines(self.journal[-count:])

    # -- life ---------------------------------------------------------------------------------------------------

    def close(self) -> None:
        """The world is gone; the server stays for the next."""
        if self._open:
            self._open = False
            self._server.do(self._town.move_out(self._house))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
