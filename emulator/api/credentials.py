"""Tokens, tickets and login codes.

https://developers.weixin.qq.com/doc/offiaccount/Basic_Information/Get_access_token.html
"""

from typing import Any

from ..accounts import TOKEN_LIFE, Account
from ..calls import Call, Handler
from ..errors import ApiError, Cause
from ..world import World
from .reading import OK, refused

#: A stable token may be made anew by force so often a day, and with such a pause (seconds) between.
_FORCED_A_DAY, _FORCED_PAUSE, _DAY = 20, 30, 86_400


def token(call: Call) -> dict[str, Any]:
    """The reply carries no errcode."""
    _client_credential(call)
    ticket = call.world.accounts.issue_token(_account(call), call.now)
    return {"access_token": ticket.value, "expires_in": TOKEN_LIFE}


def stable_token(call: Call) -> dict[str, Any]:
    """https://developers.weixin.qq.com/doc/service/api/base/api_getstableaccesstoken

    ``expires_in`` is what remains."""
    _client_credential(call)
    account, forced = _account(call), call.params.get("force_refresh") is True
    if forced:
        recent = [at for at in account.stable_forced if call.now - at < _DAY]
        if len(recent) >= _FORCED_A_DAY:
            raise ApiError(45009, Cause("token.forced-too-often", {"max": _FORCED_A_DAY}))
        if recent and call.now - recent[-1] < _FORCED_PAUSE:
            raise ApiError(45011, Cause("token.forced-too-soon", {"pause": _FORCED_PAUSE}))
        account.stable_forced = [*recent, call.now]
    ticket = call.world.accounts.stable_token(account, call.now, forced)
    return {"access_token": ticket.value, "expires_in": ticket.expires - call.now}


def get_ticket(call: Call) -> dict[str, Any]:
    kind = call.params.get("type", "jsapi")
    if kind not in ("wx_card", "jsapi"):
        raise ApiError(40097, refused("type", kind))
    ticket = call.world.accounts.ticket(call.world.accounts[call.account], kind, call.now)
    return {**OK, "ticket": ticket.value, "expires_in": ticket.expires - call.now}


def addresses(call: Call) -> dict[str, Any]:
    """From where WeChat's servers call: here, this machine."""
    return {"ip_list": ["127.0.0.1"]}


def js_code_to_session(call: Call) -> dict[str, Any]:
    """https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/user-login/code2Session.html"""
    account, accounts = _account(call), call.world.accounts
    code = call.params.get("js_code")
    if not code:
        raise ApiError(41008, Cause("api.missing", {"field": "js_code"}))
    login = accounts.login_codes.get(code)
    if login is None or login.app_id != account.app_id or login.expires < call.now:
        raise ApiError(40029, Cause("login.code-invalid"))
    if login.used:
        raise ApiError(40163, Cause("login.code-used"))
    login.used = True
    unionid = accounts.unionid(account.app_id, login.user)
    return {
        "openid": accounts.openid(account.app_id, login.user),
        "session_key": accounts.session_key(code),
        **({"unionid": unionid} if unionid else {}),
    }


OPEN: dict[str, Handler] = {
    "/cgi-bin/token": token,
    "/cgi-bin/stable_token": stable_token,
    "/sns/jscode2session": js_code_to_session,
}

#: Of these, the ones that are POSTed.
OPEN_POST = frozenset({"/cgi-bin/stable_token"})

WITH_TOKEN: dict[str, Handler] = {
    "/cgi-bin/ticket/getticket": get_ticket,
    "/cgi-bin/getcallbackip": addresses,
    "/cgi-bin/get_api_domain_ip": addresses,
}


def account_of_token(world: World, value: str | None) -> str:
    """The app id that an access_token stands for. Raises ApiError 41001, 40001 or 42001."""
    if not value:
        raise ApiError(41001, Cause("token.missing"))
    known = world.accounts.tokens.get(value)
    if known is None:
        raise ApiError(40001, Cause("token.unknown"))
    if known.expires <= world.clock.seconds():
        raise ApiError(42001, Cause("token.expired"))
    return known.app_id


def _client_credential(call: Call) -> None:
    given = call.params.get("grant_type")
    if not given:
        raise ApiError(40002, Cause("api.missing", {"field": "grant_type"}))
    if given != "client_credential":
        raise ApiError(40002, Cause("token.grant-type", {"value": given}))


def _account(call: Call) -> Account:
    app_id, secret = call.params.get("appid"), call.params.get("secret")
    if not app_id:
        raise ApiError(41002, Cause("api.missing", {"field": "appid"}))
    if not secret:
        raise ApiError(41004, Cause("api.missing", {"field": "secret"}))
    account = call.world.accounts.get(str(app_id))
    if account is None:
        raise ApiError(40013, Cause("account.unknown", {"app": app_id}))
    if secret != account.secret:
        raise ApiError(40125, Cause("account.bad-secret", {"app": app_id}))
    return account
