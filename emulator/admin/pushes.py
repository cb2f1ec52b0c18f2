"""What goes to merchants: events, their deliveries, faults, and the review of cards."""

from ..errors import BadInput
from ..faults import FAULTS, set_fault
from ..push import Event
from ..trigger import occur
from ..world import World
from .request import Answer, Request, Routes, changed


def _events(world: World, request: Request) -> Answer:
    return {
        "events": [event.to_json() for event in world.events],
        "deliveries": [delivery.to_json() for delivery in world.deliveries.all.values()],
    }


def _trigger(world: World, request: Request) -> Answer:
    body = request.only("event", "set", "account")
    given, account = body.get("set", {}), body.get("account")
    if not isinstance(given, dict) or not isinstance(account, str | None):
        raise BadInput("set must be an object of fields, and account an app id")
    name = request.query.get("phone")
    if name is not None and name not in world.phones:
        raise BadInput(f"there is no phone {name!r}; there is {', '.join(world.phones)}")
    phone = world.phones[name] if name else None
    event = occur(world, str(body.get("event")), given, account, phone)
    return _sent(world, event) if event else {"event": None, "delivery": None}


def _resend(world: World, request: Request) -> Answer:
    """``POST events/<id>/resend``"""
    id_, _, verb = request.tail.partition("/")
    event = next((event for event in world.events if event.id == id_), None)
    if event is None or verb != "resend":
        raise BadInput(f"there is no event {id_!r} to resend: POST events/<id>/resend")
    if world.deliveries.add(event, again=True) is None:
        raise BadInput(f"the account {event.app_id} has no address for pushes: PATCH accounts/{event.app_id}")
    return _sent(world, event)


def _sent(world: World, event: Event) -> Answer:
    mine = [one for one in world.deliveries.all.values() if one.event.id == event.id]
    return {"event": event.to_json(), "delivery": mine[-1].to_json() if mine else None}


def _faults(world: World, request: Request) -> Answer:
    return {"faults": [fault.to_json(world) for fault in FAULTS.values()]}


def _set_fault(world: World, request: Request) -> Answer:
    body = request.only("fault", "on")
    on = body.get("on", True)
    if not isinstance(on, bool):
        raise BadInput("on must be true or false")
    set_fault(world, body.get("fault"), on)
    changed(world, {"fault": body.get("fault"), "on": on})
    return _faults(world, request)


def _review(world: World, request: Request) -> Answer:
    """The end of a card's review: ``pass`` or ``refuse``, with a ``reason``."""
    card = world.cards.get(request.tail)
    if card is None:
        raise BadInput(f"there is no card {request.tail!r}")
    body = request.only("review", "reason")
    if body.get("review") not in ("pass", "refuse"):
        raise BadInput("review must be pass or refuse")
    before = card.status
    if body["review"] == "pass":
        world.pass_review(card)
    else:
        world.refuse_review(card, str(body.get("reason", "")))
    if card.status == before:
        raise BadInput(f"the card is not under review; its status is {card.status}")
    changed(world, {"card": card.card_id, **body})
    return {"cardId": card.card_id, "status": card.status}


ROUTES: Routes = {
    ("events", "GET"): _events,
    ("events", "POST"): _trigger,
    ("events/*", "POST"): _resend,
    ("faults", "GET"): _faults,
    ("faults", "POST"): _set_fault,
    ("cards/*", "PATCH"): _review,
}
