"""What a mini-program's frame and the page tell of their own accord: ``docs/protocol.md`` section 4."""

import re
from collections.abc import Callable
from typing import Any

from .errors import Cause, WireError
from .launch import nearest_page, no_page
from .phone import Phone
from .recording import Sight
from .texts import LANGUAGES
from .world import World

#: One that is always answered with ``{}``.
Action = Callable[[World, Phone, dict[str, Any]], None]


def _log(world: World, phone: Phone, params: dict[str, Any]) -> None:
    app = phone.app(params.get("instance"))
    level = str(params.get("level", "log"))
    text = str(params.get("text", ""))
    given = params.get("says")
    ours = given if isinstance(given, dict) and given.keys() == set(LANGUAGES) else dict.fromkeys(LANGUAGES, text)
    said = {language: str(words)[:200] for language, words in ours.items()}
    detail = {key: value for key, value in params.items() if key != "says"}
    world.journal.add("app", f"console.{level}", ok=level != "error", app=app.app_id, instance=app.instance,
                      says_id="says.console", says_values={"text": said}, detail=detail)  # fmt: skip


#: What the runtime says where the app does not hear of it.
_NO_PAGE = re.compile(r'Error: Page "(.+)" is not found')


def _cause_of_error(params: dict[str, Any]) -> Cause:
    where, reason = str(params.get("where") or "?"), params.get("reason")
    known = reason if isinstance(reason, dict) else {}
    values = {"where": where, **{name: str(known.get(name, "?")) for name in ("way", "file", "asked", "near")}}
    causes = {
        "circle": Cause("app.circle", values),
        "recursion": Cause("app.recursion", values),
        "module": Cause("app.module", values),
    }
    return causes.get(str(known.get("id")), Cause("app.threw", {"where": where}))


def _error(world: World, phone: Phone, params: dict[str, Any]) -> None:
    app = phone.app(params.get("instance"))
    message = str(params.get("message", ""))
    lost = _NO_PAGE.fullmatch(message) if params.get("where") == "launch" else None
    cause = no_page(lost[1], world.projects[app.app_id]) if lost else _cause_of_error(params)
    world.journal.add("app", "app.error", ok=False, app=app.app_id, instance=app.instance, says_id="says.app.error",
                      says_values={"message": message[:300]}, detail=params, cause=cause)  # fmt: skip


def _hung(world: World, phone: Phone, params: dict[str, Any]) -> None:
    app = phone.app(params.get("instance"))
    page = str(app.page.get("path", "?"))
    world.journal.add("app", "app.hung", ok=False, app=app.app_id, instance=app.instance, says_id="says.app.hung",
                      says_values={"app": world.projects[app.app_id].name}, detail={"page": page},
                      cause=Cause("app.hung", {"page": page}))  # fmt: skip


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


def _lost(world: World, phone: Phone, params: dict[str, Any]) -> None:
    """The app gets no more than WeChat's errMsg, which leaves one to look for the slip."""
    app = phone.app(params.get("instance"))
    call, page, where = (str(params.get(key) or "?") for key in ("call", "page", "where"))
    nearest = nearest_page(page.lstrip("/"), world.projects[app.app_id])
    world.journal.add("app", "app.no-page", ok=False, app=app.app_id, instance=app.instance, says_id="says.app.lost",
                      says_values={"call": call, "page": page}, detail={"call": call, "page": page, "where": where},
                      cause=Cause("page.absent", {"page": page, "nearest": nearest, "where": where}))  # fmt: skip


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
    "App.hung": _hung,
    "App.missing": _missing,
    "App.told": _told,
    "App.lost": _lost,
    "App.package": _package,
    "App.route": _route,
    "App.tap": _tap,
    "App.exit": _exit,
    "App.did": _did,
    "Phone.sees": _sees,
    "Storage.write": _store,
    "View.picture": _picture,
}
