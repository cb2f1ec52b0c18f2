"""What each kind of step does: one small function a kind, in the table ``STEPS``."""

import json
from collections.abc import Callable
from typing import Any

from ..accounts import COMPONENT
from ..backend import canned
from ..component import biz, encrypted_card_id
from ..crypto import sign_card
from ..dispatch import serve_api
from ..faults import set_fault
from ..launch import missing_page, nearest_page
from ..merchantwords import check_cards
from ..rules import Outcome
from ..testing import AppUnderTest
from ..trigger import occur
from ..worldfile import PHONE_NAMES
from .expect import compare
from .model import Step
from .stage import CORE, Stage, StepFailed

Play = Callable[[Stage, Step], None]

_SHEET_ACTIONS = {"accepts": "confirm", "cancels": "cancel"}
#: Causes that the claim page tells on its button, where refusals are not told in words.
_ON_CLAIM_PAGE = ("card.", "card-ext.", "code.", "limit.", "nonce.", "openid.", "signature.", "stock.")
#: By the kind of a sheet: what an answer may hold beside accepting it; docs/protocol.md has the list.
_ANSWERS: dict[str, tuple[str, ...]] = {
    "addCard": ("only",), "modal": ("content",), "actionSheet": ("index",), "permission": ("values",),
    "form": ("values",), "choose": ("chosen",), "files": ("files",),
}  # fmt: skip
#: Own words of a call's arguments that become a signed cardExt.
_EXT = ("outer_str", "code", "openid", "nonce_str", "timestamp", "fixed_begintimestamp")
#: How long (ms) the component shows that all is done before it goes back.
_PATIENCE = 10_000


def play(stage: Stage, step: Step) -> None:
    """Do the step. Raises StepFailed, DriveError, BadInput or WireError where it cannot be done."""
    STEPS[step.kind](stage, step)


def _open(stage: Stage, step: Step) -> None:
    before = stage.world.journal.last
    stage.begin(step.value, step.given.get("scene", 1001), step.given.get("referrer"))
    project = stage.world.projects[stage.app_id]
    page = missing_page(step.value, project)
    unheard = any(entry.kind == "app.error" for entry in stage.world.journal.after(before))
    if page and unheard and "app_errors" not in stage.case.expect:
        near = nearest_page(page, project)
        raise StepFailed(f'the app has no page "{page}", and no App.onPageNotFound. Did you mean "{near}"?')


def _tap(stage: Stage, step: Step) -> None:
    stage.app.tap(**target(step), disabled=step.given.get("disabled", False))


def target(step: Step) -> dict[str, Any]:
    """Where a tap or a long press goes."""
    return {"text": step.value} if isinstance(step.value, str) else step.value


def _long_press(stage: Stage, step: Step) -> None:
    stage.app.long_press(**target(step))


def _scroll(stage: Stage, step: Step) -> None:
    stage.app.scroll(step.value, step.given.get("in"))


def _type(stage: Stage, step: Step) -> None:
    stage.app.fill(step.given["into"], step.value)


def _choose(stage: Stage, step: Step) -> None:
    stage.app.pick(step.given["in"], step.value)


def _expect_call(stage: Stage, step: Step) -> None:
    name = step.value
    known = stage.expected_calls.get(name, 0)
    calls = stage.calls(name)
    if len(calls) <= known:
        made = [entry.kind.removeprefix("wx.") for entry in stage.app.journal if entry.phase == "start"]
        raise StepFailed(f"the app has not called {name}; it has called {', '.join(made[-8:]) or 'nothing'}")
    stage.expected_calls[name] = known + 1
    difference = compare(step.given.get("with", {}), calls[known], name)
    if difference:
        raise StepFailed(str(difference))
    _at_sheet(stage, step.given.get("user"), name)


def _call(stage: Stage, step: Step) -> None:
    name = step.value
    stage.played.add(name)
    _order(stage, name, step.given)
    before = len(stage.world.journal.find(f"wx.{name}", "end"))
    stage.app.play(name, _arguments(stage, name, step.given.get("with", {})))
    ended = len(stage.world.journal.find(f"wx.{name}", "end")) > before
    if not ended:
        _at_sheet(stage, step.given.get("user"), name)


def _when(stage: Stage, step: Step) -> None:
    given = dict(step.given)
    answer = _SHEET_ACTIONS.get(given.pop("user", ""))
    _order(stage, step.value, given, {"action": answer} if answer else None)


def _order(stage: Stage, name: str, given: dict[str, Any], answer: dict[str, Any] | None = None) -> None:
    """A rule for the next call, if anything is ordered."""
    ordered = given.get("answer", "from_rules")
    how = {} if ordered == "from_rules" else ordered
    if "partly" in how:
        answer = {"action": "confirm", "only": [stage.card_id(card) for card in how["partly"]]}
    outcome = Outcome(how.get("fail"), answer, given.get("takes", 0), how.get("lost", False))
    if outcome != Outcome():
        where = given.get("with") if "when" in given else None
        stage.world.rules.add(name, outcome, where, given.get("times", 1))


def _arguments(stage: Stage, name: str, given: dict[str, Any]) -> dict[str, Any]:
    """The call's own arguments; ``cards`` and ``card`` are put into WeChat's words."""
    if name == "addCard" and "cards" in given:
        return {"cardList": [_signed(stage, card, given) for card in given["cards"]]}
    if name == "openCard" and "cards" in given:
        return {"cardList": [_held(stage, card) for card in given["cards"]]}
    if name == "navigateToMiniProgram" and "card" in given:
        card = stage.world.cards[stage.card_id(given["card"])]
        extra = {
            "encrypt_card_id": encrypted_card_id(stage.world, card),
            "outer_str": given.get("outer_str", ""),
            "biz": biz(stage.world.accounts[card.app_id].uin),
        }
        return {"appId": COMPONENT, "extraData": extra}
    return given


def _signed(stage: Stage, name: str, given: dict[str, Any]) -> dict[str, Any]:
    """An entry of cardList, as the merchant's server would sign it."""
    world, card_id = stage.world, stage.card_id(name)
    account = world.accounts[world.cards[card_id].app_id]
    ticket = stage.ticket or world.accounts.ticket(account, "wx_card", world.clock.seconds()).value
    stage.nonces += 1
    ext = {"timestamp": str(world.clock.seconds()), "nonce_str": f"nonce{stage.nonces}"}
    ext |= {key: given[key] for key in _EXT if key in given}
    return {"cardId": card_id, "cardExt": json.dumps({**ext, "signature": sign_card(ticket, card_id, ext)})}


def _held(stage: Stage, name: str) -> dict[str, str]:
    card_id = stage.card_id(name)
    held = stage.world.held.of_user(stage.app.phone.user.id, card_id)
    if not held:
        raise StepFailed(f'the user has no card "{name}"')
    return {"cardId": card_id, "code": held[-1].code}


def _at_sheet(stage: Stage, does: str | None, call: str = "") -> None:
    """*call*: the one that should have asked the user."""
    if does is not None:
        _answer(stage, does, call)


def _answer(stage: Stage, does: str, call: str = "", **more: Any) -> None:
    sheet = stage.app.sheet
    if sheet is None:
        raise StepFailed(_not_asked(stage, call))
    _understood(sheet, does, more)
    stage.app.answer(_SHEET_ACTIONS[does], **more)


def _understood(sheet: dict[str, Any], does: str, more: dict[str, Any]) -> None:
    """Raises StepFailed for an answer that the sheet would leave aside, or without the choice that it is about."""
    kind = sheet["kind"]
    known = _ANSWERS.get(kind, ())
    unknown = [key for key in more if key not in known]
    if unknown:
        ids = [field["id"] for field in sheet.get("fields", ())]
        like = f": {{ {', '.join(f'{one}: …' for one in ids)} }}" if ids else ""
        takes = f"`with` may hold {' or '.join(f'{key}{like}' for key in known)}" if known else "it takes no `with`"
        raise StepFailed(f"the sheet ({kind}) knows no `{unknown[0]}`; {takes}")
    if kind == "actionSheet" and does == "accepts" and "index" not in more:
        rows = ", ".join(f"{index} {text}" for index, text in enumerate(sheet["itemList"]))
        raise StepFailed(f"which one? A step `user: accepts` with `with: {{ index: … }}` says it: {rows}")


def _not_asked(stage: Stage, call: str) -> str:
    """Why there is nothing for the user to answer; without a *call* the last card call or jump counts."""
    ends = [one for name in ((call,) if call else CORE) for one in stage.world.journal.find(f"wx.{name}", "end")]
    if not ends:
        return "no sheet is open: WeChat asks the user nothing"
    last = max(ends, key=lambda one: one.seq)
    said = f"{last.kind.removeprefix('wx.')}:{'ok' if last.ok else 'fail ' + last.detail['error']}"
    page = last.cause is not None and last.cause.id.startswith(_ON_CLAIM_PAGE)
    words = page and stage.world.switches["addCard.report"] == "words"
    hint = "; with `set: { switches: { addCard.report: page } }` before it, the claim page says why" if words else ""
    return f"no sheet is open: WeChat has answered already, {said}{hint}"


def _move_clock(stage: Stage, step: Step) -> None:
    stage.app.advance(step.value)


def _line(stage: Stage, step: Step) -> None:
    if step.value == "drops":
        stage.app.drop_line()
    else:
        stage.app.return_line()


def _asks(stage: Stage, step: Step) -> None:
    got = stage.app.can_i_use(step.value)
    if got is not step.given["gets"]:
        raise StepFailed(f"wx.canIUse({step.value!r}) is {str(got).lower()}")


def _merchant(stage: Stage, step: Step) -> None:
    stage.app.inbox.replies += step.value["replies"]


def _backend(stage: Stage, step: Step) -> None:
    for on, rows in step.value.items():
        check_cards(stage.world, [row.get("data") for row in rows])
        stage.world.backend.order(on, list(map(canned, rows)))


def _api(stage: Stage, step: Step) -> None:
    world = stage.world
    account = next(one for one in world.accounts.all.values() if one.kind == "official")
    token = world.accounts.issue_token(account, world.clock.seconds()).value
    body = dict(step.given.get("with", {}))
    if "card" in body:
        held = _held(stage, body.pop("card"))
        body = {"card_id": held["cardId"], "code": held["code"], **body}
    reply = serve_api(world, "POST", step.value, {"access_token": token}, json.dumps(body).encode())
    stage.app.settle()
    difference = compare(step.given.get("gets", {}), reply.body, step.value)
    if difference:
        raise StepFailed(str(difference))


def _event(stage: Stage, step: Step) -> None:
    occur(stage.world, step.value, step.given.get("set", {}))
    stage.app.settle()


def _fault(stage: Stage, step: Step) -> None:
    set_fault(stage.world, step.value)


def _set(stage: Stage, step: Step) -> None:
    stage.app.phone.set({PHONE_NAMES.get(key, key): value for key, value in step.value.get("phone", {}).items()})
    for id_, value in step.value.get("switches", {}).items():
        stage.world.switches.set(id_, value)
    stage.app.settle()


# -- what the user does ---------------------------------------------------------------------------------------------


def _user(stage: Stage, step: Step) -> None:
    USER[step.value](stage, step)


def _submits_form(stage: Stage, step: Step) -> None:
    """Through the component's own pages: to the form, its required lines filled in, sent."""
    app = stage.app
    if app.front != COMPONENT:
        raise StepFailed(f"the member-card component is not in sight, but {app.front or 'the home screen of WeChat'}")
    if app.page.endswith("card_open"):
        stands = app.data().get("stage")
        if stands != "offer" or app.data().get("refusal"):
            raise StepFailed(f"the component has no form to offer: it reads {app.text()!r}")
        app.call("toForm")
    form = app.data()
    lines = [line for group in form["groups"] if group["part"] == "required" for line in group["lines"]]
    values = {line["id"]: _filled(stage, line) for line in lines} | step.given.get("with", {})
    for id_, value in values.items():
        app.call("changed", {"detail": {"id": id_, "value": value}})
    if form.get("statement") and not form.get("agreed"):
        app.call("agree")
    if not app.data()["ready"]:
        raise StepFailed(f"the form cannot be sent with {json.dumps(values, ensure_ascii=False)}")
    app.call("submit")


def _filled(stage: Stage, line: dict[str, Any]) -> Any:
    user = stage.app.phone.user
    values = line.get("values") or ["x"]
    by_kind = {
        "mobile": user.phone_number, "name": user.nick_name, "sex": "女", "birthday": "1990-01-01",
        "idcard": "11010519491231002X", "email": "anna@example.com", "checkbox": values[:1], "habit": values[:1],
    }  # fmt: skip
    return by_kind.get(line["kind"], values[0])


def _comes_back(stage: Stage, step: Step) -> None:
    """From the component to the app: by itself once all is done, else by its own button."""
    app = stage.app
    if app.front == COMPONENT and app.page.endswith("done"):
        app.advance(_PATIENCE)
    if app.front == COMPONENT:
        app.call("leave")
    if app.front != stage.app_id:
        raise StepFailed(f"the app is not in sight, but {app.front or 'the home screen of WeChat'}")


def _kills_app(stage: Stage, step: Step) -> None:
    """Swiped away from the list of what is open: it knows nothing of before when it is opened again."""
    app = next((app for app in stage.app.phone.apps if app.app_id == stage.app_id), None)
    if app is None:
        raise StepFailed("the app is not open")
    stage.app.phone.kill(app)
    stage.app.settle()


def _answers(stage: Stage, step: Step) -> None:
    _answer(stage, step.value, **step.given.get("with", {}))


def _scans(stage: Stage, step: Step) -> None:
    if "card" not in step.given:
        raise StepFailed("what? add `card: name`")
    stage.app.say("Phone.scan", {"text": stage.card_id(step.given["card"])})


def _claims(stage: Stage, step: Step) -> None:
    """On WeChat's own page that a QR code or link has opened."""
    screens = [screen.id for screen in stage.app.phone.screens if screen.kind == "claim"]
    stage.app.say("Phone.claim", {"screen": screens[-1] if screens else None})


def _returns(stage: Stage, step: Step) -> None:
    stage.app.say("Phone.openApp", {"appId": stage.app_id})


def _does(gesture: Callable[[AppUnderTest], AppUnderTest]) -> Play:
    def does(stage: Stage, step: Step) -> None:
        gesture(stage.app)

    return does


def _of_wallet(method: str) -> Play:
    def does(stage: Stage, step: Step) -> None:
        if "card" not in step.given:
            raise StepFailed("which card? add `card: name`")
        stage.app.say(method, _held(stage, step.given["card"]))

    return does


USER: dict[str, Play] = {
    "accepts": _answers,
    "cancels": _answers,
    "submits_form": _submits_form,
    "comes_back": _comes_back,
    "swipes_back": _does(lambda app: app.back()),
    "closes_app": _does(lambda app: app.close_app()),
    "kills_app": _kills_app,
    "pulls_down": _does(lambda app: app.pull_down()),
    "goes_home": _does(lambda app: app.say("Phone.home", {})),
    "returns": _returns,
    "opens_card": _of_wallet("Phone.openCard"),
    "deletes_card": _of_wallet("Phone.deleteCard"),
    "gives_card": _of_wallet("Phone.giveCard"),
    "opens_wallet": _does(lambda app: app.say("Phone.openWallet", {})),
    "activates_card": _of_wallet("Phone.activateCard"),
    "scans": _scans,
    "claims": _claims,
}

STEPS: dict[str, Play] = {
    "open": _open,
    "tap": _tap,
    "long_press": _long_press,
    "scroll": _scroll,
    "type": _type,
    "choose": _choose,
    "expect_call": _expect_call,
    "call": _call,
    "when": _when,
    "user": _user,
    "line": _line,
    "move_clock": _move_clock,
    "asks": _asks,
    "merchant": _merchant,
    "backend": _backend,
    "api": _api,
    "event": _event,
    "fault": _fault,
    "set": _set,
}
