"""Memberships, and the form that the member-card component asks for.

https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/card/membership-card.html
"""

from dataclasses import dataclass, field
from typing import Any

from .cards import Card
from .texts import Says, say

#: ``common_field_id_list`` constant → (our kind, name in ``userinfo/get``). Two spellings of education and of
#: address are sent in the wild; both are read.
COMMON_FIELDS = {
    "USER_FORM_INFO_FLAG_MOBILE": "mobile",
    "USER_FORM_INFO_FLAG_SEX": "sex",
    "USER_FORM_INFO_FLAG_NAME": "name",
    "USER_FORM_INFO_FLAG_BIRTHDAY": "birthday",
    "USER_FORM_INFO_FLAG_IDCARD": "idcard",
    "USER_FORM_INFO_FLAG_EMAIL": "email",
    "USER_FORM_INFO_FLAG_LOCATION": "location",
    "USER_FORM_INFO_FLAG_DETAIL_LOCATION": "location",
    "USER_FORM_INFO_FLAG_EDUCATION_BACKGRO": "education",
    "USER_FORM_INFO_FLAG_EDUCATION_BACKGROUND": "education",
    "USER_FORM_INFO_FLAG_INDUSTRY": "industry",
    "USER_FORM_INFO_FLAG_INCOME": "income",
    "USER_FORM_INFO_FLAG_HABIT": "habit",
}

RICH_FIELDS = {"FORM_FIELD_RADIO": "radio", "FORM_FIELD_SELECT": "select", "FORM_FIELD_CHECK_BOX": "checkbox"}


@dataclass
class Member:
    """What a member-card code carries besides the card. ``number`` is empty until activated; ``submitted`` is the last
    form of a card that the merchant activates, which becomes ``user_info`` when it does; ``activated`` is when
    (seconds) it became active first."""

    active: bool = False
    number: str = ""
    bonus: int = 0
    balance: int = 0
    custom_values: dict[str, str] = field(default_factory=dict)
    background: str = ""
    user_info: dict[str, list[dict[str, Any]]] | None = None
    submitted: dict[str, list[dict[str, Any]]] | None = None
    activated: int | None = None

    def activate(self, number: str, now: int) -> None:
        """*now* in seconds."""
        self.active, self.number = True, number
        if self.activated is None:
            self.activated = now


@dataclass
class ActivateTicket:
    """What a submitted form is fetched with. It belongs to the account that made the card. ``made``: world time in
    milliseconds."""

    value: str
    app_id: str
    card_id: str
    code: str
    info: dict[str, list[dict[str, Any]]]
    reads: int = 0
    made: int = 0


@dataclass(frozen=True)
class Field:
    """One line of the form, as the component shows it. ``name`` is what the merchant will read."""

    id: str
    kind: str
    name: str
    label: Says
    values: tuple[str, ...] = ()

    def to_json(self, value: str | None) -> dict[str, Any]:
        shown: dict[str, Any] = {"id": self.id, "kind": self.kind, "label": self.label}
        if self.values:
            shown["values"] = list(self.values)
        if value is not None:
            shown["value"] = value
        return shown


def form_fields(card: Card) -> dict[str, list[Field]]:
    """``{"required": […], "optional": […]}`` in the merchant's order: common, rich, custom fields."""
    form = card.form or {}
    return {name: list(_fields(form.get(f"{name}_form") or {})) for name in ("required", "optional")}


def _fields(part: dict[str, Any]) -> list[Field]:
    fields = [
        Field(constant, COMMON_FIELDS[constant], constant, say(f"field.{COMMON_FIELDS[constant]}"))
        for constant in part.get("common_field_id_list") or []
    ]
    for rich in part.get("rich_field_list") or []:
        label = {"zh": rich["name"], "en": rich["name"]}
        fields.append(Field(rich["name"], RICH_FIELDS[rich["type"]], rich["name"], label, tuple(rich["values"])))
    for name in part.get("custom_field_list") or []:
        fields.append(Field(name, "text", name, {"zh": name, "en": name}))
    return fields


def user_info(fields: list[Field], values: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """A submitted form as the merchant reads it; always with both arrays, and a ``value_list`` in each custom row."""
    common, custom = [], []
    for line in fields:
        value = values.get(line.id)
        if value in (None, "", []):
            continue
        several = [str(item) for item in value] if isinstance(value, list) else []
        if line.name in COMMON_FIELDS:
            common.append({"name": line.name, "value": "-".join(several) if several else str(value)})
        else:
            custom.append({"name": line.name, "value": "" if several else str(value), "value_list": several})
    return {"common_field_list": common, "custom_field_list": custom}


def is_jump_type(card: Card, url_makes_jump: bool) -> bool:
    """Whether the form's end jumps to the merchant. ``url_makes_jump`` is the switch of the same name."""
    jumps = bool(card.info.get("wx_activate_after_submit"))
    return jumps or (url_makes_jump and bool(card.info.get("wx_activate_after_submit_url")))
