"""Tokens, tickets and login codes.

https://developers.weixin.qq.com/doc/offiaccount/Basic_Information/Get_access_token.html
"""

from typing import Any

from ..accounts import TOKEN_LIFE, Account
from ..calls import Call, Handler
from ..errors import ApiError, Cause
from ..world import World


def token(call: Call) -> dict[str, Any]:
    """The reply carries no errcode."""
    account = _account(call)
    ticket = call.world.accounts.issue_token(account, call.now)
    return {"access_token": ticket.value, "expires_in": TOKEN_LIFE}


def get_ticket(call: Call) -> dict[str, Any]:
    kind = call.params.get("type", "jsapi")
    if kind not in ("wx_card", "jsapi"):
        raise ApiError(40097, Cause("api.bad-value", {"field": "type", "value": kind}))
    ticket = call.world.accounts.ticket(call.world.accounts[call.account], kind, call.now)
    return {"errcode": 0, "errmsg": "ok", "ticket": ticket.value, "expires_in": ticket.expires - call.now}


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


OPEN: dict[str, Handler] = {"/cgi-bin/token": token, "/sns/jscode2session": js_code_to_session}

WITH_TOKEN: dict[str, Handler] = {"/cgi-bin/ticket/getticket": get_ticket}


def account_of_token(world: World, value: str | None) -> str:
    """The app id that an access_token stands for. Raises ApiError 41001, 40001 or 42001."""
    if not value:
        raise ApiError(41001, Cause("token.missing"))
    for account in world.accounts.all.values():
        for known in account.tokens:
            if known.value == value:
                if known.expires <= world.clock.seconds():
                    raise ApiError(42001, Cause("token.expired"))
                return account.app_id
    raise ApiError(40001, Cause("token.unknown"))


def _account(call: Call) -> Account:
    app_id, secret = call.params.get("appid"), call.params.get("secret")
    if not app_id:
        raise ApiError(41002, Cause("api.missing", {"field": "appid"}))
    if not secret:
        raise ApiError(41004, Cause("api.missing", {"field": "secret"}))
    account = call.world.accounts.get(app_id)
    if account is None:
        raise ApiError(40013, Cause("account.unknown", {"app": app_id}))
    if secret != account.secret:
        raise ApiError(40125, Cause("account.bad-secret", {"app": app_id}))
    return account
