"""The JSON Schema of a deck, generated from the tables of fields, for use in editors."""

from __future__ import annotations

from typing import Any

from studycards.cards import DEFAULT_KIND, KINDS
from studycards.cards.fields import FIRST_FIELDS, Field, FieldType
from studycards.cards.notes import note_fields
from studycards.decks.parse import DECK_FIELDS, SOURCE_FIELDS

_SCALAR = {"type": ["string", "number", "boolean"], "pattern": r"\S"}
"""A scalar is taken as text, as written; a blank one is empty."""

_TEXTS: dict[str, Any] = {"type": "array", "items": _SCALAR, "minItems": 1}
_MAPPING = {"type": "object", "additionalProperties": _SCALAR, "minProperties": 1}
_WRONG = {"anyOf": [_TEXTS, _MAPPING]}

_TYPES: dict[FieldType, dict[str, Any]] = {
    FieldType.TEXT: _SCALAR,
    FieldType.TEXTS: _TEXTS,
    FieldType.TEXT_OR_TEXTS: {"anyOf": [_SCALAR, _TEXTS]},
    FieldType.VERSIONED: {
        "anyOf": [
            _SCALAR,
            {
                "type": "object",
                "patternProperties": {r"^\d+\.\d+$": _SCALAR},
                "additionalProperties": False,
                "minProperties": 1,
            },
        ]
    },
    FieldType.SWITCH: {"type": "boolean"},
    FieldType.MAPPING: _MAPPING,
    FieldType.WRONG: _WRONG,
    FieldType.BY_GAP: _MAPPING | {"additionalProperties": _TEXTS},
    FieldType.WRONG_BY_GAP: _MAPPING | {"additionalProperties": _WRONG},
}

_KEBAB = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}


def deck_schema() -> dict[str, Any]:
    """The schema as JSON values (draft 2020-12)."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A deck of studycards",
        "type": "object",
        "properties": {
            **_properties(DECK_FIELDS),
            "deck": _KEBAB | {"description": DECK_FIELDS[0].help},
            "source": {
                "description": next(f.help for f in DECK_FIELDS if f.name == "source"),
                "type": "object",
                "properties": _properties(SOURCE_FIELDS),
                "additionalProperties": False,
                "minProperties": 1,
            },
            "cards": {
                "description": "The notes.",
                "type": ["array", "null"],
                "items": {"$ref": "#/$defs/note"},
            },
        },
        "required": ["cards"],
        "additionalProperties": False,
        "$defs": {
            "note": {
                "type": "object",
                "properties": {"kind": {"enum": list(KINDS)}},
                "allOf": [_only_if(kind) for kind in KINDS],
            },
            **{kind: _note(kind) for kind in KINDS},
        },
    }


def _only_if(kind: str) -> dict[str, Any]:
    """The rule for one kind; a note without a kind is of the default kind."""
    required = [] if kind == DEFAULT_KIND else ["kind"]
    condition = {"properties": {"kind": {"const": kind}}, "required": required}
    return {"if": condition, "then": {"$ref": f"#/$defs/{kind}"}}


def _note(kind: str) -> dict[str, Any]:
    fields = tuple(note_fields(kind).values())
    return {
        "properties": {
            **_properties(fields),
            "id": _KEBAB | {"description": FIRST_FIELDS[0].help},
        },
        "required": [field.name for field in fields if field.required],
        "additionalProperties": False,
    }


def _properties(fields: tuple[Field, ...]) -> dict[str, Any]:
    return {field.name: _TYPES[field.type] | {"description": field.help} for field in fields}
