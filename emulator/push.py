"""Events for the merchant: what WeChat pushes when a user takes, uses or changes a card.

https://developers.weixin.qq.com/doc/offiaccount/Cards_and_Offer/Coupons_Vouchers_and_Cards_Event_Push_Messages.html
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Event:
    """One event; ``fields`` in the order of the official sample. Merchants de-duplicate by user and time."""

    id: str
    app_id: str
    to: str
    openid: str
    created: int
    name: str
    fields: dict[str, Any]

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "ToUserName": self.to,
            "FromUserName": self.openid,
            "CreateTime": self.created,
            "MsgType": "event",
            "Event": self.name,
            **self.fields,
        }
