"""The signature doctor, with the tickets of this world."""

from typing import Any

from ..claims import examine, read_ext
from ..errors import BadInput, Cause
from ..journal import explain
from ..signature import Diagnosis, masked
from ..world import World
from .request import Answer, Request, Routes


def _sign(world: World, request: Request) -> Answer:
    body = request.only("cardId", "cardExt")
    card = world.cards.get(body["cardId"]) if isinstance(body.get("cardId"), str) else None
    if card is None:
        raise BadInput(f"there is no card with the id {body.get('cardId')!r}")
    ext, cause = read_ext(world, body.get("cardExt"))
    if cause is not None:
        raise BadInput(f"cardExt: {explained(cause)['says']['en']}")
    return told(examine(world, world.accounts[card.app_id], card.card_id, ext), card.card_id)


def explained(cause: Cause) -> dict[str, Any]:
    found = explain(cause)
    assert found is not None
    return found


def told(diagnosis: Diagnosis, card_id: str) -> Answer:
    """A diagnosis as JSON, its tickets masked."""
    return {
        "given": diagnosis.given,
        "expected": diagnosis.expected,
        "parts": [[name, masked((name, value))] for name, value in diagnosis.parts],
        "mistake": diagnosis.mistake,
        "theirs": [[name, masked((name, value))] for name, value in diagnosis.theirs],
        "firstDifference": diagnosis.first_difference,
        "cause": explained(Cause(diagnosis.mistake, {"card": card_id})) if diagnosis.mistake else None,
    }


ROUTES: Routes = {("sign", "POST"): _sign}
