"""Typed declarations of the admin API for JavaScript users: ``python -m emulator.typings > docs/admin.d.ts``."""

import json
from pathlib import Path
from typing import Any

from .admin.openapi import OPERATIONS, Schema

WIRE = Path(__file__).parents[1] / "web" / "src" / "shell" / "wire.ts"

HEAD = """/**
 * The admin API of wxemu, typed. Made by `python -m emulator.typings > docs/admin.d.ts`.
 *
 *     import type { Admin } from './admin'
 *     const admin: Admin = async (operation, body, path = operation.split(' ')[1]!) => {
 *       const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }
 *       const [method] = operation.split(' ')
 *       const answer = await fetch(base + path, { method, headers, body: body && JSON.stringify(body) })
 *       if (!answer.ok) throw new Error((await answer.json()).error.message)
 *       return answer.json()
 *     }
 *     await admin('POST /rules', { on: 'addCard', times: 1, outcome: { error: 'system error' } })
 */
"""

TAIL = """
/** `path` is for those with an id or a query: `admin('DELETE /rules/{id}', undefined, '/rules/r1')`. */
export type Admin = <Name extends keyof Operations>(
  operation: Name, body?: Operations[Name]['body'], path?: string,
) => Promise<Operations[Name]['answer']>
"""

_EVENT = "{ id: string; event: string; account: string } & Params"
_DELIVERY = "{ id: string; event: string; tries: number; state: 'waiting' | 'sending' | 'taken' | 'given-up' } & Params"
_PUSHED = f"{{ event: {_EVENT}; delivery: ({_DELIVERY}) | null }}"
_RULES = "{ rules: Rule[] }"
_BACKEND = "{ replies: Record<string, Params[]> }"
_FAULTS = "{ faults: { id: string; says: Says; lasting: boolean; on: boolean }[] }"
_RECORDING = "{ by: '' | 'command' | 'page'; acts: number; text: string }"
_RECORDED = "{ name: string; scenario: string; steps: number; lost: string[]; ok: boolean | null; faults: string[] }"

#: What an operation answers, in the words of the page's own types; the rest is an object.
ANSWERS = {
    ("/world", "PATCH"): "{ profile: string; switches: Params }",
    ("/phone", "PATCH"): "PhoneState",
    ("/cards/{id}", "PATCH"): "{ cardId: string; status: string }",
    ("/rules", "GET"): _RULES,
    ("/rules", "POST"): _RULES,
    ("/rules", "DELETE"): _RULES,
    ("/rules/{id}", "DELETE"): _RULES,
    ("/backend", "GET"): _BACKEND,
    ("/backend", "POST"): _BACKEND,
    ("/backend", "DELETE"): _BACKEND,
    ("/wallet", "GET"): "{ cards: (Face & { encryptCode: string })[] }",
    ("/clock", "GET"): "Clock",
    ("/clock", "PATCH"): "Clock",
    ("/clock/advance", "POST"): "Clock",
    ("/journal", "GET"): "{ entries: Entry[] }",
    ("/events", "POST"): f"{_PUSHED} | {{ event: null; delivery: null }}",
    ("/events/{id}/resend", "POST"): _PUSHED,
    ("/faults", "GET"): _FAULTS,
    ("/faults", "POST"): _FAULTS,
    ("/recording", "GET"): _RECORDING,
    ("/recording", "POST"): f"{_RECORDING} | {_RECORDED}",
    ("/share", "GET"): "{ lan: { url: string; code: string; pair: string; view: string } | null }",
}


def declarations() -> str:
    """The whole file."""
    wire = WIRE.read_text("utf-8").partition("\n\n")[2]
    return f"{HEAD}\n{wire.strip()}\n\n{operations()}{TAIL}"


def operations() -> str:
    """The part that says what each operation takes and answers."""
    rows = [_operation(path, verb, *about) for (path, verb), about in OPERATIONS.items()]
    return f"export interface Operations {{\n{''.join(rows)}}}\n"


def _operation(path: str, verb: str, summary: str, body: Schema | None) -> str:
    given = "undefined" if body is None else type_of(body)
    return (
        f"  /** {summary}. */\n  '{verb} {path}': {{ body: {given}; answer: {ANSWERS.get((path, verb), 'Params')} }}\n"
    )


def type_of(schema: Schema) -> str:
    """The TypeScript type of what the schema allows."""
    if not schema:
        return "unknown"
    if "enum" in schema:
        return " | ".join(_literal(value) for value in schema["enum"])
    if "anyOf" in schema:
        return " | ".join(type_of(one) for one in schema["anyOf"])
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return " | ".join(_PLAIN[kind] if kind in _PLAIN else _nested(kind, schema) for kind in kinds)


_PLAIN = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}


def _nested(kind: str, schema: Schema) -> str:
    return f"({type_of(schema['items'])})[]" if kind == "array" else _object(schema)


def _object(schema: Schema) -> str:
    properties: dict[str, Schema] = schema.get("properties", {})
    if "propertyNames" in schema or isinstance(schema.get("additionalProperties"), dict):
        return "Params"
    if not properties:
        return "Record<string, never>" if schema.get("additionalProperties") is False else "Params"
    needed = schema.get("required", [])
    members = [f"{name}{'' if name in needed else '?'}: {type_of(one)}" for name, one in properties.items()]
    return f"{{ {'; '.join(members)} }}"


def _literal(value: Any) -> str:
    return "'" + value.replace("'", "\\'") + "'" if isinstance(value, str) else json.dumps(value)


if __name__ == "__main__":
    print(declarations(), end="")
