"""Who looks on without a say, and what they see of the phone."""

from collections.abc import Callable
from typing import Any

Picture = dict[str, Any]
Show = Callable[[Picture], None]


class Viewers:
    """The viewers of one phone. The page that has the phone sends its picture as long as there are any."""

    def __init__(self, tell: Callable[[int], None]) -> None:
        self._tell = tell
        self._all: list[Show] = []
        self._last: Picture | None = None

    def __len__(self) -> int:
        return len(self._all)

    def join(self, show: Show) -> None:
        """From now on *show* gets each picture; the last one at once."""
        self._all.append(show)
        if self._last is not None:
            show(self._last)
        self._tell(len(self))

    def leave(self, show: Show) -> None:
        self._all.remove(show)
        self._tell(len(self))

    def show(self, picture: Picture) -> None:
        self._last = picture
        for show in self._all:
            show(picture)
