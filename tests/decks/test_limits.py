"""What a deck may hold, and that one step more is refused."""

from __future__ import annotations

import os
import re
import socket
import sys
from pathlib import Path

import pytest

from studycards.cards.cloze import MOST
from studycards.cards.fields import LONGEST_ID, LONGEST_NAME, LONGEST_SHOWN, LONGEST_TEXT
from studycards.cards.formula import LONGEST
from studycards.decks.compose import DEEPEST, MOST_REPEATED, NODES_PER_NOTE, SPARE_NODES
from studycards.decks.limits import LARGEST_FILE, LARGEST_NOTE, MOST_NOTES, deck_bytes
from studycards.decks.parse import LONGEST_MESSAGE, MOST_PROBLEMS, parse_deck, read_deck
from studycards.errors import UnreadableDeckError
from tests.decks.hostile import basic

DECK = Path("deck.yaml")


def refusal(path: Path) -> str:
    """Why a file is not read."""
    with pytest.raises(UnreadableDeckError) as caught:
        deck_bytes(path)
    return caught.value.reason


def problems(text: str) -> list[str]:
    """The messages of the problems of a deck."""
    return [problem.message for problem in parse_deck(text, DECK).problems]


def test_size_of_a_file(tmp_path: Path) -> None:
    """64 MiB are read, a byte more is not."""
    path = tmp_path / "deck.yaml"
    path.write_bytes(b"\n" * LARGEST_FILE)
    assert len(deck_bytes(path)) == LARGEST_FILE
    with path.open("ab") as file:
        file.write(b"\n")
    assert refusal(path) == "the file is larger than 64 MiB"


def test_limits_in_the_documentation() -> None:
    """The page on the format names them as they are."""
    page = (Path(__file__).parents[2] / "docs" / "deck-format.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| [^|]+ \| ([^|]+) \| (?:the |no |`check)", page, re.MULTILINE)
    assert listed == [
        f"{LARGEST_FILE // 2**20} MiB",
        f"{MOST_NOTES:,}",
        f"{LARGEST_NOTE // 2**20} MiB",
        f"{DEEPEST}",
        f"{SPARE_NODES:,}, and {NODES_PER_NOTE} more for each card",
        f"{MOST_REPEATED // 2**20} MiB",
        f"{LONGEST_TEXT // 2**20} MiB ({LONGEST_TEXT:,})",
        f"{LONGEST:,}",
        f"{MOST}",
        f"{LONGEST_ID}",
        f"{LONGEST_NAME}",
        f"{LONGEST_SHOWN:,}",
        f"{MOST_PROBLEMS:,}",
    ]


@pytest.mark.parametrize("indent", ["", "  ", "    "])
def test_number_of_notes(tmp_path: Path, indent: str) -> None:
    """They are counted before anything is parsed; items of a list in a note are none."""
    path = tmp_path / "deck.yaml"
    text = "deck: many\ncards:\n" + f"{indent}- a: |\n{indent}    - b\n" * MOST_NOTES
    path.write_text(text, encoding="utf-8")
    assert deck_bytes(path).decode() == text
    path.write_text(f"{text}{indent}- a\n", encoding="utf-8")
    assert refusal(path) == "more than 100,000 cards"


def test_size_of_a_note(tmp_path: Path) -> None:
    """A note of nearly 8 MiB is read wherever it stands; the line of a larger one is named."""
    path = tmp_path / "deck.yaml"
    before = "deck: large\ncards:\n" + ("  - a: b\n" + "#" * 99 + "\n") * 90_000
    for text, read in (("x\n" * (LARGEST_NOTE // 2 - 50), True), ("x\n" * LARGEST_NOTE, False)):
        path.write_text(f"{before}  - a: |\n{text}  - a: b\n", encoding="utf-8")
        if read:
            assert deck_bytes(path)
        else:
            assert refusal(path) == "a card or a line of more than 8 MiB"
            assert read_deck(path).problems[0].line == 180_003


def test_length_of_a_text() -> None:
    """1 MiB of characters, in one text or in all of a list."""
    assert problems(basic("q", "a" * LONGEST_TEXT)) == []
    too_long = "'answer' has 1,048,577 characters, more than 1,048,576"
    assert problems(basic("q", "a" * (LONGEST_TEXT + 1))) == [too_long]
    half = "t" * (LONGEST_TEXT // 2)
    assert problems(basic("q") + f"    tags: [{half}, {half}]\n") == []
    (said,) = problems(basic("q") + f"    tags: [{half}, {half}t]\n")
    assert said.startswith("'tags' has 1,048,577")


def test_what_aliases_repeat() -> None:
    """Aliases may repeat as much as a text may hold, each value with one more."""
    text = "w" * (MOST_REPEATED // 2 - 1)
    assert problems(basic(f"&a {text}") + "    explanation: *a\n    source: *a\n") == []
    assert problems(basic(f"&a {text}w") + "    explanation: *a\n    source: *a\n") == [
        "aliases repeat too much text"
    ]


def test_number_of_values() -> None:
    """One note may be far above the average; the deck may not."""
    some = ", ".join(["t"] * (SPARE_NODES - 100))
    assert problems(basic("q") + f"    tags: [{some}]\n") == []
    assert problems(basic("q") + f"    tags: [{some}{', t' * 200}]\n") == [
        "too many values for the cards it has"
    ]


def test_number_of_problems() -> None:
    """The first thousand are listed, the others counted; good notes of the file are read."""
    text = "cards:\n" + "  - question: q\n" * (MOST_PROBLEMS + 5)
    deck = parse_deck(text + "  - {id: good, question: q, answer: a}\n", DECK)
    assert [note.id for note in deck.notes] == ["good"]
    assert len(deck.problems) == MOST_PROBLEMS + 1
    assert deck.problems[-1].message == "5 more problems in this file"


def test_length_of_names() -> None:
    """An id has 200 characters, the name of a deck 100; a derived id is as short."""
    assert problems(basic("q").replace("id: bad", f"id: {'i' * 200}")) == []
    (said,) = problems(basic("q").replace("id: bad", f"id: {'i' * 201}"))
    assert said == "'id' has 201 characters, more than 200"
    assert problems(f"deck: {'d' * 100}\ncards: []\n") == []
    assert len(problems(f"deck: {'d' * 101}\ncards: []\n")) == 1
    (note,) = parse_deck(f"cards:\n  - {{question: {'w' * 5_000}, answer: a}}\n", DECK).notes
    assert len(note.id) == 109


def test_length_of_a_message() -> None:
    """What it quotes of a deck is cut, what it says of it is not."""
    (said,) = problems(f"deck: {'w' * 10_000}\ncards: []\n")
    assert len(said) <= LONGEST_MESSAGE + 3
    assert said.endswith("is not a valid deck name")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in folders")
def test_what_is_no_file(tmp_path: Path) -> None:
    """A pipe, a socket and a device are not opened."""
    os.mkfifo(tmp_path / "pipe.yaml")
    assert refusal(tmp_path / "pipe.yaml") == "cannot be read: this is a pipe, not a file"
    other = "cannot be read: this is a device or a socket, not a file"
    assert refusal(Path(os.devnull)) == other
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(os.path.relpath(tmp_path / "s.yaml"))
        assert refusal(tmp_path / "s.yaml") == other


@pytest.mark.skipif(sys.platform == "win32", reason="names are limited otherwise there")
@pytest.mark.parametrize("name", ["n" * 300, "nul\0"])
def test_names_that_no_file_has(tmp_path: Path, name: str) -> None:
    """They cannot be read, and nothing else happens."""
    assert refusal(tmp_path / name).startswith("cannot be read")
