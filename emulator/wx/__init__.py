"""The wx.* calls that the server answers; all others live in the runtime."""

from ..calls import Call, Handler
from ..errors import Cause, WxError
from . import (
    card,
    files,
    interface,
    member_card,
    navigate,
    network,
    payment,
    permissions,
    places,
    profile,
    sockets,
    user,
)

HANDLERS: dict[str, Handler] = {
    **card.HANDLERS,
    **navigate.HANDLERS,
    **interface.HANDLERS,
    **network.HANDLERS,
    **user.HANDLERS,
    **permissions.HANDLERS,
    **profile.HANDLERS,
    **places.HANDLERS,
    **files.HANDLERS,
    **payment.HANDLERS,
    **sockets.HANDLERS,
    **member_card.HANDLERS,
}

#: Calls of WeChat's own mini-programs only.
PRIVILEGED = frozenset(member_card.HANDLERS)


def not_an_object(kind: str) -> Handler:
    """A handler that refuses params which are no object, in the base library's words."""

    def handler(call: Call) -> dict[str, object]:
        faults = f"parameter should be Object instead of {kind};"
        raise WxError(f"parameter error: {faults}", Cause("arguments.wrong", {"faults": faults}))

    return handler
