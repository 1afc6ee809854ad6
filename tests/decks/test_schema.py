"""The JSON Schema of decks says in an editor what the parser says at the prompt."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from studycards.cards import KINDS, kind_named
from studycards.cards.fields import COMMON_FIELDS, Field, FieldType
from studycards.decks.append import SCHEMA_NAME
from studycards.decks.find import shipped_folder
from studycards.decks.parse import DECK_FIELDS, parse_deck, read_deck
from studycards.decks.schema import deck_schema

HERE = Path(__file__).parent
VALIDATOR = Draft202012Validator(deck_schema())

NOT_SEEN_BY_THE_SCHEMA = {
    "cards-null": "JSON does not tell `cards:` from `cards: null`",
    "choice-answer-is-none": "JSON Schema cannot compare one field with another",
    "choice-answer-twice": "the table of fields knows types, not what differs",
    "choice-one-option": "the table of fields knows no numbers",
    "choice-option-twice": "the table of fields knows types, not what differs",
    "cloze-empty-gap": "the table of fields knows types, not what a text holds",
    "cloze-gap-in-gap": "the table of fields knows types, not what a text holds",
    "cloze-without-gap": "the table of fields knows types, not what a text holds",
    "deck-key-twice": "JSON keeps one of two equal keys",
    "id-twice": "JSON Schema cannot compare one note with another",
    "key-twice": "JSON keeps one of two equal keys",
    "key-twice-within": "JSON keeps one of two equal keys",
    "order-item-twice": "the table of fields knows types, not what differs",
    "order-one-item": "the table of fields knows no numbers",
    "question-twice": "JSON Schema cannot compare one note with another",
    "switch-yes": "`yes` is a boolean to some readers of YAML",
}
"""Bad decks that only the parser finds, and why."""

NO_JSON = {
    "alias-in-itself",
    "colon-unquoted",
    "control-character",
    "key-not-text",
    "nested-too-deep",
    "quote-left-open",
    "tab-for-indent",
    "two-documents",
    "unknown-alias",
}
"""Bad decks that cannot be turned into JSON: an editor's YAML reader says so."""

ONLY_AS_WRITTEN = {
    "as-written": "ids, names and nulls that a reader of YAML takes for other things than text",
}
"""Good decks in which an editor sees problems, and why."""


CORE = {"null", "bool", "int", "float"}


class _EditorLoader(yaml.SafeLoader):
    """The core schema of YAML as JSON values: no dates, no merging, names of fields as text."""


def _mapping(loader: yaml.SafeLoader, node: yaml.MappingNode) -> dict[str, Any]:
    return {key.value: loader.construct_object(value, deep=True) for key, value in node.value}


_EditorLoader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if tag.rpartition(":")[2] in CORE]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_EditorLoader.add_constructor("tag:yaml.org,2002:map", _mapping)


def as_json(path: Path) -> Any:
    """A deck as an editor hands it to the schema."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_EditorLoader)


def complaints(deck: Any) -> list[str]:
    """What the schema says is wrong, and where."""
    return [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(deck)]


def paths(folder: Path) -> list[Any]:
    """The decks of a folder, as parameters."""
    return [pytest.param(path, id=path.stem) for path in sorted(folder.glob("*.yaml"))]


def test_published() -> None:
    """The file that editors read is what the tables of fields say."""
    published = (shipped_folder() / SCHEMA_NAME).read_text(encoding="utf-8")
    assert json.loads(published) == deck_schema()
    Draft202012Validator.check_schema(deck_schema())


def test_every_field_is_explained() -> None:
    """An editor can tell what each field of each kind is for."""
    schema = deck_schema()
    properties = [schema["properties"], *(schema["$defs"][kind]["properties"] for kind in KINDS)]
    missing = [name for group in properties for name in group if not group[name]["description"]]
    assert missing == []


@pytest.mark.parametrize("path", paths(shipped_folder()))
def test_shipped_decks(path: Path) -> None:
    """Every deck that we ship is without problems, for the parser and for the schema."""
    assert read_deck(path).problems == ()
    assert complaints(as_json(path)) == []


@pytest.mark.parametrize("path", paths(shipped_folder()))
def test_shipped_decks_name_the_schema(path: Path) -> None:
    """Every deck that we ship opens with the line by which editors find the schema."""
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first == f"# yaml-language-server: $schema={SCHEMA_NAME}"


@pytest.mark.parametrize("path", paths(HERE / "good"))
def test_good_decks(path: Path) -> None:
    """What the parser takes, the schema takes, but for what is listed."""
    assert bool(complaints(as_json(path))) == (path.stem in ONLY_AS_WRITTEN)


@pytest.mark.parametrize("path", paths(HERE / "bad"))
def test_bad_decks(path: Path) -> None:
    """What the parser calls wrong for its shape, the schema calls wrong, but for what is listed."""
    assert read_deck(path).problems
    if path.stem in NO_JSON:
        with pytest.raises((yaml.YAMLError, TypeError, RecursionError)):
            as_json(path)
    else:
        assert bool(complaints(as_json(path))) == (path.stem not in NOT_SEEN_BY_THE_SCHEMA)


RIGHT: dict[FieldType, Any] = {
    FieldType.TEXT: "a",
    FieldType.TEXTS: ["a", "b"],
    FieldType.TEXT_OR_TEXTS: "a",
    FieldType.VERSIONED: {"3.8": "a", "3.13": "b"},
    FieldType.SWITCH: True,
    FieldType.MAPPING: {"url": "a"},
    FieldType.WRONG: {"a": "because"},
    FieldType.BY_GAP: {"c1": ["a"]},
    FieldType.WRONG_BY_GAP: {"c1": {"a": "because"}},
}
VALUES: tuple[Any, ...] = (
    *RIGHT.values(),
    3.5,
    "",
    " ",
    [],
    {},
    [""],
    ["a", " "],
    ["a", ["b"]],
    [{"a": "b"}],
    [1, True],
    {"3.8": ""},
    {"3.8": ["a"]},
    {"3.8": 7},
    {"3": "a"},
    {"3.8": "a", "3.x": "b"},
    {"c1": []},
    {"c1": [""]},
    {"c1": {}},
    {"c1": {"a": " "}},
    {"c1": {"a": ["b"]}},
    {"c1": [["a"]]},
)


def wrong_to_the_parser(deck: dict[str, Any], field: str) -> bool:
    """Whether the parser finds fault with the type of a field or what is in it, or finds it empty."""
    text = json.dumps(deck)
    said = (f"'{field}' must be", f"'{field}' is empty", "unknown field")
    problems = parse_deck(text, Path("deck.yaml")).problems
    return any(problem.message.startswith(said) for problem in problems)


def differing(field: Field, decks: list[tuple[Any, dict[str, Any]]]) -> list[Any]:
    """The values of a field on which the parser and the schema do not agree."""
    return [
        value
        for value, deck in decks
        if wrong_to_the_parser(deck, field.name) != bool(complaints(deck))
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_fields_of_notes(kind: str) -> None:
    """For every field and type of value, parser and schema agree whether it fits."""
    fields = (*kind_named(kind).fields, *COMMON_FIELDS)
    note = {field.name: RIGHT[field.type] for field in fields if field.required} | {"kind": kind}
    found = {
        field.name: differing(
            field, [(value, {"cards": [note | {field.name: value}]}) for value in VALUES]
        )
        for field in fields
        if field.name not in ("id", "kind")
    }
    assert found == {name: [] for name in found}


@pytest.mark.parametrize("field", DECK_FIELDS[1:], ids=lambda field: field.name)
def test_fields_of_decks(field: Field) -> None:
    """For every field of a deck and type of value, parser and schema agree whether it fits."""
    decks = [(value, {"cards": [], field.name: value}) for value in VALUES]
    assert differing(field, decks) == []


REQUIRED = [
    pytest.param(kind, field.name, id=f"{kind}.{field.name}")
    for kind in KINDS
    for field in kind_named(kind).fields
    if field.required
]


@pytest.mark.parametrize(("kind", "field"), REQUIRED)
def test_required_fields(kind: str, field: str) -> None:
    """A note without a field that its kind requires is wrong to both, and both say which."""
    note = {
        f.name: RIGHT[f.type] for f in kind_named(kind).fields if f.required and f.name != field
    }
    deck = {"cards": [note | {"kind": kind}]}
    (problem,) = parse_deck(json.dumps(deck), Path("deck.yaml")).problems
    assert problem.message == f"'{field}' is missing"
    assert complaints(deck) == [f"$.cards[0]: '{field}' is a required property"]
