"""Official accounts and mini-programs: their secrets, tokens, tickets, login codes, and each user's openids."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from .crypto import CodeCipher
from .push import PushSettings
from .seed import Seed
from .table import Table

Kind = Literal["official", "mini_program"]

TOKEN_LIFE = 7200
#: A stable token with less than this left (seconds) is replaced.
STABLE_REST = 300
JS_CODE_LIFE = 300
COMPONENT = "wxeb490c6f9b154ef9"


@dataclass
class Ticket:
    """A token, ticket or login code; ``expires`` in seconds since 1970."""

    value: str
    expires: int


@dataclass
class Token:
    """An access_token; ``expires`` in seconds since 1970."""

    value: str
    app_id: str
    expires: int


@dataclass
class LoginCode:
    app_id: str
    user: str
    expires: int
    used: bool = False


@dataclass
class Account:
    """``platform`` names the open-platform account that binds official account and mini-program together, while
    ``bound``. ``white_list``: openids that may take cards before their review. ``stable_forced``: when (seconds) the
    stable token was made anew by force."""

    app_id: str
    kind: Kind
    name: str
    secret: str = ""
    original_id: str = ""
    verified: bool = True
    platform: str | None = None
    bound: bool = True
    uin: str = ""
    white_list: list[str] = field(default_factory=list)
    stable: Ticket | None = None
    stable_forced: list[int] = field(default_factory=list)
    push: PushSettings | None = None
    tickets: dict[str, list[Ticket]] = field(default_factory=dict)


@dataclass
class User:
    """The person who holds a phone. ``id`` is ours; apps only ever see openids and the unionid."""

    id: str = "u1"
    nick_name: str = "Anna"
    phone_number: str = "13800138000"
    avatar: str = ""


class Accounts:
    """All accounts of one world."""

    def __init__(self, seed: Seed) -> None:
        self._seed = seed
        self.all: dict[str, Account] = {}
        self.login_codes: Table[str, LoginCode] = Table()
        self.phone_codes: Table[str, LoginCode] = Table()
        self.tokens: Table[str, Token] = Table()
        self._names: dict[tuple[str, str], str] = {}
        self._ciphers: dict[str, CodeCipher] = {}
        self.add(Account(COMPONENT, "mini_program", "会员卡"))

    def add(self, account: Account) -> Account:
        if not account.secret:
            account.secret = self._seed.bytes("secret", account.app_id).hex()[:32]
        if not account.uin:
            number = int.from_bytes(self._seed.bytes("uin", account.app_id)[:8], "big")
            account.uin = str(3_000_000_000 + number % 1_000_000_000)
        self.all[account.app_id] = account
        return account

    def become(self, other: "Accounts") -> None:
        """Have the accounts of *other*; whoever's secret is the same keeps what was issued to it."""
        for app_id, account in other.all.items():
            known = self.all.get(app_id)
            if known is not None and known.secret == account.secret:
                account.stable, account.tickets = known.stable, {**known.tickets, **account.tickets}
        same = {id_ for id_, one in other.all.items() if id_ in self.all and self.all[id_].secret == one.secret}
        for value in [value for value, token in self.tokens.items() if token.app_id not in same]:
            del self.tokens[value]
        self.all.clear()
        self.all.update(other.all)
        self.forget_derived()

    def forget_derived(self) -> None:
        """The seed is another one: names and keys are worked out anew."""
        self._names.clear()
        self._ciphers.clear()

    def __getitem__(self, app_id: str) -> Account:
        return self.all[app_id]

    def get(self, app_id: str) -> Account | None:
        return self.all.get(app_id)

    def openid(self, app_id: str, user: str) -> str:
        """28 characters that start with ``o``; another one for each account."""
        return self._name("openid", f"{app_id}/{user}")

    def unionid(self, app_id: str, user: str) -> str | None:
        """The same for all accounts under one open-platform account; None without such a binding."""
        platform = self[app_id].platform if self[app_id].bound else None
        return None if platform is None else self._name("unionid", f"{platform}/{user}")

    def _name(self, kind: str, key: str) -> str:
        """28 characters that start with ``o``, made once."""
        known = self._names.get((kind, key))
        if known is None:
            known = self._names[kind, key] = self._seed.derive(kind, key, 28, "o")
        return known

    def bound(self, app_id: str, other: str) -> bool:
        """Whether both stand under one open-platform account."""
        one, two = self[app_id], self[other]
        return one.bound and two.bound and one.platform is not None and one.platform == two.platform

    def issue_token(self, account: Account, now: int) -> Token:
        """A new access_token; *now* in seconds. The one before it stays good for its life."""
        token = Token(self._seed.draw("token", 136, "9_"), account.app_id, now + TOKEN_LIFE)
        self.tokens[token.value] = token
        return token

    def stable_token(self, account: Account, now: int, force: bool = False) -> Ticket:
        """The same token for all who ask, until its time is nearly over; by *force* a new one, the old one void.

        https://developers.weixin.qq.com/doc/service/api/base/api_getstableaccesstoken
        """
        known = account.stable
        if known is not None and not force and known.expires - now >= STABLE_REST:
            return known
        if known is not None and force:
            self.tokens.pop(known.value, None)
        fresh = self.issue_token(account, now)
        account.stable = Ticket(fresh.value, fresh.expires)
        return account.stable

    def user_of(self, app_id: str, openid: str, users: Iterable[str]) -> str | None:
        """Which of these users this account knows by this openid."""
        return next((user for user in users if self.openid(app_id, user) == openid), None)

    def ticket(self, account: Account, kind: str, now: int) -> Ticket:
        """The ticket of this type (``wx_card``, ``jsapi``) in force, a new one if the last has expired."""
        known = account.tickets.setdefault(kind, [])
        if not known or known[-1].expires <= now:
            known.append(Ticket(self._seed.draw(f"ticket.{kind}", 86), now + TOKEN_LIFE))
        return known[-1]

    def new_login_code(self, app_id: str, user: str, now: int) -> str:
        code = self._seed.draw("js_code", 32, "0")
        self.login_codes[code] = LoginCode(app_id, user, now + JS_CODE_LIFE)
        return code

    def session_key(self, code: str) -> str:
        return self._seed.base64("session_key", code, 16)

    def last_session_key(self, app_id: str, user: str) -> str:
        """That of the user's last login; without any, one that nobody can know."""
        mine = [code for code, login in self.login_codes.items() if (login.app_id, login.user) == (app_id, user)]
        return self.session_key(mine[-1] if mine else f"{app_id}/{user}")

    def new_phone_code(self, app_id: str, user: str, now: int) -> str:
        """For ``/wxa/business/getuserphonenumber``, good once; *now* in seconds."""
        code = self._seed.draw("phone_code", 64)
        self.phone_codes[code] = LoginCode(app_id, user, now + JS_CODE_LIFE)
        return code

    def cipher(self, app_id: str) -> CodeCipher:
        """What hides this account's card codes."""
        if app_id not in self._ciphers:
            self._ciphers[app_id] = CodeCipher(self._seed.bytes("code-key", app_id))
        return self._ciphers[app_id]
