"""The merchant's server API, by path: https://developers.weixin.qq.com/doc/offiaccount/Cards_and_Offer/

HTTP 200 also for errors; a POST body is JSON whatever its content type says.
"""

from typing import Any

from ..calls import Handler
from ..errors import WITH_REQ_ID, WITH_RID, ApiError, Cause
from ..protocol import read_value
from ..world import World
from . import card, code, credentials, general, member, pay_gift, phone_number, special, spreading, statistics

#: Paths that need an access_token.
HANDLERS: dict[str, Handler] = {
    **credentials.WITH_TOKEN,
    **card.HANDLERS,
    **code.HANDLERS,
    **member.HANDLERS,
    **spreading.WITH_TOKEN,
    **spreading.HANDLERS,
    **special.HANDLERS,
    **pay_gift.HANDLERS,
    **general.HANDLERS,
    **statistics.HANDLERS,
    **phone_number.HANDLERS,
}

#: Paths that need none.
OPEN_HANDLERS: dict[str, Handler] = credentials.OPEN

#: Of those with a token: params stand in the query.
_BY_QUERY = frozenset({*credentials.WITH_TOKEN, *spreading.WITH_TOKEN})


def read(
    world: World, method: str, path: str, query: dict[str, str], body: bytes
) -> tuple[Handler, dict[str, Any], str]:
    """The handler of a request, its params, and the app id that its token stands for. Raises ApiError."""
    handler = OPEN_HANDLERS.get(path)
    if handler is not None:
        params = _posted(method, path, body) if path in credentials.OPEN_POST else dict(query)
        return handler, params, str(params.get("appid", ""))
    handler = HANDLERS.get(path)
    if handler is None:
        raise ApiError(40066, Cause("api.unknown-path", {"path": path, "nearest": nearest(path)}))
    account = credentials.account_of_token(world, query.get("access_token"))
    if path in _BY_QUERY:
        return handler, {key: value for key, value in query.items() if key != "access_token"}, account
    return handler, _posted(method, path, body), account


def nearest(path: str) -> str:
    """The known path that shares most with *path*."""
    parts = set(path.split("/"))
    known = [*OPEN_HANDLERS, *HANDLERS]
    return max(known, key=lambda one: (len(parts & set(one.split("/"))), -abs(len(one) - len(path))))


def with_hint(error: ApiError, rid: str) -> str:
    """The errmsg as WeChat ends it: newer texts with a ``rid``, older ones with a ``hint``."""
    if error.code in WITH_REQ_ID:
        return f"{error}, hints: [ req_id: {rid[:8]} ]"
    return f"{error} rid: {rid}" if error.code in WITH_RID else f"{error} hint: [{rid[:8]}]"


def _posted(method: str, path: str, body: bytes) -> dict[str, Any]:
    if method != "POST":
        raise ApiError(43002, Cause("api.post-needed", {"path": path}))
    try:
        params = read_value(body or b"{}")
    except (ValueError, RecursionError) as problem:
        raise ApiError(47001, Cause("api.bad-json", {"problem": str(problem)})) from None
    if not isinstance(params, dict):
        raise ApiError(47001, Cause("api.bad-json", {"problem": "not an object"}))
    return params
