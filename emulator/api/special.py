"""Films, flights, meetings, red packets: what a merchant says of one code of such a card.

https://developers.weixin.qq.com/doc/offiaccount/Cards_and_Offer/Special_ticket.html
"""

from typing import Any

from ..calls import Call, Handler
from ..errors import ApiError, Cause
from .reading import OK, needed, own_code

#: Path → the card type it is for, and the params that must be there.
_PATHS: dict[str, tuple[str, tuple[str, ...]]] = {
    "/card/movieticket/updateuser": ("MOVIE_TICKET", ("ticket_class", "show_time", "duration")),
    "/card/boardingpass/checkin": ("BOARDING_PASS", ("passenger_name", "class", "etkt_bnr")),
    "/card/meetingticket/updateuser": ("MEETING_TICKET", ("zone", "entrance", "seat_number")),
    "/card/luckymoney/updateuserbalance": ("LUCKY_MONEY", ("balance",)),
}


def _update(card_type: str, fields: tuple[str, ...]) -> Handler:
    def handler(call: Call) -> dict[str, Any]:
        held = own_code(call)
        if call.world.cards[held.card_id].card_type != card_type:
            raise ApiError(40071, Cause("card.other-type", {"card": held.card_id, "type": card_type}))
        for name in fields:
            if call.params.get(name) != 0:
                needed(call, name)
        held.ticket |= {key: value for key, value in call.params.items() if key not in ("code", "card_id")}
        return dict(OK)

    return handler


HANDLERS: dict[str, Handler] = {path: _update(*row) for path, row in _PATHS.items()}
