"""Which method of which conversation runs what."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from . import __version__, api, wx
from .calls import Call, Ending, run
from .errors import ApiError, WireError
from .gestures import GESTURES
from .notices import TOLD, Action
from .params import type_name
from .phone import Phone
from .protocol import Method, Reply
from .sight import phone_state
from .waiting import HeldReply
from .world import World

#: How a message is served: with its params, a way to reply, and its id.
Serve = Callable[[World, Phone, dict[str, Any], Reply, Any], None]


def serve_phone(world: World, phone: Phone) -> None:
    """Answer what a phone's page (or realm) says: ``docs/protocol.md`` sections 1 to 5."""

    def method_of(name: str) -> Method | None:
        serve = METHODS.get(name)
        if serve is None:
            return None
        return partial(_noted, serve, name, world, phone) if name in NOTED else partial(serve, world, phone)

    phone.peer.method_of = method_of
    phone.sight = partial(phone_state, world, phone)


def _noted(serve: Serve, name: str, world: World, phone: Phone, params: dict[str, Any], reply: Reply, id_: Any) -> None:
    """Serve what a person does; a recording keeps it."""
    act = world.note(phone, name, params)
    try:
        serve(world, phone, params, reply, id_)
    except WireError:
        if act is not None:
            act.refused = True
        raise


def _hello(world: World, phone: Phone, params: dict[str, Any], reply: Reply, id_: Any) -> None:
    alive = params.get("instances", {})
    if not isinstance(alive, dict):
        raise WireError("instances must be an object")
    phone.disconnect()
    reply({"phone": phone.id, "language": phone.settings.language[:2], "version": __version__})
    phone.connect(alive, params.get("journal", True) is True)


def _ping(world: World, phone: Phone, params: dict[str, Any], reply: Reply, id_: Any) -> None:
    reply({})


def _answer(world: World, phone: Phone, params: dict[str, Any], reply: Reply, id_: Any) -> None:
    given = params.get("answer")
    if not isinstance(given, dict) or given.get("action") not in ("confirm", "cancel"):
        raise WireError("answer must be an object with the action confirm or cancel")
    reply({"accepted": phone.answer(params.get("sheet"), given)})


def _wx_call(world: World, phone: Phone, params: dict[str, Any], reply: Reply, id_: Any) -> None:
    app = phone.app(params.get("instance"))
    name, number, received = params.get("name"), params.get("call"), params.get("received", 0)
    if not isinstance(number, int) or not isinstance(received, int) or id_ != f"{app.instance}:{number}":
        raise WireError("Wx.call needs a number call, a number received, and the id instance:call")
    handler = wx.HANDLERS.get(name) if isinstance(name, str) else None
    if handler is None or (name in wx.PRIVILEGED and not world.projects[app.app_id].privileged):
        raise WireError(f"there is no server call {name!r}")
    app.acknowledge(received, 0)
    again = number in app.again
    if not app.is_new(number):
        return
    given = params.get("params", {})
    call = Call(str(name), given if isinstance(given, dict) else {}, world, phone, app, number, again=again)

    def finish(ending: Ending) -> None:
        result = _result(call, ending)
        if ending.delay and not ending.lost:
            world.later(ending.delay, HeldReply(phone.id, app.instance, number, result))
        elif not ending.lost:
            phone.send_reply(app, number, result)
        for action in call.after_reply:
            action()

    if not isinstance(given, dict):
        handler = wx.not_an_object(type_name(given))
    run(call, handler, finish)


def _result(call: Call, ending: Ending) -> dict[str, Any]:
    if ending.error is None:
        return {"errMsg": f"{call.name}:ok", **(ending.result or {})}
    text = str(ending.error)
    return {"errMsg": f"{call.name}:fail {text}" if text else f"{call.name}:fail"}


def _answered_empty(action: Action) -> Serve:
    def serve(world: World, phone: Phone, params: dict[str, Any], reply: Reply, id_: Any) -> None:
        action(world, phone, params)
        reply({})

    return serve


#: What a person does: a recording keeps it.
NOTED = frozenset({"Sheet.answer", "App.did", *GESTURES})

#: All that a page may say.
METHODS: dict[str, Serve] = {
    "Shell.hello": _hello,
    "Shell.ping": _ping,
    "Wx.call": _wx_call,
    "Sheet.answer": _answer,
    **{name: _answered_empty(action) for name, action in {**TOLD, **GESTURES}.items()},
}


# -- the merchant's server ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ApiReply:
    """An answer for the merchant. ``delay`` in milliseconds; a ``lost`` one is never sent."""

    status: int
    body: dict[str, Any]
    delay: int = 0
    lost: bool = False


def serve_api(world: World, method: str, path: str, query: dict[str, str], body: bytes) -> ApiReply:
    """Answer one request to WeChat's server API: HTTP 200 also for errors."""
    replies: list[ApiReply] = []
    try:
        handler, params, account = api.read(world, method, path, query, body)
    except ApiError as error:
        call = Call(path, {"query": query}, world, method=method)
        run(call, _refusing(error), lambda ending: replies.append(_api_reply(world, ending)))
        return replies[0]
    call = Call(path, params, world, account=account, method=method)
    run(call, handler, lambda ending: replies.append(_api_reply(world, ending)))
    return replies[0]


def _refusing(error: ApiError) -> Any:
    def handler(call: Call) -> dict[str, Any]:
        raise error

    return handler


def _api_reply(world: World, ending: Ending) -> ApiReply:
    error = ending.error
    if isinstance(error, ApiError):
        text = api.with_hint(error, world.seed.rid())
        return ApiReply(200, {"errcode": error.code, "errmsg": text, **error.more}, ending.delay, ending.lost)
    return ApiReply(200, ending.result or {}, ending.delay, ending.lost)
