"""From the bytes of a deck to its notes."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from studycards.cards import KINDS, Source, kind_named, kind_of
from studycards.decks.parse import SOURCE_FIELDS, Problem, parse_deck, read_deck

GOOD = Path(__file__).parent / "good"
BAD = GOOD.with_name("bad")

DECK = "deck: mro\ncards:\n  - id: mro-end\n    question: |\n      Which class\n      ends it?\n    answer: object\n"


@pytest.mark.parametrize("path", sorted(GOOD.glob("*.yaml")), ids=lambda path: path.stem)
def test_good_decks(path: Path) -> None:
    """A deck without problems has notes that make cards."""
    deck = read_deck(path)
    assert deck.problems == ()
    assert deck.name == path.stem
    cards = [card for note in deck.notes for card in kind_of(note.fields).suffixes(note.fields)]
    assert len(cards) >= len(deck.notes)


def test_every_kind() -> None:
    """Every kind and every field is read, with the line of each note."""
    path = GOOD / "every-kind.yaml"
    deck = read_deck(path)
    assert (deck.title, deck.tags) == ("One note of every kind", ("python",))
    assert [note.fields.get("kind", "basic") for note in deck.notes] == list(KINDS)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert {note.id: lines[note.line - 1].strip() for note in deck.notes} == {
        f"{kind}-note": f"- id: {kind}-note" for kind in KINDS
    }
    allowed = {field.name for kind in KINDS for field in kind_named(kind).fields}
    assert allowed <= {name for note in deck.notes for name in note.fields}


def test_values() -> None:
    """Texts, lists, mappings and blocks come as their author sees them."""
    notes = {str(note.id): note.fields for note in read_deck(GOOD / "every-kind.yaml").notes}
    assert notes["basic-note"] == {
        "id": "basic-note",
        "question": "Which class ends every MRO?",
        "answer": "object",
        "wrong": {"type": "it is the class of classes"},
        "reversed": "true",
        "explanation": "Every class derives from it.",
        "source": "docs.python.org",
        "tags": ["oop"],
        "requires": ["order-note"],
        "proof": "assert bool.__mro__[-1].__name__ == answer\n",
        "python": ">=3.11,<3.99",
        "ignore": {"short-answer": "it is one word"},
    }
    assert notes["typed-note"]["answer"] == {"3.8": "int", "3.99": "{int}"}


def test_source() -> None:
    """What a deck was made from is a value; what it does not say is empty."""
    expected = Source(title="学习 Python", language="zh", note="opening")
    assert read_deck(GOOD / "every-kind.yaml").source == expected
    assert read_deck(GOOD / "without-ids.yaml").source == Source("", "", "", "")
    assert tuple(field.name for field in SOURCE_FIELDS) == Source._fields


def test_source_with_an_unknown_name() -> None:
    """A name that a source cannot have costs that name, not the source."""
    deck = read_deck(BAD / "deck-source-unknown.yaml")
    assert deck.source == Source(title="Inheritance", url="docs.python.org")
    assert {p.hint for p in deck.problems} == {"Fields here: language, note, title, url."}


def test_scalars_are_taken_as_written() -> None:
    """What YAML would make a boolean, a number, a date or nothing is the text that stands there."""
    deck = read_deck(GOOD / "as-written.yaml")
    assert deck.title == "2026"
    assert {note.id: (note.fields["question"], note.fields["answer"]) for note in deck.notes} == {
        "no": ("no", "no"),
        "version": ("3.10", "1.0"),
        "null": ("null", "null"),
        "tilde": ("~", "~"),
        "thousand": ("1_000", "1e3"),
        "hexadecimal": ("0x1F", "0o17"),
        "boolean": ("True", "off"),
        "date": ("2026-03-02", "12:30:45"),
        "infinite": (".inf", ".NaN"),
        "signed": ("+1", "-0"),
        "tagged": ("7", "7"),
        "merge": ("<<", "="),
        "quoted": ("3.10", "3.10"),
    }


def test_what_is_wrong_with_a_deck_is_left_out() -> None:
    """A title or tags that are wrong cost themselves, not the cards."""
    text = "deck: mro\ntitle: [a]\ntags: oop\ncards:\n  - {question: q, answer: a}\n"
    deck = parse_deck(text, Path("mro.yaml"))
    assert (deck.name, deck.title, deck.tags, len(deck.notes)) == ("mro", "mro", (), 1)
    assert [problem.line for problem in deck.problems] == [2, 3]


def test_aliases() -> None:
    """An alias is the text or list it stands for."""
    one, two = read_deck(GOOD / "aliases.yaml").notes
    assert (two.fields["answer"], two.fields["tags"]) == ("`is`", ["oop", "identity"])
    assert one.fields["tags"] == two.fields["tags"]


def test_ids_are_derived() -> None:
    """A deck without a name and notes without ids work, and keep the ids they were given."""
    deck = read_deck(GOOD / "without-ids.yaml")
    assert (deck.name, deck.title) == ("without-ids", "without-ids")
    assert [note.id for note in deck.notes] == [
        "which-class-ends-every-mro-0891c0eb",
        "which-class-ends-every-mro-f0c7e7da",
        "print-1-efd1cd88",
    ]


@pytest.mark.parametrize(
    ("content", "question"),
    [
        (DECK.encode(), "Which class\nends it?\n"),
        (DECK.replace("\n", "\r\n").encode(), "Which class\nends it?\n"),
        (DECK.replace("\n", "\r").encode(), "Which class\nends it?\n"),
        (b"\xef\xbb\xbf" + DECK.encode(), "Which class\nends it?\n"),
        (DECK.rstrip("\n").encode(), "Which class\nends it?\n"),
        (f"---\n{DECK}...\n".encode(), "Which class\nends it?\n"),
        (f"%YAML 1.1\n---\n{DECK}".encode(), "Which class\nends it?\n"),
        (DECK.replace("ends", "结束").encode(), "Which class\n结束 it?\n"),
    ],
    ids=["LF", "CRLF", "CR", "BOM", "no newline at end", "markers", "directive", "Chinese"],
)
def test_forms_of_a_file(tmp_path: Path, content: bytes, question: str) -> None:
    """Line ends, a byte order mark and document markers change nothing."""
    path = tmp_path / "mro.yaml"
    path.write_bytes(content)
    deck = read_deck(path)
    assert deck.problems == ()
    (note,) = deck.notes
    assert (note.id, note.fields["question"], note.fields["answer"]) == (
        "mro-end",
        question,
        "object",
    )


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        (b"", 1, "this is not a deck"),
        (b"\n\n", 1, "this is not a deck"),
        (b"# nothing yet\n", 1, "this is not a deck"),
        (b"deck: mro\ntitle: caf\xe9\ncards: []\n", 2, "this is not UTF-8 text"),
        (DECK.encode("utf-16"), 1, "this is not UTF-8 text"),
        (b"deck: mro\ntitle: a\0b\n", 2, "not valid YAML"),
        ("title: 方法解析顺序\nnote: a\0b\n# one\n# two\n".encode(), 2, "not valid YAML"),
        (b"deck: mro\r\ntitle: a\r\nauthor: b\r\ncards: []\r\n", 3, "unknown field 'author'"),
    ],
    ids=[
        "empty",
        "blank",
        "comment",
        "Latin-1",
        "UTF-16",
        "NUL",
        "NUL after Chinese",
        "lines of CRLF",
    ],
)
def test_files_that_are_no_decks(tmp_path: Path, content: bytes, line: int, message: str) -> None:
    """A file that cannot be read is one problem, with the line where it is."""
    path = tmp_path / "mro.yaml"
    path.write_bytes(content)
    (problem,) = read_deck(path).problems
    assert (problem.path, problem.line) == (str(path), line)
    assert message in problem.message
    assert problem.hint


def test_line_of_a_character_without_libyaml(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The parser in Python names the same line as libyaml."""
    monkeypatch.setattr("studycards.decks.compose._Loader", yaml.SafeLoader)
    (problem,) = parse_deck("title: 方法解析顺序\nnote: a\0b\n# one\n# two\n", tmp_path).problems
    assert problem.line == 2


@pytest.mark.parametrize("name", ["gone.yaml", "folder"])
def test_files_that_cannot_be_read(tmp_path: Path, name: str) -> None:
    """A file that has gone, or is none, is a problem of that file."""
    (tmp_path / "folder").mkdir()
    deck = read_deck(tmp_path / name)
    assert deck.notes == ()
    (problem,) = deck.problems
    assert problem.line == 1
    assert "cannot be read" in problem.message


def test_problem_as_text() -> None:
    """A problem is said on one line as file:line, what is wrong and what to do."""
    (problem,) = parse_deck("cards: none\n", Path("mro.yaml")).problems
    said = str(problem)
    assert said.startswith("mro.yaml:1: ")
    assert said.endswith("`cards` must be a list (Begin each card with `- `.)")
    assert str(Problem("mro.yaml", 3, "wrong")).endswith("wrong")
