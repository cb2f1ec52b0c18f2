"""World, phone, accounts, rules, wallet, clock, journal: what the admin API reads and changes."""

from dataclasses import asdict

from ..accounts import Account
from ..discrepancies import BOOK, PLATFORMS
from ..errors import BadInput
from ..phone import Phone
from ..push import push_settings
from ..rules import outcome_from
from ..sight import phone_state
from ..world import World
from .request import Answer, Request, Routes, changed

#: No journal has an entry with a longer number.
_DIGITS = 16

#: A clock is moved by a century at most: more is a mistake in units.
_LONGEST_ADVANCE = 100 * 366 * 86_400_000


def _phone(world: World, request: Request) -> Phone:
    """The one that the query names, else the first."""
    name = request.query.get("phone")
    if name is not None and name not in world.phones:
        raise BadInput(f"there is no phone {name!r}; there is {', '.join(world.phones)}")
    return world.phones[name] if name else next(iter(world.phones.values()))


def _get_world(world: World, request: Request) -> Answer:
    switches = [
        {
            **asdict(row),
            "value": world.switches[row.id],
            "default": world.switches.default(row.id),
        }
        for row in BOOK.values()
    ]
    cards = [
        {
            **world.face_of(card),
            "quantity": card.quantity,
            "getLimit": card.get_limit,
            "cardStatus": card.status,
        }
        for card in world.cards.values()
    ]
    return {
        "seed": world.seed.value,
        "profile": world.switches.profile,
        "switches": switches,
        "accounts": [_account(account) for account in world.accounts.all.values()],
        "cards": cards,
        "phone": phone_state(world, _phone(world, request)),
    }


def _patch_world(world: World, request: Request) -> Answer:
    changes = request.only("profile", "switches")
    switches = changes.get("switches", {})
    if not isinstance(switches, dict):
        raise BadInput("switches must be an object")
    wanted = world.switches.copy()
    if "profile" in changes:
        wanted.use_profile(changes["profile"])
    for id_, value in switches.items():
        wanted.set(id_, value)
    world.switches = wanted
    return changed(world, changes)


def _patch_phone(world: World, request: Request) -> Answer:
    phone = _phone(world, request)
    changes = request.body
    theme, network = phone.settings.theme, phone.settings.network
    phone.set(changes)
    if changes.get("platform") in PLATFORMS:
        world.switches.platform = changes["platform"]
    if phone.settings.theme != theme:
        for app in phone.apps:
            phone.send_event(app, "theme", {"theme": phone.settings.theme})
    if phone.settings.network != network:
        for app in phone.apps:
            phone.send_event(app, "network", {"networkType": phone.settings.network})
    changed(world, changes)
    return phone_state(world, phone)


def _patch_account(world: World, request: Request) -> Answer:
    account = world.accounts.get(request.tail)
    if account is None:
        raise BadInput(f"there is no account {request.tail!r}")
    changes = request.only("verified", "bound", "push")
    for key, value in changes.items():
        if key != "push" and not isinstance(value, bool):
            raise BadInput(f"{key} must be true or false")
    if "push" in changes:
        account.push = None if changes["push"] is None else push_settings(changes["push"])
    if changes.get("push") is not None:
        world.deliveries.verify(account.app_id)
    account.verified = changes.get("verified", account.verified)
    account.bound = changes.get("bound", account.bound)
    changed(world, {"account": account.app_id, **{key: value for key, value in changes.items() if key != "push"}})
    return _account(account)


def _account(account: Account) -> Answer:
    return {
        "appId": account.app_id,
        "kind": account.kind,
        "name": account.name,
        "verified": account.verified,
        "bound": account.bound,
        "push": account.push and {"url": account.push.url, "mode": account.push.mode},
    }


def _rules(world: World) -> Answer:
    return {"rules": [rule.to_json() for rule in world.rules.all]}


def _add_rule(world: World, request: Request) -> Answer:
    body = request.only("on", "times", "where", "outcome")
    on, times, where = body.get("on"), body.get("times"), body.get("where", {})
    if not isinstance(on, str) or not on:
        raise BadInput("on must be the name of a call such as addCard, a path such as /card/code/decrypt, or *")
    if times is not None and (type(times) is not int or times < 1):
        raise BadInput("times must be a whole number from 1, or left out for always")
    if not isinstance(where, dict):
        raise BadInput("where must be an object")
    rule = world.rules.add(on, outcome_from(body.get("outcome")), where, times)
    changed(world, {"rule": rule.to_json()})
    return _rules(world)


def _delete_rules(world: World, request: Request) -> Answer:
    world.rules.all.clear()
    changed(world, {"rules": []})
    return _rules(world)


def _delete_rule(world: World, request: Request) -> Answer:
    world.rules.remove(request.tail)
    changed(world, {"rule": request.tail, "removed": True})
    return _rules(world)


def _wallet(world: World, request: Request) -> Answer:
    cards = [
        {**face, "encryptCode": world.encrypt(world.cards[face["cardId"]], face["code"])}
        for face in world.wallet(_phone(world, request))
    ]
    return {"cards": cards}


def _offers(world: World, request: Request) -> Answer:
    return {
        "offers": [
            {"kind": row["kind"], "url": row["url"], "appId": row["app_id"], "ends": row["ends"], "cards": row["cards"]}
            for row in world.spread.values()
        ]
    }


def _clock(world: World, request: Request) -> Answer:
    return {"now": world.clock.now(), "frozen": world.clock.frozen}


def _patch_clock(world: World, request: Request) -> Answer:
    changes, clock = request.only("now", "frozen"), world.clock
    now, frozen = changes.get("now"), changes.get("frozen")
    if now is not None and (type(now) is not int or not 0 <= now < 1 << 53):
        raise BadInput("now must be milliseconds since 1970")
    if frozen is not None and type(frozen) is not bool:
        raise BadInput("frozen must be true or false")
    if now is not None:
        clock.set(now)
    if frozen is True and not clock.frozen:
        clock.freeze()
    if frozen is False and clock.frozen:
        clock.run()
    return _clock_moved(world, changes)


def move_clock(world: World, request: Request) -> Answer:
    ms = request.only("ms").get("ms")
    if type(ms) is not int or not 0 <= ms <= _LONGEST_ADVANCE:
        raise BadInput("ms must be a number of milliseconds, not negative, a century at most")
    advance(world, ms)
    return _clock_moved(world, {"ms": ms})


def advance(world: World, ms: int) -> None:
    """Move world time on, doing each row that falls due at its own moment."""
    target = world.clock.now() + ms
    while (deadline := world.clock.next_deadline()) is not None and deadline <= target:
        world.clock.set(max(deadline, world.clock.now()))
        world.run_due()
    world.clock.set(max(target, world.clock.now()))


def _clock_moved(world: World, changes: Answer) -> Answer:
    world.run_due()
    for phone in world.phones.values():
        for app in phone.apps:
            phone.send_event(app, "clock", {"now": world.clock.now(), "frozen": world.clock.frozen})
    changed(world, {"clock": changes})
    world.on_work()
    return {"now": world.clock.now(), "frozen": world.clock.frozen}


def _journal(world: World, request: Request) -> Answer:
    after = request.query.get("after", "0")
    if not (after.isascii() and after.isdecimal() and len(after) < _DIGITS):
        raise BadInput("after must be the number of an entry")
    return {"entries": [entry.to_json() for entry in world.journal.after(int(after))]}


def _reset(world: World, request: Request) -> Answer:
    world.reset()
    world.journal.add("wechat", "world.reset", says_id="says.world.reset")
    return _get_world(world, request)


ROUTES: Routes = {
    ("world", "GET"): _get_world,
    ("world", "PATCH"): _patch_world,
    ("phone", "PATCH"): _patch_phone,
    ("accounts/*", "PATCH"): _patch_account,
    ("rules", "GET"): lambda world, request: _rules(world),
    ("rules", "POST"): _add_rule,
    ("rules", "DELETE"): _delete_rules,
    ("rules/*", "DELETE"): _delete_rule,
    ("offers", "GET"): _offers,
    ("wallet", "GET"): _wallet,
    ("clock", "GET"): _clock,
    ("clock", "PATCH"): _patch_clock,
    ("journal", "GET"): _journal,
    ("reset", "POST"): _reset,
}
