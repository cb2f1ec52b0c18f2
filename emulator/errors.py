"""Every failure the emulator can report, in the words the real service uses."""

from dataclasses import dataclass, field
from typing import Any

from .texts import LANGUAGES, Says


@dataclass(frozen=True)
class Cause:
    """Why an answer is what it is: a stable id, and the values its sentence and its fix speak of."""

    id: str
    values: dict[str, Any] = field(default_factory=dict)


class WxError(Exception):
    """A ``wx.*`` call failed; its text is the part of ``errMsg`` after ``fail``."""

    def __init__(self, text: str, cause: Cause | None = None) -> None:
        super().__init__(text)
        self.cause = cause


class ApiError(Exception):
    """A merchant API call failed: ``{"errcode": code, "errmsg": text}``, always with HTTP 200.

    https://developers.weixin.qq.com/doc/offiaccount/Cards_and_Offer/Card_coupons_error_code.html
    """

    def __init__(self, code: int, cause: Cause | None = None, **more: Any) -> None:
        super().__init__(ERRMSG.get(code, "system error"))
        self.code = code
        self.cause = cause
        self.more = more


class WireError(Exception):
    """A message of a conversation was bad; the text says how."""


class BadInput(Exception):
    """A person gave something unusable: a file, a setting, an admin request. The text says what, where and why."""

    @property
    def says(self) -> Says:
        """The text for a person; of most there is one for both languages."""
        return dict.fromkeys(LANGUAGES, str(self))


class BadInputInBoth(BadInput):
    """One whose text there is in both languages; English where nobody asks for one."""

    def __init__(self, says: Says) -> None:
        super().__init__(says["en"])
        self._says = says

    @property
    def says(self) -> Says:
        return self._says


#: The texts seen with each errcode. ``hint``, ``rid`` and ``req_id`` are appended by the API door.
ERRMSG = {
    -1: "system error",
    40001: "invalid credential, access_token is invalid or not latest, could get access_token by "
    "getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r",
    40002: "invalid grant_type",
    40003: "invalid openid",
    40009: "invalid image size",
    40013: "invalid appid",
    40014: "invalid access_token",
    40029: "invalid code",
    40053: "invalid action info",
    40056: "invalid serial code",
    40066: "invalid url",
    40071: "invalid card type",
    40072: "invalid code type",
    40073: "invalid card id",
    40075: "invalid encrypt code",
    40078: "invalid card status",
    40079: "invalid date info",
    40097: "invalid args",
    40099: "invalid code, this code has consumed.",
    40109: "invalid code count",
    40116: "invalid code",
    40122: "invalid sku quantity",
    40124: "invalid custom field size",
    40125: "invalid appsecret",
    40127: "invalid user-card status! Hint: the card was given to user, but may be deleted or set unavailable !",
    40151: "invalid card info, text/pic hit antispam",
    40163: "code been used",
    40164: "invalid ip 127.0.0.1, not in whitelist",
    41001: "access_token missing",
    41002: "appid missing",
    41004: "appsecret missing",
    41008: "missing code",
    41011: "missing required fields! please check document and request json!",
    41012: "missing cardid",
    42001: "access_token expired",
    43002: "require POST method",
    43009: "no custom code permission",
    43017: "require location id!",
    45009: "reach max api daily quota limit",
    45011: "api minute-quota reach limit  must slower  retry next minute",
    45021: "field too long",
    45030: "this card has no right to this api",
    45031: "card stock is empty",
    45033: "get limit reached",
    45061: "maybe the update frequency is too often, please try again",
    47001: "data format error",
    48001: "api unauthorized",
    61500: "date format error",
    61501: "date range error",
    61016: "function category of API need be confirmed by component",
    72002: "mchid is not bind appid",
    72012: "activate_ticket has been expired",
    72013: "invalid activate_ticket.Maybe this ticket is not belong this AppId",
}

#: errcodes of the official table (the address above) whose text nobody has shown: its meaning in words like the others.
ERRMSG |= {
    40080: "invalid card ext",
    40100: "invalid time range",
    43010: "no balance permission",
    50001: "user unauthorized",
}

#: errcodes whose newer texts end in ``rid: …`` instead of ``hint: […]``.
WITH_RID = frozenset({40001, 40002, 40013, 40125, 41001, 41002, 41004, 41008, 42001, 40164, 43002, 47001})

#: errcodes of login codes, whose texts end in ``hints: [ req_id: … ]``.
WITH_REQ_ID = frozenset({40029, 40163})
