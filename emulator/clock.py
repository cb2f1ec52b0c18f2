"""The emulator's only notion of time: nothing else reads the wall clock or sleeps."""

import heapq
import time
from typing import Any

from .table import Table

SECOND = 1000


class Clock:
    """World time in whole milliseconds since 1970: running (shifted wall time) or frozen.

    What is due later is a *row* (a plain value), kept here in order of time; the world knows what each row means.
    """

    def __init__(self, starts_at: int | None = None, frozen: bool = False) -> None:
        self._shift = 0 if starts_at is None else starts_at - _wall()
        self._frozen_at: int | None = None
        #: What is due, as (when, row), by the number it was given.
        self.rows: Table[int, tuple[int, Any]] = Table()
        self._due: list[tuple[int, int]] = []
        self._made = 0
        if frozen:
            self._frozen_at = starts_at if starts_at is not None else _wall()

    @property
    def frozen(self) -> bool:
        return self._frozen_at is not None

    def now(self) -> int:
        """Milliseconds since 1970."""
        return self._frozen_at if self._frozen_at is not None else _wall() + self._shift

    def seconds(self) -> int:
        """Seconds since 1970, as WeChat's own timestamps."""
        return self.now() // SECOND

    def freeze(self) -> None:
        self._frozen_at = self.now()

    def run(self) -> None:
        """Let time run on from where it stands."""
        self._shift = self.now() - _wall()
        self._frozen_at = None

    def set(self, now: int) -> None:
        """Jump to *now*; what was due meanwhile is due at once."""
        if self._frozen_at is not None:
            self._frozen_at = now
        else:
            self._shift = now - _wall()

    def later(self, delay: int, row: Any) -> None:
        """Keep *row* until *delay* milliseconds have passed."""
        self.put(self._made + 1, self.now() + delay, row)

    def put(self, order: int, due: int, row: Any) -> None:
        """Keep *row* until *due*; of two that are due at once the lower *order* comes first."""
        self._made = max(self._made, order)
        self.rows[order] = due, row
        heapq.heappush(self._due, (due, order))

    def next_deadline(self) -> int | None:
        return self._due[0][0] if self._due else None

    def take_due(self) -> Any | None:
        """The earliest row whose time has come, or None."""
        if self._due and self._due[0][0] <= self.now():
            return self.rows.pop(heapq.heappop(self._due)[1])[1]
        return None

    def forget_all(self) -> None:
        self.rows.clear()
        self._due.clear()

    def stands(self) -> tuple[int, int | None]:
        """How it is set: its shift against wall time, and where it is frozen, if it is."""
        return self._shift, self._frozen_at

    def stand(self, shift: int, frozen_at: int | None) -> None:
        """Set it as :meth:`stands` said."""
        self._shift, self._frozen_at = shift, frozen_at


def _wall() -> int:
    return time.time_ns() // 1_000_000
