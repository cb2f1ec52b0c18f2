"""What waits on the clock for a phone: plain values, each with what it does when its time has come."""

from dataclasses import dataclass, field
from typing import Any

from .phone import Phone


@dataclass
class HideToast:
    """Row of the clock: this toast's time is over."""

    phone: str
    instance: str
    toast: str

    def due(self, world: Any) -> None:
        phone: Phone = world.phones[self.phone]
        for app in phone.apps:
            if app.instance == self.instance and app.toast and app.toast.id == self.toast:
                phone.show_toast(app, None)


@dataclass
class HeldReply:
    """Row of the clock: a delayed answer."""

    phone: str
    instance: str
    call: int
    result: dict[str, Any] = field(default_factory=dict)

    def due(self, world: Any) -> None:
        phone: Phone = world.phones[self.phone]
        app = next((app for app in phone.apps if app.instance == self.instance), None)
        if app is not None:
            phone.send_reply(app, self.call, self.result)
