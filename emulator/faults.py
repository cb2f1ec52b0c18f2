"""Faults to order, each a thing that goes wrong at WeChat's or the merchant's.

Most are rules and stand in the list of rules until they are used up. Sources: the project's ``docs/discrepancies.md``
and https://developers.weixin.qq.com/doc/offiaccount/Cards_and_Offer/Card_coupons_error_code.html
"""

from collections.abc import Callable
from dataclasses import dataclass

from .errors import BadInput
from .rules import Outcome
from .texts import say
from .wallet import restore_card
from .world import World


@dataclass(frozen=True)
class Fault:
    """``order`` makes it happen; ``lift`` ends it, where it lasts; ``lasts`` tells whether it does at the moment."""

    id: str
    order: Callable[[World], None]
    lift: Callable[[World], None] | None = None
    lasts: Callable[[World], bool] = lambda world: False

    def to_json(self, world: World) -> dict[str, object]:
        says = say(f"fault.{self.id}")
        return {"id": self.id, "says": says, "lasting": self.lift is not None, "on": self.lasts(world)}


def _rule(path: str, errcode: int, times: int | None = 1) -> Callable[[World], None]:
    def order(world: World) -> None:
        world.rules.add(path, Outcome(error=str(errcode)), times=times)

    return order


def _expire_tokens(world: World) -> None:
    for token in map(world.accounts.tokens.__getitem__, list(world.accounts.tokens)):
        token.expires = min(token.expires, world.clock.seconds())


def _expire_tickets(world: World) -> None:
    for account in world.accounts.all.values():
        for tickets in account.tickets.values():
            tickets[-1].expires = min(tickets[-1].expires, world.clock.seconds())


def _restore(world: World) -> None:
    """A member card that its user deleted is found again: the event has no OuterStr.

    https://developers.weixin.qq.com/community/personal/oCJUswx7vxTi1mG-7cCCZJh8dtp4/question
    """
    for held in reversed(list(world.held)):
        if held.status == "DELETE" and world.cards[held.card_id].is_member_card:
            restore_card(world, held)
            return
    raise BadInput("no member card has been deleted: take one, delete it in the wallet, then order this again")


def _set_down(world: World) -> None:
    world.deliveries.down = True


def _set_up(world: World) -> None:
    world.deliveries.down = False


_QUOTA = "/card/*"


def _lift_quota(world: World) -> None:
    world.rules.all = [rule for rule in world.rules.all if not _is_quota(rule.on, rule.outcome)]


def _is_quota(on: str, outcome: Outcome) -> bool:
    return on == _QUOTA and outcome.error == "45009"


FAULTS = {
    fault.id: fault
    for fault in (
        Fault("ticket-72012", _rule("/card/membercard/activatetempinfo/get", 72012)),
        Fault("token-40001", _rule("/card/*", 40001)),
        Fault("token-expired", _expire_tokens),
        Fault("ticket-expired", _expire_tickets),
        Fault(
            "quota-45009",
            _rule(_QUOTA, 45009, None),
            _lift_quota,
            lambda world: any(_is_quota(rule.on, rule.outcome) for rule in world.rules.all),
        ),
        Fault("consumed-40099", _rule("/card/code/consume", 40099)),
        Fault("status-40127", _rule("/card/code/consume", 40127)),
        Fault("decrypt-fails", _rule("/card/code/decrypt", -1)),
        Fault("push-down", _set_down, _set_up, lambda world: world.deliveries.down),
        Fault("restored-card", _restore),
    )
}


def set_fault(world: World, id_: object, on: bool = True) -> None:
    """Order a fault, or lift it. Raises BadInput."""
    fault = FAULTS.get(id_) if isinstance(id_, str) else None
    if fault is None:
        raise BadInput(f"there is no fault {id_!r}; there are {', '.join(FAULTS)}")
    if on:
        fault.order(world)
    elif fault.lift is None:
        raise BadInput(f"{fault.id} happens once: it cannot be lifted, only its rule be removed")
    else:
        fault.lift(world)
