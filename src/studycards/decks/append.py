"""Write to a deck without losing comments: text is added, nothing is serialised again."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

from studycards.cards import kind_of
from studycards.cards.fields import FieldType
from studycards.decks.limits import deck_bytes
from studycards.decks.parse import read_deck
from studycards.errors import CannotWriteError, DeckError
from studycards.files import replace_text

if TYPE_CHECKING:
    from pathlib import Path

    from studycards.cards.fields import Fields
    from studycards.decks.find import SearchPath

SCHEMA_NAME = "deck.schema.json"
"""The JSON Schema beside the decks, which editors read."""


def new_deck(name: str, title: str) -> str:
    """The text of a deck without cards."""
    head = f"# yaml-language-server: $schema={SCHEMA_NAME}\n"
    return "".join([head, *_field("deck", name, ""), *_field("title", title, ""), "cards:\n"])


def note_text(fields: Fields) -> str:
    """A note as YAML, as an item of a list that is indented by two."""
    first, *rest = "".join(_lines(fields, "    ")).splitlines(keepends=True)
    return "  - " + first.lstrip() + "".join(rest)


def with_note(text: str, fields: Fields) -> str:
    """The text of a deck with a note at its end, everything else unchanged."""
    newline = "\r\n" if "\r\n" in text else "\n"
    if text and not text.endswith("\n"):
        text += newline
    note = note_text(fields)
    indent = _indent_of_cards(text)
    if indent != 2:
        note = re.sub(r"(?m)^  (?=.)", " " * indent, note)
    text = re.sub(r"(?m)^cards:[ \t]*\[[ \t]*\][ \t]*(?=\r?$)", "cards:", text)
    text = re.sub(r"(?m)^cards:[ \t]*\[[ \t]*\](?=[ \t]+#)", "cards:", text)
    if not re.search(r"(?m)^cards:", text):
        text += f"cards:{newline}"
    return text + note.replace("\n", newline)


def own_copy(path: Path, search_path: SearchPath) -> Path:
    """The file itself, or for a shipped deck its copy in the learner's folder."""
    if not path.is_relative_to(search_path.shipped):
        return path
    copy = search_path.own / path.name
    if not copy.exists():
        replace_text(copy, None, deck_bytes(path).decode(errors="replace"))
        place_schema(search_path)
    elif read_deck(copy).name != read_deck(path).name:
        raise DeckError(
            f"{copy} holds another deck, so {path.name} cannot be copied there",
            hint="Rename that file after its deck.",
        )
    return copy


def place_schema(search_path: SearchPath) -> None:
    """Put the JSON Schema beside the learner's decks, so that editors complete and check them."""
    schema = (search_path.shipped / SCHEMA_NAME).read_bytes()
    target = search_path.own / SCHEMA_NAME
    if target.is_symlink():  # such as one in a repository of decks
        target.unlink()
    try:
        before = target.read_bytes() if os.path.isfile(target) else None  # noqa: PTH113 - or closed
    except OSError as error:
        raise CannotWriteError(target, error) from error
    if before != schema:
        replace_text(target, before, schema.decode())


def _indent_of_cards(text: str) -> int:
    """The indentation of the items of `cards`; two if there are none yet."""
    after = re.split(r"(?m)^cards:", text, maxsplit=1)[-1]
    item = re.search(r"(?m)^( *)-(?=\s|$)", after)
    return len(item[1]) if item else 2


def _lines(fields: Fields, indent: str) -> list[str]:
    switches = {field.name for field in kind_of(fields).fields if field.type is FieldType.SWITCH}
    lines: list[str] = []
    for name, value in fields.items():
        if name in switches:
            lines.append(f"{indent}{name}: {value}\n")  # true or false, not the words
        else:
            lines += _field(name, value, indent)
    return lines


def _field(name: str, value: Any, indent: str) -> list[str]:
    if isinstance(value, list):
        return [f"{indent}{name}:\n"] + [f"{indent}  - {_scalar(item)}\n" for item in value]
    if isinstance(value, dict):
        pairs = (f"{indent}  {_scalar(key)}: {_scalar(item)}\n" for key, item in value.items())
        return [f"{indent}{name}:\n", *pairs]
    if _fits_block(value):
        return _block(name, value, indent)
    return [f"{indent}{name}: {_scalar(value)}\n"]


_EVERYDAY = re.compile(r"[\n\x20-\x7e\xa1-\u1fff\u2010-\u2027\u2030-\ud7ff\U0001f300-\U0001faff]*")
"""Characters that every YAML parser takes literally."""


def _fits_block(text: str) -> bool:
    """Whether a text of several lines can be written as a literal block."""
    lines = text.split("\n")
    blanks = any(line != line.rstrip() or (line and not line.strip()) for line in lines)
    return len(lines) > 1 and bool(text.strip()) and not blanks and bool(_EVERYDAY.fullmatch(text))


def _block(name: str, text: str, indent: str) -> list[str]:
    ends = len(text) - len(text.rstrip("\n"))
    keep = {0: "-", 1: ""}.get(ends, "+")
    first = "2" if text.startswith((" ", "\n")) else ""
    lines = text.rstrip("\n").split("\n") + [""] * max(ends - 1, 0)
    block = [f"{indent}  {line}\n" if line else "\n" for line in lines]
    return [f"{indent}{name}: |{first}{keep}\n", *block]


def _scalar(text: str) -> str:
    """A text on one line, quoted only if YAML would read it differently."""
    import yaml

    everyday = _EVERYDAY.fullmatch(text) and "\n" not in text
    dumped: str = yaml.safe_dump(
        text,
        allow_unicode=bool(everyday),
        default_style=None if everyday else '"',
        width=10**9,
        default_flow_style=True,
    )
    return dumped.removesuffix("\n...\n").removesuffix("\n")
