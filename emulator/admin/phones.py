"""The phones of the world: a second user beside the first."""

from ..accounts import User
from ..dispatch import serve_phone
from ..errors import BadInput
from ..phone import Phone
from ..world import World
from .request import Answer, Request, Routes, changed

#: More people than a page of the panel has room for.
MOST = 8


def _list(world: World, request: Request) -> Answer:
    return {"phones": [_shown(phone) for phone in world.phones.values()]}


def _add(world: World, request: Request) -> Answer:
    body = request.only("nickname", "phone_number")
    number = len(world.phones) + 1
    name, mobile = body.get("nickname", f"Ben {number}"), body.get("phone_number", f"1380013800{number}")
    if not isinstance(name, str) or not isinstance(mobile, str) or not name.strip():
        raise BadInput("nickname and phone_number must be texts, not empty")
    if number > MOST:
        raise BadInput(f"a world has at most {MOST} phones")
    user = User(_free_id(world, number), name.strip(), mobile)
    phone = world.add_phone(user)
    serve_phone(world, phone)
    changed(world, {"phone": phone.id, "nickname": user.nick_name})
    return _shown(phone)


def _free_id(world: World, number: int) -> str:
    while f"u{number}" in world.users:
        number += 1
    return f"u{number}"


def _shown(phone: Phone) -> Answer:
    return {"phone": phone.id, "user": {"id": phone.user.id, "nickName": phone.user.nick_name}}


ROUTES: Routes = {("phones", "GET"): _list, ("phones", "POST"): _add}
