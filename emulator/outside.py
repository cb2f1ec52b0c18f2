"""What lies outside WeChat for a phone under test: servers that answer at once, and the merchant's inbox."""

from collections.abc import Callable
from typing import Any

from .inbox import Inbox
from .links import Order
from .questions import Fetch
from .world import PendingFetch, World

FetchDoor = Callable[[Fetch], dict[str, Any]]


class Outside:
    """*fetch* answers HTTP requests at once; what is pushed to merchants lands in ``inbox``."""

    def __init__(self, world: World, fetch: FetchDoor) -> None:
        self.inbox = Inbox(world)
        self._world = world
        self._fetch = fetch

    def answer(self, fetches: list[PendingFetch]) -> bool:
        """Answer these requests and all that waits for a merchant or another server; whether there was anything."""
        for pending in fetches:
            pending.done(self._fetch(pending.fetch))
        pushed = self.inbox.carry()
        orders = self._world.links.take()
        for order in orders:
            self._refuse(order)
        return bool(fetches) or pushed or bool(orders)

    def _refuse(self, order: Order) -> None:
        """There is nobody to hold a line here: every socket ends as if its server were down."""
        if order.do == "open":
            self._world.links.happened(order.link, "error", errMsg="net::ERR_CONNECTION_REFUSED")
            self._world.links.happened(order.link, "close", code=1006, reason="abnormal closure")
