"""Parse a deck: its notes, and all problems with their lines."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import yaml

from studycards.cards import DeckName, NoteId, Source
from studycards.cards.fields import (
    LONGEST_NAME,
    Field,
    FieldType,
    is_deck_name,
    problems_of_fields,
    shortened,
)
from studycards.cards.notes import note_id, problems_of_note
from studycards.decks.compose import TEXTS_AND_LISTS, TOO_DEEP, TooMuchError, compose
from studycards.decks.limits import deck_bytes
from studycards.errors import UnreadableDeckError

if TYPE_CHECKING:
    from pathlib import Path

    from studycards.cards.fields import FieldProblem, Fields


_DEEPEST = 4
"""Maximum nesting of a value: no field needs as much."""

MOST_PROBLEMS = 1_000
"""Problems of a file that are listed; the others are counted."""

LONGEST_MESSAGE = 300
"""Characters of a message; it may quote the deck."""

DECK_FIELDS = (
    Field("deck", FieldType.TEXT, "Name of the deck: kebab-case; the file's name if left out."),
    Field("title", FieldType.TEXT, "Title of the deck."),
    Field("source", FieldType.MAPPING, "The article: title, url, language, note."),
    Field("tags", FieldType.TEXTS, "Tags of every card."),
)
"""The fields of a deck besides `cards`."""

SOURCE_FIELDS = (
    Field("title", FieldType.TEXT, "Title of the article."),
    Field("url", FieldType.TEXT, "Its address."),
    Field("language", FieldType.TEXT, "Its language, such as `zh`."),
    Field("note", FieldType.TEXT, "Anything else worth knowing, such as how much of it was read."),
)
"""The fields of a deck's `source`."""

_DECK_TABLE = {field.name: field for field in DECK_FIELDS}
_SOURCE_TABLE = {field.name: field for field in SOURCE_FIELDS}


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem, its location, and what to do about it."""

    path: str
    line: int
    """From 1."""
    message: str
    hint: str = ""
    code: str = "SC001"
    """Code of the rule; SC001 if the deck or the card cannot be read."""

    def __str__(self) -> str:
        hint = f" ({self.hint})" if self.hint else ""
        return f"{self.path}:{self.line}: {self.code} {self.message}{hint}"


@dataclass(frozen=True, slots=True)
class Note:
    """A valid entry of a deck."""

    id: NoteId
    fields: Fields
    line: int


@dataclass(frozen=True, slots=True)
class ParsedDeck:
    """A deck, as far as it can be read."""

    path: str
    name: DeckName
    title: str
    source: Source
    tags: tuple[str, ...]
    notes: tuple[Note, ...]
    problems: tuple[Problem, ...]


def read_deck(path: Path) -> ParsedDeck:
    """Read and parse a deck file; a file that cannot be read has a problem that says why.

    What is no file at all, such as a pipe or a folder, has no name.
    """
    try:
        return parse_deck(deck_bytes(path).decode(), path)
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        return _unreadable(path, line, "this is not UTF-8 text", "Save the file as UTF-8.")
    except UnreadableDeckError as error:
        deck = _unreadable(path, error.line, error.reason, error.hint)
        return deck if error.is_file else replace(deck, name=DeckName(""))


def parse_deck(text: str, path: Path) -> ParsedDeck:
    """Parse a deck: a broken note costs that note, broken YAML costs the file."""
    try:
        root = compose(text)
    except TooMuchError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        return _unreadable(path, line, str(error.problem), error.hint)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        if "nesting depth" in str(error.problem):  # libyaml's own limit, for flow style
            return _unreadable(path, line, TOO_DEEP, TEXTS_AND_LISTS)
        message = f"not valid YAML: {error.problem or error.context}"
        hint = "Quote a text that holds ': ' or ' #', or begins with a special character."
        return _unreadable(path, line, message, hint)
    except yaml.reader.ReaderError as error:
        line = _text_before(text, error).count("\n") + 1
        hint = "Remove the character, or write it as an escape in double quotes."
        return _unreadable(path, line, f"not valid YAML: {error.reason}", hint)
    if not isinstance(root, yaml.MappingNode):
        return _unreadable(path, 1, "this is not a deck", "A deck has `deck:` and `cards:`.")
    return _Parser(path).deck(root)


def _text_before(text: str, error: yaml.reader.ReaderError) -> str:
    """The text before a character that YAML forbids: libyaml counts bytes, PyYAML characters."""
    if error.encoding == "unicode":
        return text[: error.position]
    return text.encode()[: error.position].decode(errors="ignore")


def _unreadable(path: Path, line: int, message: str, hint: str) -> ParsedDeck:
    problem = Problem(str(path), line, message, hint)
    return ParsedDeck(str(path), DeckName(path.stem), path.stem, Source(), (), (), (problem,))


class _Parser:
    """Walks over one file and collects its problems."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._problems: list[Problem] = []
        self._unlisted = 0
        """Problems beyond `MOST_PROBLEMS`."""
        self._lines: dict[NoteId, int] = {}

    def deck(self, root: yaml.MappingNode) -> ParsedDeck:
        nodes = self._mapping(root)
        cards = nodes.pop("cards", None)
        fields: Fields = {name: self._value(node) for name, node in nodes.items()}
        problems = problems_of_fields(fields, _DECK_TABLE)
        for problem in problems:
            self._report(problem, root)
            fields.pop(problem.field, None)
        source = fields.get("source", {})
        for problem in problems_of_fields(source, _SOURCE_TABLE):
            self._report(problem, nodes["source"])
            source.pop(problem.field)
        name = DeckName(fields.get("deck", self._path.stem))
        if not is_deck_name(name):
            hint = f"Use lower-case letters, digits and single hyphens, at most {LONGEST_NAME}."
            self._say(root, f"'{name}' is not a valid deck name", hint)
        notes = tuple(self._notes(root, cards))
        listed = sorted(self._problems, key=lambda problem: problem.line)
        if self._unlisted:
            message = f"{self._unlisted:,} more problems in this file"
            hint = "Solve those above first."
            listed.append(Problem(str(self._path), listed[-1].line, message, hint))
        return ParsedDeck(
            str(self._path),
            name,
            fields.get("title", name),
            Source(**source),
            tuple(fields.get("tags", ())),
            notes if is_deck_name(name) else (),
            tuple(listed),
        )

    def _notes(self, root: yaml.Node, cards: yaml.Node | None) -> list[Note]:
        if cards is None:
            self._say(root, "the deck has no cards", "Add `cards:` or use `studycards add`.")
            return []
        if isinstance(cards, yaml.ScalarNode) and not cards.value:
            return []
        if not isinstance(cards, yaml.SequenceNode):
            self._say(cards, "`cards` must be a list", "Begin each card with `- `.")
            return []
        # A node that was read is freed: those of a large deck fill more memory than its notes.
        nodes = cards.value[::-1]
        cards.value.clear()
        return [note for _ in range(len(nodes)) if (note := self._note(nodes.pop()))]

    def _note(self, node: yaml.Node) -> Note | None:
        if not isinstance(node, yaml.MappingNode):
            hint = "A card has fields such as `question: …`."
            self._say(node, "this is not a card", hint)
            return None
        before = len(self._problems) + self._unlisted
        fields = {name: self._value(value) for name, value in self._mapping(node).items()}
        for problem in problems_of_note(fields):
            self._report(problem, node)
        if len(self._problems) + self._unlisted > before:
            return None
        identity = note_id(fields)
        line = node.start_mark.line + 1
        if identity in self._lines:
            hint = f"The first is on line {self._lines[identity]}; change or remove one."
            self._say(node, f"the id '{identity}' appears twice in this deck", hint)
            return None
        self._lines[identity] = line
        return Note(identity, fields, line)

    def _mapping(self, node: yaml.MappingNode) -> dict[str, yaml.Node]:
        found: dict[str, yaml.Node] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self._say(key, "a field's name must be text")
            elif key.value in found:
                self._say(key, f"'{key.value}' appears twice", "Keep one.")
            else:
                found[key.value] = value
        return found

    def _value(self, node: yaml.Node, depth: int = 0) -> Any:
        """Scalars as text, exactly as written: `no`, `3.10` and `1_000` mean themselves."""
        if isinstance(node, yaml.ScalarNode):
            return node.value
        if depth == _DEEPEST:
            return []
        if isinstance(node, yaml.SequenceNode):
            return [self._value(item, depth + 1) for item in node.value]
        assert isinstance(node, yaml.MappingNode)
        values = self._mapping(node).items()
        return {name: self._value(value, depth + 1) for name, value in values}

    def _report(self, problem: FieldProblem, node: yaml.Node) -> None:
        if len(self._problems) == MOST_PROBLEMS:
            self._unlisted += 1
            return
        keys = {key.value: key for key, _ in node.value if isinstance(key, yaml.ScalarNode)}
        self._say(keys.get(problem.field, node), problem.message, problem.hint)

    def _say(self, node: yaml.Node, message: str, hint: str = "") -> None:
        if len(self._problems) == MOST_PROBLEMS:
            self._unlisted += 1
            return
        message = shortened(message, LONGEST_MESSAGE)
        line = node.start_mark.line + 1
        self._problems.append(Problem(str(self._path), line, message, hint))
