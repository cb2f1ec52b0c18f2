"""Sockets that mini-programs have opened to other servers; the edge holds the lines themselves."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

#: So many at once: https://developers.weixin.qq.com/miniprogram/dev/api/network/websocket/wx.connectSocket.html
MOST = 5


@dataclass
class Link:
    """One socket of one instance; *task* is the instance's own number for it. ``timeout`` in milliseconds."""

    phone: str
    instance: str
    task: int
    url: str
    headers: dict[str, str] = field(default_factory=dict)
    protocols: list[str] = field(default_factory=list)
    timeout: int = 60_000
    open: bool = False

    @property
    def key(self) -> tuple[str, str, int]:
        return self.phone, self.instance, self.task


@dataclass(frozen=True)
class Order:
    """What the edge shall do: ``open`` a line, ``send`` text or bytes over it, or ``close`` it."""

    link: Link
    do: Literal["open", "send", "close"]
    data: str | bytes = ""
    code: int = 1000


class Links:
    """All sockets of one world, and what is to be done with them."""

    def __init__(self, on_work: Callable[[], None], tell: Callable[[Link, dict[str, Any]], bool]) -> None:
        self._on_work = on_work
        self._tell = tell
        self._all: dict[tuple[str, str, int], Link] = {}
        self._orders: list[Order] = []

    def of(self, phone: str, instance: str) -> list[Link]:
        return [link for link in self._all.values() if (link.phone, link.instance) == (phone, instance)]

    def find(self, phone: str, instance: str, task: Any) -> Link | None:
        return self._all.get((phone, instance, task)) if type(task) is int else None

    def open(self, link: Link) -> None:
        self._all[link.key] = link
        self.order(Order(link, "open"))

    def order(self, order: Order) -> None:
        self._orders.append(order)
        self._on_work()

    def take(self) -> list[Order]:
        """What the edge has not yet done."""
        orders, self._orders = self._orders, []
        return orders

    def happened(self, link: Link, what: str, **more: Any) -> None:
        """The line tells something: ``open``, ``message``, ``error`` or ``close``. Nobody may be left to hear it."""
        if link.key not in self._all:
            return
        link.open = what == "open" or (what == "message" and link.open)
        if what == "close":
            del self._all[link.key]
        if not self._tell(link, {"task": link.task, "what": what, **more}):
            self._all.pop(link.key, None)
            self.order(Order(link, "close", code=1001))

    def drop_all(self) -> None:
        """The world begins anew."""
        for link in list(self._all.values()):
            self.order(Order(link, "close", code=1001))
        self._all.clear()
