"""What happens without being asked: rows of the clock fall due, fetches run, held answers go out."""

import asyncio
import heapq
import itertools
import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..push import Post
from ..world import PendingFetch, World
from .linking import Linker

if TYPE_CHECKING:
    from .fetching import Fetcher
    from .pushing import Pusher

log = logging.getLogger(__name__)


class Background:
    """One task for one world. Everything runs on the loop that :meth:`run` runs on.

    *allow_push*: hosts beside this machine that events may be pushed to. *pusher* and *fetcher* do what the usual ones
    would; those are made, and httpx read, when something is first asked of another server: it takes a good part of the
    start."""

    def __init__(
        self,
        world: World,
        allow_push: Iterable[str] = (),
        pusher: "Pusher | None" = None,
        fetcher: "Fetcher | None" = None,
    ) -> None:
        self._world = world
        self._allow_push = allow_push
        self._pusher, self._fetcher = pusher, fetcher
        self._linker = Linker(world.links, world.hosts)
        self._woken = asyncio.Event()
        self._outside: set[asyncio.Task[None]] = set()
        self._held: list[tuple[int, int, asyncio.Event]] = []
        self._order = itertools.count()
        world.on_work = self._woken.set

    async def run(self) -> None:
        """Until cancelled."""
        try:
            while True:
                self._woken.clear()
                self._world.run_due()
                self._let_go()
                # Before anybody outside is told of it; new work wakes us, so it is written here at the latest.
                self._world.commit()
                self._start_outside()
                self._linker.carry_out()
                await self._rest()
        finally:
            for task in self._outside:
                task.cancel()
            await self._linker.close()
            for client in (self._fetcher, self._pusher):
                if client is not None:
                    await client.close()

    async def wait(self, delay: int) -> None:
        """Come back when *delay* milliseconds of world time have passed."""
        due = asyncio.Event()
        heapq.heappush(self._held, (self._world.clock.now() + delay, next(self._order), due))
        self._woken.set()
        await due.wait()

    def _let_go(self) -> None:
        now = self._world.clock.now()
        while self._held and self._held[0][0] <= now:
            heapq.heappop(self._held)[2].set()

    def _start_outside(self) -> None:
        """What must be asked of other servers, each in a task of its own."""
        fetches, posts = self._world.take_fetches(), self._world.deliveries.take()
        work = [*map(self._fetch, fetches), *map(self._push, posts)]
        for one in work:
            task = asyncio.create_task(one)
            self._outside.add(task)
            task.add_done_callback(self._came_back)

    async def _fetch(self, pending: PendingFetch) -> None:
        if self._fetcher is None:
            from .fetching import Fetcher

            self._fetcher = Fetcher(self._world.hosts)
        await self._fetcher.fetch(pending)

    async def _push(self, post: Post) -> None:
        if self._pusher is None:
            from .pushing import Pusher

            self._pusher = Pusher(self._allow_push)
        self._world.deliveries.answered(post.id, await self._pusher.send(post))
        self._world.commit()

    def _came_back(self, task: asyncio.Task[None]) -> None:
        self._outside.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("a bug in the emulator, in a request to another server", exc_info=task.exception())

    async def _rest(self) -> None:
        """Until there is work, or the earliest deadline of a running clock."""
        clock = self._world.clock
        deadlines = [due for due in (clock.next_deadline(), self._held[0][0] if self._held else None) if due]
        pause = max(0, min(deadlines) - clock.now()) / 1000 if deadlines and not clock.frozen else None
        try:
            async with asyncio.timeout(pause):
                await self._woken.wait()
        except TimeoutError:
            return
