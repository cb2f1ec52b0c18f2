"""How an event reaches the merchant: in order, signed, again if it is not taken.

https://developers.weixin.qq.com/doc/offiaccount/Cards_and_Offer/Coupons_Vouchers_and_Cards_Event_Push_Messages.html
The extra tries of claims: https://developers.weixin.qq.com/doc/subscription/guide/product/card/Update_log.html
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from .accounts import Account
from .clock import Clock
from .errors import Cause
from .journal import Journal
from .push import CLAIM, Event, Post, Salt, event_post, verification
from .seed import Seed
from .table import Table

#: How long WeChat waits for an answer, and after the start of one try for the next.
PATIENCE = 5_000

#: How a claim that was not taken goes on: pause in milliseconds between tries, and how many more.
_MORE_FOR_CLAIMS = {"malformed": (60_000, 3), "dead": (8_640_000, 10)}

_SAYS = {"taken": "says.push.taken", "waiting": "says.push.not-taken", "given-up": "says.push.given-up"}

State = Literal["waiting", "sending", "taken", "given-up"]


@dataclass(frozen=True)
class PushAnswer:
    """What came of a try: a status and a body, or the cause why there is none."""

    status: int = 0
    body: str = ""
    cause: Cause | None = None


@dataclass
class Delivery:
    """One event on its way to the merchant. ``started``: world time (ms) of the try under way, or the last one."""

    id: str
    event: Event
    tries: int = 0
    started: int = 0
    state: State = "waiting"
    again: bool = False

    def to_json(self) -> dict[str, Any]:
        return {"id": self.id, "event": self.event.id, "tries": self.tries, "state": self.state, "resent": self.again}


@dataclass(frozen=True)
class RetryPush:
    """Row of the clock: try this delivery again."""

    delivery: str

    def due(self, world: Any) -> None:
        world.deliveries.retry(self.delivery)


@dataclass
class Verification:
    app_id: str
    echo: str


@dataclass
class Deliveries:
    """The deliveries of one world. The edge takes posts and says how they were answered.

    First tries of one account go out one after the other; a later try holds back nobody.
    """

    clock: Clock
    journal: Journal
    seed: Seed
    switch: Callable[[str], Any]
    account: Callable[[str], Account]
    later: Callable[[int, Any], None]
    on_work: Callable[[], None]
    all: Table[str, Delivery] = field(default_factory=Table)
    down: bool = False
    _posts: list[Post] = field(default_factory=list)
    _queues: dict[str, deque[str]] = field(default_factory=dict)
    _verifications: dict[str, Verification] = field(default_factory=dict)

    def add(self, event: Event, again: bool = False) -> Delivery | None:
        """Bring *event* to the account's address; None if it has none. *again*: somebody asked to send it once more."""
        if self.account(event.app_id).push is None:
            return None
        delivery = Delivery(f"d{len(self.all) + 1}", event, again=again)
        self.all[delivery.id] = delivery
        queue = self._queues.setdefault(event.app_id, deque())
        queue.append(delivery.id)
        if len(queue) == 1:
            self._try(delivery)
        return delivery

    def verify(self, app_id: str) -> None:
        """Ask the account's address whether it is the merchant's."""
        id_ = f"v{len(self._verifications) + 1}"
        salt = self._salt()
        echo = self.seed.digits("push-echo", 19)
        self._verifications[id_] = Verification(app_id, echo)
        settings = self.account(app_id).push
        assert settings is not None
        self._posts.append(verification(id_, settings, salt, echo))
        self.on_work()

    def take(self) -> list[Post]:
        """What the edge must send now."""
        posts, self._posts = self._posts, []
        return posts

    def answered(self, id_: str, answer: PushAnswer) -> None:
        """The end of a try."""
        if id_ in self._verifications:
            self._verified(self._verifications.pop(id_), answer)
            return
        delivery = self.all.get(id_)
        if delivery is None or delivery.state != "sending":
            return
        cause, kind = _judged(answer)
        if cause is None:
            delivery.state = "taken"
        else:
            delivery.state = "waiting"
            pause = self._pause(delivery, kind)
            if pause is None:
                delivery.state = "given-up"
            else:
                self.later(pause, RetryPush(id_))
        self._tell(delivery, answer, cause)
        self._next_first(delivery)

    def retry(self, id_: str) -> None:
        """The time of the next try has come."""
        delivery = self.all.get(id_)
        if delivery is not None and delivery.state == "waiting":
            self._try(delivery)

    def resume(self) -> None:
        """After a restart: what was under way is tried again, what waits for its first try stands in line again."""
        self._queues.clear()
        cut_off = [self.all[one.id] for one in list(self.all.values()) if one.state == "sending"]
        for delivery in cut_off:
            delivery.tries, delivery.state = delivery.tries - 1, "waiting"
        for delivery in self.all.values():
            if delivery.tries == 0 and delivery.state == "waiting":
                self._queues.setdefault(delivery.event.app_id, deque()).append(delivery.id)
        for delivery in cut_off:
            if delivery.tries:
                self._try(delivery)
        for queue in self._queues.values():
            self._try(self.all[queue[0]])

    def clear(self) -> None:
        self.all.clear()
        self._posts.clear()
        self._queues.clear()
        self._verifications.clear()
        self.down = False

    # -- one try ------------------------------------------------------------------------------------------------

    def _try(self, delivery: Delivery) -> None:
        settings = self.account(delivery.event.app_id).push
        delivery.tries, delivery.started, delivery.state = delivery.tries + 1, self.clock.now(), "sending"
        if settings is None:
            self.answered(delivery.id, PushAnswer(cause=Cause("push.no-address")))
        elif self.down:
            self.answered(delivery.id, PushAnswer(cause=Cause("push.down")))
        else:
            blanks = self.switch("push.cdata-blanks")
            self._posts.append(event_post(delivery.id, delivery.event, settings, self._salt(), blanks))
            self.on_work()

    def _salt(self) -> Salt:
        number = self.seed.digits("push-nonce", 9)
        return Salt(self.clock.seconds(), number, self.seed.bytes("push-random", number)[:16])

    def _next_first(self, ended: Delivery) -> None:
        queue = self._queues.get(ended.event.app_id)
        if queue and queue[0] == ended.id and ended.tries == 1:
            queue.popleft()
            if queue:
                self._try(self.all[queue[0]])

    def _pause(self, delivery: Delivery, kind: str) -> int | None:
        """Milliseconds until the next try; None if that was the last."""
        tries: int = self.switch("push.tries")
        if delivery.tries < tries:
            return max(0, delivery.started + PATIENCE - self.clock.now())
        pause, more = _MORE_FOR_CLAIMS[kind] if delivery.event.name == CLAIM else (0, 0)
        return pause if delivery.tries < tries + more else None

    # -- what the journal says ----------------------------------------------------------------------------------

    def _tell(self, delivery: Delivery, answer: PushAnswer, cause: Cause | None) -> None:
        event = delivery.event
        values = {"event": event.name, "try": delivery.tries}
        detail = {"delivery": delivery.id, "event": event.id, "try": delivery.tries, "status": answer.status,
                  "body": answer.body[:2000], "state": delivery.state}  # fmt: skip
        self.journal.add("merchant", f"push.{event.name}", ok=cause is None, app=event.app_id, cause=cause,
                         says_id=_SAYS[delivery.state], says_values=values, detail=detail)  # fmt: skip

    def _verified(self, asked: Verification, answer: PushAnswer) -> None:
        cause = answer.cause
        if cause is None and (answer.status != 200 or answer.body != asked.echo):
            cause = Cause("push.echo", {"wanted": asked.echo, "got": answer.body[:60]})
        self.journal.add("merchant", "push.verification", ok=cause is None, app=asked.app_id, cause=cause,
                         says_id="says.push.verified" if cause is None else "says.push.not-verified",
                         detail={"status": answer.status, "body": answer.body[:2000]})  # fmt: skip


def _judged(answer: PushAnswer) -> tuple[Cause | None, str]:
    """Why this is no receipt, or None; and whether the answer was malformed or the server dead."""
    if answer.cause is not None:
        return answer.cause, "dead"
    if answer.status != 200:
        return Cause("push.status", {"status": answer.status}), "dead"
    body = answer.body.strip()
    if body in ("", "success") or body.startswith("<xml"):
        return None, ""
    return Cause("push.malformed", {"body": body[:60]}), "malformed"
