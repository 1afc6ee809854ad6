"""Mechanical fixes to a deck's text, which keep every comment and empty line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

from studycards.cards import DEFAULT_KIND, KINDS
from studycards.cards.notes import note_fields, note_id
from studycards.decks.compose import children, compose
from studycards.decks.parse import parse_deck

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from studycards.cards.fields import Fields


def fixed(text: str, path: Path) -> str:
    """The text of a deck with ids written, fields in order and no spaces at the ends of lines.

    A text whose notes would change, apart from the ids, is returned unchanged, and so is one with
    line breaks other than LF and CRLF.
    """
    if text.startswith(_BYTE_ORDER_MARK):
        return _BYTE_ORDER_MARK + fixed(text.removeprefix(_BYTE_ORDER_MARK), path)
    before = _values(text, path)
    if not before or _OTHER_BREAKS.search(text):
        return text
    result = _without_trailing_spaces(text)
    for fix in (_with_ids, _in_order):
        result = fix(result)
    return result if _values(result, path) == before else text


_BYTE_ORDER_MARK = "\ufeff"
_OTHER_BREAKS = re.compile(r"\r(?!\n)|[\x85\u2028\u2029]")
"""Where libyaml begins a line and we do not."""


def _values(text: str, path: Path) -> list[Fields]:
    """The fields of every note, with its id."""
    return [{"id": note.id} | note.fields for note in parse_deck(text, path).notes]


def fields_out_of_order(names: Iterable[str], kind: str) -> bool:
    """Whether the fields of a note are not in the order of its kind."""
    order = list(note_fields(kind))
    known = [order.index(name) for name in names if name in order]
    return known != sorted(known)


def lines_with_trailing_spaces(text: str) -> list[int]:
    """Lines, from 0, with trailing spaces outside texts of several lines."""
    protected = _lines_of_texts(text)
    return [
        number
        for number, line in enumerate(text.split("\n"))
        if line.removesuffix("\r").endswith((" ", "\t")) and number not in protected
    ]


def _without_trailing_spaces(text: str) -> str:
    lines = text.split("\n")
    for number in lines_with_trailing_spaces(text):
        ending = "\r" if lines[number].endswith("\r") else ""
        lines[number] = lines[number].rstrip(" \t\r") + ending
    return "\n".join(lines)


def _lines_of_texts(text: str) -> set[int]:
    """Lines inside scalars of several lines, where spaces may be content."""
    return {
        line
        for node in _scalars(compose(text))
        for line in range(node.start_mark.line, node.end_mark.line)
    }


def _scalars(root: yaml.Node | None) -> Iterator[yaml.ScalarNode]:
    """Every scalar once, however many aliases it has."""
    waiting, seen = [root] if root else [], set()
    while waiting:
        node = waiting.pop()
        if id(node) not in seen:
            seen.add(id(node))
            waiting += children(node)
            if isinstance(node, yaml.ScalarNode):
                yield node


def _notes(text: str) -> list[yaml.MappingNode]:
    """The nodes of notes that can be fixed, last first: an edit does not move those before it."""
    root = compose(text)
    assert isinstance(root, yaml.MappingNode)
    cards = next(value for key, value in root.value if key.value == "cards")
    nodes = [node for node in reversed(cards.value) if isinstance(node, yaml.MappingNode)]
    return [node for node in nodes if _is_plain(node, text) and _kind(node) in KINDS]


def _is_plain(node: yaml.MappingNode, text: str) -> bool:
    """Whether a note begins with its fields, not an anchor or a tag, and their names are texts."""
    begins = text[node.start_mark.index] not in "&!"
    return begins and all(isinstance(key, yaml.ScalarNode) for key, _ in node.value)


def _kind(node: yaml.MappingNode) -> str:
    return _texts(node).get("kind", DEFAULT_KIND)


def _texts(node: yaml.MappingNode) -> dict[str, str]:
    """The fields of a note that hold a text."""
    pairs = [(key, value) for key, value in node.value if isinstance(value, yaml.ScalarNode)]
    return {key.value: value.value for key, value in pairs}


def _with_ids(text: str) -> str:
    newline = "\r\n" if "\r\n" in text else "\n"
    parts, end = [], len(text)
    """The text from `end` on, in pieces, last first."""
    for node in _notes(text):
        if any(key.value == "id" for key, _ in node.value):
            continue
        identity = f"id: {note_id(_texts(node))}"
        start = node.start_mark.index
        if node.flow_style:
            start += 1
            written = f"{identity}, "
        else:
            written = f"{identity}{newline}{' ' * node.start_mark.column}"
        parts += [text[start:end], written]
        end = start
    return "".join([text[:end], *reversed(parts)])


def _in_order(text: str) -> str:
    lines = text.split("\n")
    for node in _notes(text):
        names = [key.value for key, _ in node.value]
        if not node.flow_style and fields_out_of_order(names, _kind(node)):
            _reorder(lines, node)
    return "\n".join(lines)


def _reorder(lines: list[str], node: yaml.MappingNode) -> None:
    """Put the fields of a note, each with the comments above it, in order."""
    column = node.start_mark.column
    starts = [_with_comments(lines, key.start_mark.line) for key, _ in node.value]
    first, end = node.value[0][0].start_mark.line, _end_of(lines, node, column)
    starts[0] = first
    blocks = [
        (key.value, lines[start:stop])
        for (key, _), start, stop in zip(node.value, starts, [*starts[1:], end], strict=True)
    ]
    lead = lines[first][:column]
    blocks[0][1][0] = " " * column + blocks[0][1][0][column:]
    rank = {name: index for index, name in enumerate(note_fields(_kind(node)))}
    blocks.sort(key=lambda block: rank.get(block[0], len(rank)))
    shifted = [line for _, block in blocks for line in block]
    leading = next(n for n, line in enumerate(shifted) if not line.lstrip().startswith("#"))
    shifted[leading] = lead + shifted[leading][column:]
    lines[first:end] = shifted


def _with_comments(lines: list[str], line: int) -> int:
    """The first line of the comments right above a line."""
    while lines[line - 1].lstrip().startswith("#"):
        line -= 1
    return line


def _end_of(lines: list[str], node: yaml.MappingNode, column: int) -> int:
    """The line after a note; comments and empty lines below it belong to what follows."""
    end = node.end_mark.line
    while end > node.start_mark.line + 1:
        line = lines[end - 1] if end - 1 < len(lines) else ""
        indented = len(line) - len(line.lstrip(" ")) >= column
        if line.strip() and (indented or not line.lstrip().startswith("#")):
            break
        end -= 1
    return end
