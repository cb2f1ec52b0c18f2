"""Which method of which conversation runs what."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from . import __version__, api, offers, wallet, wx
from .calls import Call, Ending, run
from .cards import HeldCard
from .errors import ApiError, Cause, WireError
from .launch import launch_from
from .params import type_name
from .phone import Phone
from .protocol import Method, Reply
from .recording import Sight
from .waiting import HeldReply
from .world import World

#: How a message is served: with its params, a way to reply, and its id.
Serve = Callable[[World, Phone, dict[str, Any], Reply, Any], None]
#: One that is always answered with ``{}``.
Action = Callable[[World, Phone, dict[str, Any]], None]


def serve_phone(world: World, phone: Phone) -> None:
    """Answer what a phone's page (or realm) says: ``docs/protocol.md`` sections 1 to 5."""

    def method_of(name: str) -> Method | None:
        serve = METHODS.get(name)
        if serve is None:
            return None
        return partial(_noted, serve, name, world, phone) if name in NOTED else partial(serve, world, phone)

    phone.peer.method_of = method_of


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


# -- what the app tells ---------------------------------------------------------------------------------------------


def _log(world: World, phone: Phone, params: dict[str, Any]) -> None:
    app = phone.app(params.get("instance"))
    level = str(params.get("level", "log"))
    text = str(params.get("text", ""))
    world.journal.add("app", f"console.{level}", ok=level != "error", app=app.app_id, instance=app.instance,
                      says_id="says.console", says_values={"text": text[:200]}, detail=params)  # fmt: skip


def _cause_of_error(params: dict[str, Any]) -> Cause:
    where, reason = str(params.get("where") or "?"), params.get("reason")
    known = reason if isinstance(reason, dict) else {}
    values = {"where": where, "way": str(known.get("way", "?")), "file": str(known.get("file", "?"))}
    if known.get("id") == "circle":
        return Cause("app.circle", values)
    if known.get("id") == "recursion":
        return Cause("app.recursion", values)
    return Cause("app.threw", {"where": where})


def _error(world: World, phone: Phone, params: dict[str, Any]) -> None:
    app = phone.app(params.get("instance"))
    message = str(params.get("message", ""))
    world.journal.add("app", "app.error", ok=False, app=app.app_id, instance=app.instance, says_id="says.app.error",
                      says_values={"message": message[:300]}, detail=params,
                      cause=_cause_of_error(params))  # fmt: skip


#: A component as the project's usingComponents names it: tag and path.
_OF_PROJECT = re.compile(r"<[\w-]+> \((?!\w+://).+\)")


def _missing(world: World, phone: Phone, params: dict[str, Any]) -> None:
    app = phone.app(params.get("instance"))
    name = str(params.get("name", ""))
    if _OF_PROJECT.fullmatch(name):
        world.journal.add("app", "app.missing", ok=False, app=app.app_id, instance=app.instance,
                          says_id="says.app.unresolved", says_values={"name": name}, detail={"name": name},
                          cause=Cause("app.unresolved", {"name": name}))  # fmt: skip
        return
    world.journal.add("app", "app.missing", ok=False, app=app.app_id, instance=app.instance,
                      says_id="says.app.missing", says_values={"name": name}, detail={"name": name},
                      cause=_why_missing(name))  # fmt: skip


def _why_missing(name: str) -> Cause:
    if name.startswith(("plugin", "requirePlugin")):
        return Cause("plugin.absent", {"name": name})
    if name.startswith("wx."):
        return Cause("wx.not-emulated", {"name": name})
    return Cause("component.not-emulated", {"name": name})


def _told(world: World, phone: Phone, params: dict[str, Any]) -> None:
    app = phone.app(params.get("instance"))
    name = str(params.get("name", ""))
    detail = {key: params[key] for key in ("call", "detail", "promised") if key in params}
    world.journal.add("app", name, app=app.app_id, instance=app.instance, says_id="says.app.told",
                      says_values={"name": name}, detail=detail)  # fmt: skip


def _package(world: World, phone: Phone, params: dict[str, Any]) -> None:
    app = phone.app(params.get("instance"))
    root, independent = str(params.get("root", "")), params.get("independent") is True
    world.journal.add("wechat", "app.package", app=app.app_id, instance=app.instance,
                      says_id="says.app.package-independent" if independent else "says.app.package",
                      says_values={"root": root}, detail={"root": root, "independent": independent})  # fmt: skip


def _route(world: World, phone: Phone, params: dict[str, Any]) -> None:
    app = phone.app(params.get("instance"))
    stack = params.get("stack")
    page = stack[-1] if isinstance(stack, list) and stack and isinstance(stack[-1], dict) else {}
    top, query = page.get("path", ""), page.get("query", {})
    if isinstance(top, str) and isinstance(query, dict):
        app.page = {"path": top, "query": query}
    world.journal.add("app", "app.route", app=app.app_id, instance=app.instance, says_id="says.app.route",
                      says_values={"page": str(top)}, detail={"stack": stack})  # fmt: skip


def _tap(world: World, phone: Phone, params: dict[str, Any]) -> None:
    phone.app(params.get("instance")).tapped = world.clock.now()


def _exit(world: World, phone: Phone, params: dict[str, Any]) -> None:
    if phone.front is phone.app(params.get("instance")):
        phone.close_front()


def _store(world: World, phone: Phone, params: dict[str, Any]) -> None:
    store = phone.storage.setdefault(phone.app(params.get("instance")).app_id, {})
    changes, removed = params.get("set", {}), params.get("remove", [])
    if not isinstance(changes, dict) or not isinstance(removed, list):
        raise WireError("Storage.write needs an object set and a list remove")
    if params.get("clear"):
        store.clear()
    for key in removed:
        store.pop(key, None)
    store.update(changes)


def _did(world: World, phone: Phone, params: dict[str, Any]) -> None:
    """The user has tapped, typed or chosen here; only a recording wants to know."""
    phone.app(params.get("instance"))


def _sees(world: World, phone: Phone, params: dict[str, Any]) -> None:
    """What the screen shows, for a recording."""
    texts = [params.get(key) for key in ("app", "path", "text", "html")]
    size = [params.get(key) for key in ("width", "height")]
    if not all(isinstance(one, str) for one in texts) or not all(isinstance(one, int) for one in size):
        raise WireError("Phone.sees needs app, path, text, html, and width and height as numbers")
    if world.recording is not None:
        picture = {"width": size[0], "height": size[1], "html": texts[3]}
        world.recording.see(
            Sight(world.clock.now(), world.journal.last, str(texts[0]), str(texts[1]), str(texts[2]), picture)
        )


def _picture(world: World, phone: Phone, params: dict[str, Any]) -> None:
    """What the screen shows, for those who look on."""
    if not isinstance(params.get("html"), str):
        raise WireError("View.picture needs html")
    phone.viewers.show({key: params.get(key) for key in ("width", "height", "html")})


TOLD: dict[str, Action] = {
    "App.log": _log,
    "App.error": _error,
    "App.missing": _missing,
    "App.told": _told,
    "App.package": _package,
    "App.route": _route,
    "App.tap": _tap,
    "App.exit": _exit,
    "App.did": _did,
    "Phone.sees": _sees,
    "Storage.write": _store,
    "View.picture": _picture,
}


# -- what the user does outside the app -----------------------------------------------------------------------------


def _close_app(world: World, phone: Phone, params: dict[str, Any]) -> None:
    if phone.front is phone.app(params.get("instance")):
        phone.close_front()


def _back(world: World, phone: Phone, params: dict[str, Any]) -> None:
    front = phone.front
    if phone.screens:
        phone.close_screen()
    elif front is not None:
        phone.send_event(front, "back", {})


def _open_app(world: World, phone: Phone, params: dict[str, Any]) -> None:
    app_id = params.get("appId")
    if not isinstance(app_id, str) or app_id not in world.projects:
        raise WireError(f"there is no mini-program {app_id!r} here")
    launch = launch_from(params)
    alive = next((app for app in phone.apps if app.app_id == app_id), None)
    if alive is not None and not params.keys() - {"appId"}:
        phone.return_from_home(alive)
        return
    if alive is not None and params.get("fresh") is True:
        phone.kill(alive)
    phone.open_app(app_id, launch.path, launch.scene, launch.referrer)


def _restart_app(world: World, phone: Phone, params: dict[str, Any]) -> None:
    phone.restart_app(phone.app(params.get("instance")))


def _open_wallet(world: World, phone: Phone, params: dict[str, Any]) -> None:
    phone.open_screen("wallet", [])


def _open_card(world: World, phone: Phone, params: dict[str, Any]) -> None:
    held = _own_held(world, phone, params)
    phone.open_screen("card", [(held.card_id, held.code)])
    wallet.view_card(world, held)


def _delete_card(world: World, phone: Phone, params: dict[str, Any]) -> None:
    if not wallet.delete_card(world, _own_held(world, phone, params)):
        raise WireError("this card cannot be deleted now")


def _give_card(world: World, phone: Phone, params: dict[str, Any]) -> None:
    if not wallet.give_card(world, _own_held(world, phone, params)):
        raise WireError("this card cannot be given to a friend")


def _take_gift(world: World, phone: Phone, params: dict[str, Any]) -> None:
    held = _held(world, params)
    if held is None or wallet.take_gift(world, held, phone.user.id) is None:
        raise WireError("this card is not on offer to this user")


def _activate_card(world: World, phone: Phone, params: dict[str, Any]) -> None:
    if not wallet.activate_card(world, phone, _own_held(world, phone, params)):
        raise WireError("this card is not activated by WeChat's own form, or is active already")


def _enter_session(world: World, phone: Phone, params: dict[str, Any]) -> None:
    """From the card to its official account."""
    wallet.enter_session(world, _own_held(world, phone, params))


def _held(world: World, params: dict[str, Any]) -> HeldCard | None:
    return world.held.find(str(params.get("code")), str(params.get("cardId") or ""))


def _own_held(world: World, phone: Phone, params: dict[str, Any]) -> HeldCard:
    held = _held(world, params)
    if held is None or held.user != phone.user.id or held.status == "DELETE":
        raise WireError(f"there is no card with the code {params.get('code')!r} in the wallet")
    return held


def _scan(world: World, phone: Phone, params: dict[str, Any]) -> None:
    text = params.get("text")
    rows = offers.offered(world, text) if isinstance(text, str) else []
    if not rows:
        raise WireError(f"{text!r} is no QR code, link or card id of this world, or its time is over")
    offers.show(world, phone, rows)


def _claim(world: World, phone: Phone, params: dict[str, Any]) -> None:
    screen = next((one for one in phone.screens if one.id == params.get("screen") and one.kind == "claim"), None)
    if screen is None:
        raise WireError("nothing is offered there any more")
    offers.claim(world, phone, screen)


def _home(world: World, phone: Phone, params: dict[str, Any]) -> None:
    phone.go_home()


GESTURES: dict[str, Action] = {
    "Phone.closeApp": _close_app,
    "Phone.back": _back,
    "Phone.openApp": _open_app,
    "Phone.restartApp": _restart_app,
    "Phone.openWallet": _open_wallet,
    "Phone.openCard": _open_card,
    "Phone.deleteCard": _delete_card,
    "Phone.giveCard": _give_card,
    "Phone.takeGift": _take_gift,
    "Phone.activateCard": _activate_card,
    "Phone.enterSession": _enter_session,
    "Phone.scan": _scan,
    "Phone.claim": _claim,
    "Phone.home": _home,
}


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
