"""Events for the merchant: what WeChat pushes when a user takes, uses or changes a card, and how it is written.

https://developers.weixin.qq.com/doc/offiaccount/Cards_and_Offer/Coupons_Vouchers_and_Cards_Event_Push_Messages.html
https://developers.weixin.qq.com/doc/oplatform/developers/dev/push
"""

import base64
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlencode

from .crypto import PushCipher, sign_push
from .errors import BadInput
from .params import is_address

_CARD: dict[str, type] = {"CardId": str}
_CODE: dict[str, type] = {"CardId": str, "UserCardCode": str}

#: Event → its own fields in the order of the official samples, each with its type. ``UnionId`` and the fields of
#: ``OPTIONAL`` may be missing.
EVENTS: dict[str, dict[str, type]] = {
    "card_pass_check": {**_CARD, "RefuseReason": str},
    "card_not_pass_check": {**_CARD, "RefuseReason": str},
    "user_get_card": {
        **_CARD, "IsGiveByFriend": int, "UserCardCode": str, "FriendUserName": str, "OuterId": int,
        "OldUserCardCode": str, "OuterStr": str, "IsRestoreMemberCard": int, "IsRecommendByFriend": int, "UnionId": str,
    },
    "user_gifting_card": {**_CODE, "IsReturnBack": int, "FriendUserName": str, "IsChatRoom": int},
    "user_del_card": _CODE,
    "user_consume_card": {
        **_CODE, "ConsumeSource": str, "LocationName": str, "StaffOpenId": str, "VerifyCode": str,
        "RemarkAmount": str, "OuterStr": str,
    },
    "user_pay_from_pay_cell": {**_CODE, "TransId": str, "LocationId": int, "Fee": int, "OriginalFee": int},
    "user_view_card": {**_CODE, "OuterStr": str},
    "user_enter_session_from_card": _CODE,
    "update_member_card": {**_CODE, "ModifyBonus": int, "ModifyBalance": int},
    "card_sku_remind": {**_CARD, "Detail": str},
    "card_pay_order": {
        "OrderId": str, "Status": str, "CreateOrderTime": int, "PayFinishTime": int, "Desc": str,
        "FreeCoinCount": int, "PayCoinCount": int, "RefundFreeCoinCount": int, "RefundPayCoinCount": int,
        "OrderType": str, "Memo": str, "ReceiptInfo": str,
    },
    "submit_membercard_user_info": _CODE,
}  # fmt: skip

#: Fields that are left out where there is nothing to say.
OPTIONAL = frozenset({"UnionId", "RefuseReason", "OuterStr"})

#: The event that is tried again for longer than the others.
CLAIM = "user_get_card"

Mode = Literal["plain", "compatible", "safe"]
MODES: tuple[Mode, ...] = ("plain", "compatible", "safe")


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

    def content(self) -> dict[str, Any]:
        """What the merchant reads."""
        return {
            "ToUserName": self.to,
            "FromUserName": self.openid,
            "CreateTime": self.created,
            "MsgType": "event",
            "Event": self.name,
            **self.fields,
        }

    def to_json(self) -> dict[str, Any]:
        return {"id": self.id, **self.content()}


@dataclass(frozen=True)
class PushSettings:
    """Where an account's events go: 服务器配置. ``aes_key`` is the EncodingAESKey, 43 characters."""

    url: str
    token: str = ""
    aes_key: str = ""
    mode: Mode = "plain"


def push_settings(value: Any) -> PushSettings:
    """Settings from a file or a request. Raises BadInput naming what is wrong."""
    if not isinstance(value, dict):
        raise BadInput("push must be an object with url, token, aes_key, mode")
    for key, item in value.items():
        if key not in ("url", "token", "aes_key", "mode"):
            raise BadInput(f"push has no {key!r}; it has url, token, aes_key, mode")
        if not isinstance(item, str):
            raise BadInput(f"push.{key} must be a text")
    settings = PushSettings(**{"url": "", **value})
    if not is_address(settings.url):
        raise BadInput(f"push.url: {settings.url!r} is not an address such as http://127.0.0.1:9000/wx/events")
    if settings.mode not in MODES:
        raise BadInput(f"push.mode: {settings.mode!r} is not a choice ({', '.join(MODES)})")
    if settings.mode != "plain" and not _is_aes_key(settings.aes_key):
        raise BadInput("push.aes_key must be 43 letters and digits, as the mode is not plain")
    return settings


def _is_aes_key(text: str) -> bool:
    try:
        return len(text) == 43 and len(base64.b64decode(text + "=", validate=True)) == 32
    except ValueError:
        return False


@dataclass(frozen=True)
class Post:
    """A request that the edge makes for delivery ``id``. ``url`` carries the signature."""

    id: str
    method: str
    url: str
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Salt:
    """What differs from try to try: seconds since 1970, a number, 16 bytes."""

    timestamp: int
    nonce: str
    random: bytes


def event_post(id_: str, event: Event, settings: PushSettings, salt: Salt, blanks: bool) -> Post:
    """One try of an event. *blanks*: as in the official samples, around CDATA."""
    query = {**_signed(settings, salt), "openid": event.openid}
    plain = _xml(event.content(), blanks)
    if settings.mode == "plain":
        return _post(id_, settings, query, plain)
    cipher = PushCipher(settings.aes_key, event.app_id)
    hidden = cipher.encrypt(plain, salt.random)
    query |= {"encrypt_type": "aes", "msg_signature": sign_push(settings.token, salt.timestamp, salt.nonce, hidden)}
    content = event.content() if settings.mode == "compatible" else {"ToUserName": event.to}
    return _post(id_, settings, query, _xml({**content, "Encrypt": hidden}, blanks))


def verification(id_: str, settings: PushSettings, salt: Salt, echo: str) -> Post:
    """The question whether the address is the merchant's: the answer must be *echo* and nothing else."""
    query = {**_signed(settings, salt), "echostr": echo}
    return Post(id_, "GET", _with_query(settings.url, query))


def _signed(settings: PushSettings, salt: Salt) -> dict[str, str]:
    signature = sign_push(settings.token, salt.timestamp, salt.nonce)
    return {"signature": signature, "timestamp": str(salt.timestamp), "nonce": salt.nonce}


def _post(id_: str, settings: PushSettings, query: dict[str, str], body: str) -> Post:
    return Post(id_, "POST", _with_query(settings.url, query), body.encode(), {"Content-Type": "text/xml"})


def _with_query(url: str, query: dict[str, str]) -> str:
    return f"{url}{'&' if '?' in url else '?'}{urlencode(query)}"


def _xml(content: dict[str, Any], blanks: bool) -> str:
    return f"<xml>{''.join(_node(key, value, blanks) for key, value in content.items())}</xml>"


def _node(key: str, value: Any, blanks: bool) -> str:
    if isinstance(value, int):
        return f"<{key}>{value}</{key}>"
    space = " " if blanks else ""
    text = str(value).replace("]]>", "]]]]><![CDATA[>")
    return f"<{key}>{space}<![CDATA[{text}]]>{space}</{key}>"
