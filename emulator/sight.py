"""What a phone shows: ``Phone.state`` of ``docs/protocol.md`` section 5."""

from typing import Any

from .app import Toast
from .phone import Phone, Screen
from .project import Project
from .world import World


def phone_state(world: World, phone: Phone) -> dict[str, Any]:
    """All of it, in the wire's words."""
    sheet = phone.sheet
    return {
        "phone": phone.id,
        "user": {"nickName": phone.user.nick_name, "avatar": phone.user.avatar},
        "clock": {"now": world.clock.now(), "frozen": world.clock.frozen},
        **phone.shown_settings(),
        "profile": world.switches.profile,
        "recent": [_app_card(world, project) for project in world.projects.values() if not project.privileged],
        "apps": [
            {
                **_app_card(world, world.projects[app.app_id]),
                "instance": app.instance,
                "opener": app.opener,
                "shown": app is phone.front,
            }
            for app in phone.apps
        ],
        "screens": [
            {"id": screen.id, "kind": screen.kind, "content": _screen(world, phone, screen)} for screen in phone.screens
        ],
        "sheet": sheet and {"id": sheet.id, "kind": sheet.kind, "app": sheet.app, "content": sheet.content},
        "toast": _toast(phone.toast),
        "gifts": _gifts(world, phone),
        "rules": [rule.to_json() for rule in world.rules.all],
        "recording": world.recording.by if world.recording else "",
        "problems": world.problems,
    }


def _app_card(world: World, project: Project) -> dict[str, Any]:
    account = world.accounts.get(project.app_id)
    return {
        "appId": project.app_id,
        "name": project.name,
        "icon": project.icon,
        "verified": account.verified if account else False,
        "privileged": project.privileged,
        "version": project.version,
        "problems": project.problems,
    }


def _screen(world: World, phone: Phone, screen: Screen) -> dict[str, Any]:
    if screen.kind == "wallet":
        return {"cards": world.wallet(phone)}
    if screen.kind == "claim":
        return screen.content
    held = [found for card_id, code in screen.codes if (found := world.held.find(code, card_id))]
    return {"cards": [world.held_face(one) for one in held], "index": 0}


def _gifts(world: World, phone: Phone) -> list[dict[str, Any]]:
    """The faces of cards that others have sent and this user can take."""
    if len(world.phones) == 1:
        return []
    return [world.held_face(one) for one in world.held if one.status == "GIFTING" and one.user != phone.user.id]


def _toast(toast: Toast | None) -> dict[str, Any] | None:
    if toast is None:
        return None
    return {"id": toast.id, "title": toast.title, "icon": toast.icon, "image": toast.image, "mask": toast.mask}
