"""The fields of notes: one table to validate notes and generate the JSON Schema."""

import re
from collections.abc import Mapping
from enum import Enum
from operator import eq, ge, gt, le, lt, ne
from typing import Any, NamedTuple

Value = str | list[Any] | dict[str, Any]
"""A value from YAML: scalars are kept as text, exactly as written."""

Fields = dict[str, Any]
"""The fields of one note by name."""

Version = tuple[int, int]
"""Major and minor version of Python, such as (3, 12)."""


class FieldType(Enum):
    """The type of a field."""

    TEXT = "text"
    TEXTS = "a list of texts"
    TEXT_OR_TEXTS = "a text or a list of texts"
    VERSIONED = 'a text, or a mapping from Python version to text such as {"3.8": …, "3.13": …}'
    SWITCH = "true or false"
    MAPPING = "a mapping from names to texts"
    WRONG = "a list of texts, or a mapping from each text to the reason why it is wrong"
    BY_GAP = "a mapping from gaps such as c1 to lists of texts"
    WRONG_BY_GAP = "a mapping from gaps such as c1 to lists of texts, or to mappings with reasons"


BY_GAP = (FieldType.BY_GAP, FieldType.WRONG_BY_GAP)
"""Types of fields with a value for each gap of a text."""


class Field(NamedTuple):
    """One field of a kind of note."""

    name: str
    type: FieldType
    help: str
    required: bool = False
    lines: bool = False
    """Whether a text often spans lines: the dialogue of `add` then takes several."""


class FieldProblem(NamedTuple):
    """A problem of a field, and what to do about it."""

    field: str
    message: str
    hint: str = ""


FIRST_FIELDS = (
    Field("id", FieldType.TEXT, "Stable identity of the note: kebab-case, unique everywhere."),
    Field("kind", FieldType.TEXT, "Kind of the note; basic if left out."),
)
"""Fields of every kind, written before its own."""

LAST_FIELDS = (
    Field("explanation", FieldType.TEXT, "Why the answer is right; shown with it. Markdown."),
    Field("source", FieldType.TEXT, "Source of the fact."),
    Field("requires", FieldType.TEXTS, "Ids of notes to learn first."),
    Field("tags", FieldType.TEXTS, "Tags, besides those of the deck."),
    Field("proof", FieldType.TEXT, "Python that must run without error; `answer` is the answer."),
    Field("python", FieldType.TEXT, "Versions of Python that can run the note's code: `>=3.13`."),
    Field("ignore", FieldType.MAPPING, "Rules of `check` that this note may break, with reasons."),
)
"""Fields of every kind, written after its own."""

COMMON_FIELDS = (*FIRST_FIELDS, *LAST_FIELDS)

LONGEST_TEXT = 2**20
"""Characters of a text of a note."""

LONGEST_SHOWN = 10_000
"""Characters of a text that a screen shows: some five screens; the rest is cut."""

LONGEST_NAME = 100
"""Characters of the name of a deck, which names its file."""

LONGEST_ID = 200
"""Characters of an id as written."""

_KEBAB = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*").fullmatch
_VERSION = re.compile(r"\d{1,3}\.\d{1,3}").fullmatch


def is_kebab(text: str) -> bool:
    """Whether a text is lower-case words joined by hyphens."""
    return _KEBAB(text) is not None


def is_deck_name(text: str) -> bool:
    """Whether a text can name a deck, and its file."""
    return is_kebab(text) and len(text) <= LONGEST_NAME


def shortened(text: str, maximum: int) -> str:
    """The two ends of a text that is longer than a maximum."""
    half = maximum // 2
    return text if len(text) <= maximum else f"{text[:half]} … {text[-half:]}"


def problems_of_fields(fields: Fields, table: Mapping[str, Field]) -> list[FieldProblem]:
    """All problems with the names and the types of fields.

    Args:
        fields: The fields as written.
        table: The allowed fields, by name.
    """
    problems = []
    for name, value in fields.items():
        if (
            type(value) is str
            and name in table
            and table[name].type in _SCALARS
            and (value.strip() and len(value) <= LONGEST_TEXT)
        ):
            continue  # nearly every field: a first index checks a million
        if name not in table:
            problems.append(
                FieldProblem(
                    name, f"unknown field '{name}'", f"Fields here: {', '.join(sorted(table))}."
                )
            )
        elif not _fits(value, table[name].type):
            problems.append(FieldProblem(name, f"'{name}' must be {table[name].type.value}"))
        elif _is_empty(value):
            problems.append(FieldProblem(name, f"'{name}' is empty", "Fill it or remove it."))
        elif (length := _length(value)) > LONGEST_TEXT:
            problems.append(_too_long(name, length))
    problems += [
        FieldProblem("", f"'{field.name}' is missing", field.help)
        for field in table.values()
        if field.required and field.name not in fields
    ]
    return problems


def _too_long(name: str, length: int) -> FieldProblem:
    message = f"'{name}' has {length:,} characters, more than {LONGEST_TEXT:,}"
    return FieldProblem(name, message, "Shorten it, or make several cards.")


def for_version(value: str | Mapping[str, str], python: Version) -> str:
    """The text for a version of Python: that of the greatest version up to it."""
    if isinstance(value, str):
        return value
    by_version = sorted((_version(name), text) for name, text in value.items())
    reached = [text for version, text in by_version if version <= python]
    return reached[-1] if reached else by_version[0][1]


def for_the_version(question: str, answer: Value, python: Version) -> str:
    """A question, with the version of Python after its first paragraph if the answer depends on it."""
    if not isinstance(answer, dict):
        return question
    first = re.match(r".+?(?=\s*(?:\n\s*\n|\n```|$))", question, re.DOTALL)
    end = first.end() if first else len(question)
    return f"{question[:end]} (Python {python[0]}.{python[1]}){question[end:]}"


_COMPARED = {">=": ge, "<=": le, ">": gt, "<": lt, "==": eq, "!=": ne}
_BOUND = re.compile(r"\s*(>=|<=|==|!=|>|<)\s*(\d{1,3}\.\d{1,3})\s*").fullmatch


def is_version_range(text: str) -> bool:
    """Whether a text is a range of versions of Python, such as `>=3.11,<3.14`."""
    return all(map(_BOUND, text.split(",")))


def runs_on(fields: Fields, python: Version) -> bool:
    """Whether the code of a note can be run by a version of Python, as its author says."""
    bounds = filter(None, map(_BOUND, fields.get("python", "").split(",")))
    return all(_COMPARED[bound[1]](python, _version(bound[2])) for bound in bounds)


def texts_of(value: Value | None) -> tuple[str, ...]:
    """A text, a list of texts, or the texts of all versions, as texts."""
    if isinstance(value, dict):
        return tuple(value.values())
    return tuple(value) if isinstance(value, list) else (value,) if value else ()


def _version(name: str) -> Version:
    major, minor = name.split(".")
    return int(major), int(minor)


_SCALARS = frozenset((FieldType.TEXT, FieldType.TEXT_OR_TEXTS, FieldType.VERSIONED))


def _fits(value: Value, kind: FieldType) -> bool:
    match kind:
        case FieldType.TEXT:
            return isinstance(value, str)
        case FieldType.TEXTS:
            return _is_texts(value)
        case FieldType.TEXT_OR_TEXTS:
            return isinstance(value, str) or _is_texts(value)
        case FieldType.SWITCH:
            return value in ("true", "false")
        case FieldType.MAPPING:
            return _is_mapping(value)
        case FieldType.VERSIONED:
            return isinstance(value, str) or (_is_mapping(value) and all(map(_VERSION, value)))
        case FieldType.WRONG:
            return _is_wrong(value)
        case FieldType.BY_GAP:
            return isinstance(value, dict) and all(map(_is_texts, value.values()))
        case FieldType.WRONG_BY_GAP:
            return isinstance(value, dict) and all(map(_is_wrong, value.values()))


def _is_empty(value: Value) -> bool:
    """Whether a value, or one of its parts, is empty."""
    if isinstance(value, str):
        return not value.strip()
    parts = value.values() if isinstance(value, dict) else value
    return not value or any(_is_empty(part) for part in parts)


def _length(value: Value) -> int:
    """The characters of a value with all its parts."""
    if isinstance(value, str):
        return len(value)
    parts = [*value, *value.values()] if isinstance(value, dict) else value
    return sum(map(_length, parts))


def _is_texts(value: Value) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _is_wrong(value: Value) -> bool:
    return _is_texts(value) or _is_mapping(value)


def _is_mapping(value: Value) -> bool:
    return isinstance(value, dict) and all(isinstance(item, str) for item in value.values())
