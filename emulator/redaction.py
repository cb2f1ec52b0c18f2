"""What makes an export fit to be shared: secrets are replaced, by key and, wherever they stand, by value.

Each gets one stand-in, so that an imported world is as consistent as the one exported. What is shorter than six
characters is replaced under its key alone: as part of other words it would give nothing away but nonsense.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import quote

import msgspec

from .world import World

#: Whatever stands under one of these, in params, answers, headers, storage or texts, is nobody else's business.
KEYS = frozenset({
    "access_token", "activate_ticket", "aes_key", "api_ticket", "appsecret", "authorization",
    "component_verify_ticket", "cookie", "email", "encodingaeskey", "encrypteddata", "friendusername", "fromusername",
    "idcard", "iv", "js_code", "mobile", "open_id", "openid", "password", "phone", "phone_number", "phonenumber",
    "purephonenumber", "refresh_token", "secret", "session_key", "sessionkey", "set-cookie", "signature",
    "signs_with", "ticket", "token", "touser", "unionid", "white_list",
})  # fmt: skip

#: What a person wrote into a form of the member-card component stands under such a name.
_FORM = "user_form_info_flag_"

STAND_IN = "redacted-"

_SHORTEST = 6
_IN_QUERY = re.compile(rf"\b({'|'.join(sorted(KEYS))})=([^&\s\"'<>]+)", re.IGNORECASE)


def secrets_of(world: World) -> set[str]:
    """Every secret that this world knows or has worked out for somebody."""
    accounts = world.accounts
    users = world.users | {held.user for held in world.held}
    found = {phone.user.phone_number for phone in world.phones.values()}
    for account in list(accounts.all.values()):
        found |= {account.secret, *account.white_list}
        found |= {ticket.value for tickets in account.tickets.values() for ticket in tickets}
        found |= {account.stable.value} if account.stable else set()
        found |= {account.push.token, account.push.aes_key} if account.push else set()
        for user in users:
            found |= {accounts.openid(account.app_id, user), accounts.unionid(account.app_id, user) or ""}
    for codes in (accounts.login_codes, accounts.phone_codes):
        found |= {*codes, *map(accounts.session_key, codes)}
    return found | {*accounts.tokens, *world.activate_tickets, *world.spread}


class Redaction:
    """Stand-ins for *secrets*, and for all that stands under a secret key in what was :meth:`learn`-ed."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self._stand_ins: dict[str, str] = {}
        for secret in sorted(secrets):
            self._hide(secret)
        self._known: re.Pattern[str] | None = None

    def learn(self, value: Any) -> None:
        """Look for secrets under their keys. All that is to be redacted is learned first."""
        self._known = None
        self._walk(value, self._hide, self._learn_text)

    def redact(self, value: Any) -> Any:
        """A copy without the secrets."""
        return self._walk(value, self._hide, self._redact_text)

    # -- one value ----------------------------------------------------------------------------------------------

    def _walk(self, value: Any, secret: Callable[[str], str], text: Callable[[str], str], key: str = "") -> Any:
        """*secret* makes another text of what stands under a secret key, *text* of every other one."""
        if isinstance(value, str):
            return secret(value) if is_secret(key) else text(value)
        if isinstance(value, int) and value >= 10**_SHORTEST and is_secret(key):
            return 0
        if isinstance(value, list | tuple):
            return [self._walk(one, secret, text, key) for one in value]
        if not isinstance(value, dict):
            return value
        # {"name": "USER_FORM_INFO_FLAG_MOBILE", "value": "…"}
        named = str(value.get("name"))
        return {
            text(name): self._walk(one, secret, text, named if name in ("value", "value_list") else name)
            for name, one in value.items()
        }

    def _hide(self, secret: str) -> str:
        if not secret:
            return ""
        if secret.startswith(STAND_IN):
            return secret
        return self._stand_ins.setdefault(secret, f"{STAND_IN}{len(self._stand_ins) + 1}")

    def _learn_text(self, text: str) -> str:
        for _, secret in _IN_QUERY.findall(text):
            self._hide(secret)
        if (inner := _json(text)) is not None:
            self._walk(inner, self._hide, self._learn_text)
        return text

    def _redact_text(self, text: str) -> str:
        if (inner := _json(text)) is not None:
            clean = self.redact(inner)
            return text if clean == inner else msgspec.json.encode(clean).decode()
        text = _IN_QUERY.sub(lambda found: f"{found[1]}={self._hide(found[2])}", text)
        return self._pattern.sub(lambda found: self._spelt[found[0]], text)

    @property
    def _pattern(self) -> re.Pattern[str]:
        """Every long secret, as it is and as addresses spell it, the longest first."""
        if self._known is None:
            long = {one: to for one, to in self._stand_ins.items() if len(one) >= _SHORTEST}
            self._spelt = {spelt: to for one, to in long.items() for spelt in (one, quote(one), quote(one, safe=""))}
            words = sorted(self._spelt, key=len, reverse=True)
            self._known = re.compile("|".join(map(re.escape, words)) or r"(?!)")
        return self._known


def is_secret(key: str) -> bool:
    """Whether what stands under this key is nobody else's business."""
    return key.lower() in KEYS or key.lower().startswith(_FORM)


def _json(text: str) -> Any:
    """What a text of JSON holds, as ``cardExt`` or what an app has stored; None for any other text."""
    if not text.startswith(("{", "[")):
        return None
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        return None
