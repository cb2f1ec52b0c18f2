"""Follows a world file: what is saved in it is true at once, and a mistake in it changes nothing."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from watchfiles import Change, awatch

from ..renewal import Make, Turned, file_saved
from ..world import World
from .watching import DEBOUNCE, STEP


@dataclass(frozen=True)
class WorldFile:
    """Where it is, though it may not be there yet, and what makes a world of it."""

    path: Path
    make: Make


class WorldWatcher:
    """Follows the file of *world*; *renewed* is awaited when the world is another."""

    def __init__(self, world: World, file: WorldFile, renewed: Callable[[], Awaitable[None]]) -> None:
        self._world = world
        self._renewed = renewed
        self._file = file.path.resolve()
        self._make = file.make
        self._text = self._read()
        self._said = Turned.of(world)

    async def run(self) -> None:
        """Until cancelled."""
        # The folder, for editors put a new file in the place of the old one.
        async for _ in awatch(
            self._file.parent, watch_filter=self._is_it, recursive=False, step=STEP, debounce=DEBOUNCE
        ):
            await self.look()

    async def look(self) -> None:
        """The file may have changed."""
        text = self._read()
        if text is None or text == self._text:
            return
        self._text = text
        said = file_saved(self._world, self._file.name, self._make, self._said)
        if said is not None:
            self._said = said
            await self._renewed()
        self._world.commit()

    def _is_it(self, change: Change, path: str) -> bool:
        return Path(path).name == self._file.name

    def _read(self) -> bytes | None:
        """None while it is not there: an editor may be about to put it back."""
        try:
            return self._file.read_bytes()
        except OSError:
            return None
