"""What a user does with the phone outside every mini-program: ``docs/protocol.md`` section 5."""

from typing import Any

from . import offers, wallet
from .cards import HeldCard
from .errors import WireError
from .launch import launch_from, missing_page, no_page
from .notices import Action
from .phone import Phone
from .project import Project
from .world import World


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
    tell_missing(world, world.projects[app_id], launch.path)
    phone.open_app(app_id, launch.path, launch.scene, launch.referrer)


def tell_missing(world: World, project: Project, path: str) -> None:
    """WeChat opens such a link, too, and the app hears of it (``App.onPageNotFound``); mostly it is a slip."""
    if page := missing_page(path, project):
        cause = no_page(page, project)
        world.journal.add("wechat", "app.no-page", ok=False, app=project.app_id, says_id="says.app.no-page",
                          says_values=cause.values, cause=cause)  # fmt: skip


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
