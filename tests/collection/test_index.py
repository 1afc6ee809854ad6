"""The index holds what the files say, and only changed files are read."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

import pytest

from studycards.cards import Source, kind_of
from studycards.collection import index
from studycards.decks.parse import read_deck
from studycards.history.database import transaction
from tests.collection.library import VARIANT, Library

GOOD = Path(__file__).parents[1] / "decks" / "good"


def refresh(library: Library, files: dict[str, str]) -> int:
    """Bring the index up to date with these files; how many were read."""
    read = []
    with transaction(library.db):
        index.refresh(library.db, files, lambda *done: read.append(done))
    return len(read)


def file_ids(library: Library) -> dict[str, int]:
    """The row of each file: another one where it was read again."""
    rows = library.db.execute("select path, id from deck_files")
    return {library.name(row[0]): row[1] for row in rows}


def test_every_kind(library: Library) -> None:
    """A card of every kind comes out of the index as it went in."""
    library.write("own/every-kind.yaml", (GOOD / "every-kind.yaml").read_text(encoding="utf-8"))
    assert library.refresh() == 1
    deck = read_deck(library.root / "own" / "every-kind.yaml")
    for note in deck.notes:
        kind = kind_of(note.fields)
        for suffix in kind.suffixes(note.fields):
            card = library.card(f"{note.id}/{suffix}" if suffix else note.id)
            assert card is not None
            assert card.question == kind.ask(note.fields, suffix, VARIANT)
            assert (card.note_id, card.deck) == (note.id, "every-kind")
            assert card.location.line == note.line
    assert len(library.cards()) == sum(
        len(kind_of(note.fields).suffixes(note.fields)) for note in deck.notes
    )


def test_everything_about_a_card(library: Library) -> None:
    """Explanation, source, tags of deck and note, and place come with a card."""
    library.write("own/every-kind.yaml", (GOOD / "every-kind.yaml").read_text(encoding="utf-8"))
    library.refresh()
    card = library.card("basic-note/reverse")
    assert card is not None
    assert (card.id, card.kind) == ("basic-note/reverse", "basic")
    assert (card.explanation, card.source) == ("Every class derives from it.", "docs.python.org")
    assert card.tags == ("python", "oop")
    assert library.name(str(card.location)) == "own/every-kind.yaml:9"
    assert card.deck_source == Source(title="学习 Python", language="zh", note="opening")
    assert card.question.shown == "object"


def test_source_of_a_deck(library: Library) -> None:
    """The cards of a deck have its source, as it stands in the file now."""
    cards = "cards: [{id: end, question: Q?, answer: A}]\n"
    found = []
    for source in ("", "source: {title: One, url: a.org}\n", "source: {title: Two}\n", ""):
        library.write("own/mro.yaml", f"{source}{cards}")
        library.refresh()
        card = library.card("end")
        assert card is not None
        found.append(card.deck_source)
    assert found == [Source(), Source("One", "a.org"), Source("Two"), Source()]


def test_unknown_card(library: Library) -> None:
    """What no deck holds is no card."""
    library.basic("own/mro.yaml", "mro-end")
    library.refresh()
    assert library.card("mro-begin") is None


def test_nothing_changed(library: Library) -> None:
    """The second time nothing is read and nothing written."""
    library.basic("own/a.yaml", "one")
    library.basic("shipped/b.yaml", "two")
    assert not library.is_current()
    assert library.refresh() == 2
    assert library.is_current()
    before, rows = library.db.total_changes, file_ids(library)
    assert library.refresh() == 0
    assert library.db.total_changes == before
    assert file_ids(library) == rows


def test_unchanged_files_are_not_read(library: Library) -> None:
    """A file with the signature that is known is not opened, whatever it holds by now."""
    library.basic("own/a.yaml", "one")
    path = str(library.root / "own" / "a.yaml")
    assert refresh(library, {path: "first"}) == 1
    Path(path).write_bytes(b"\xff no deck at all")
    assert refresh(library, {path: "first"}) == 0
    assert (library.problems(), list(library.cards())) == ([], ["one"])
    assert refresh(library, {path: "second"}) == 1
    assert library.problems() == [("own/a.yaml:1", "this is not UTF-8 text")]
    assert library.cards() == {}


@pytest.mark.parametrize("change", ["edit", "touch", "add", "remove"])
def test_only_changed_files_are_read(library: Library, change: str) -> None:
    """Whatever happens to one file, the others are left alone."""
    for name in ("a", "b", "c", "d"):
        library.basic(f"own/{name}.yaml", f"{name}-one", f"{name}-two")
    library.refresh()
    before = file_ids(library)
    match change:
        case "edit":
            library.basic("own/b.yaml", "b-one", "b-three")
        case "touch":
            os.utime(library.root / "own" / "b.yaml", ns=(0, 0))
        case "add":
            library.basic("own/b2.yaml", "b-three")
        case "remove":
            library.remove("own/b.yaml")
    assert not library.is_current()
    assert library.refresh() == (0 if change == "remove" else 1)
    assert library.is_current()
    after = file_ids(library)
    unchanged = ["own/a.yaml", "own/c.yaml", "own/d.yaml"]
    assert [after[name] for name in unchanged] == [before[name] for name in unchanged]
    expected = {"edit": {"b-one", "b-three"}, "add": {"b-one", "b-two", "b-three"}, "remove": set()}
    assert {name for name in library.cards() if name.startswith("b")} == expected.get(
        change, {"b-one", "b-two"}
    )


def test_edited_card(library: Library) -> None:
    """An edit shows, and the lines of what stands below it."""
    library.basic("own/a.yaml", "one", "two")
    library.refresh()
    library.write(
        "own/a.yaml",
        """\
        deck: a
        # A comment, and another question.
        cards:
          - id: one
            question: Which?
            answer: this
          - id: two
            question: Of two?
            answer: own/a.yaml
        """,
    )
    library.refresh()
    one, two = library.card("one"), library.card("two")
    assert one is not None
    assert two is not None
    assert (one.question.shown, one.question.answer.markdown) == ("Which?", "this")
    assert (one.location.line, two.location.line) == (4, 7)


def test_broken_file(library: Library) -> None:
    """A broken file costs that file until it is fixed."""
    library.basic("own/a.yaml", "one")
    library.basic("own/b.yaml", "two")
    library.refresh()
    library.write("own/a.yaml", 'cards: "open\n')
    library.refresh()
    assert [place for place, _ in library.problems()] == ["own/a.yaml:2"]
    assert list(library.cards()) == ["two"]
    library.basic("own/a.yaml", "one")
    library.refresh()
    assert (library.problems(), list(library.cards())) == ([], ["one", "two"])


def test_broken_card(library: Library) -> None:
    """A broken card costs that card; every problem of every file is listed, by file and line."""
    library.write("own/b.yaml", "deck: b\ncards:\n  - question: Q\n  - text\n")
    library.write(
        "own/a.yaml",
        """\
        deck: a
        cards:
          - {id: one, question: Q, answer: A}
          - {id: two, question: Q}
          - {id: three, question: Q, answer: A}
        """,
    )
    library.refresh()
    assert library.problems() == [
        ("own/a.yaml:4", "'answer' is missing"),
        ("own/b.yaml:3", "'answer' is missing"),
        ("own/b.yaml:4", "this is not a card"),
    ]
    assert list(library.cards()) == ["one", "three"]


def test_file_that_goes_while_it_is_read(library: Library) -> None:
    """A file that was listed and is gone costs that file."""
    library.basic("own/a.yaml", "one")
    files = {str(library.root / "own" / f"{name}.yaml"): "signature" for name in "ab"}
    assert refresh(library, files) == 2
    assert list(library.cards()) == ["one"]
    assert [place for place, _ in library.problems()] == ["own/b.yaml:1"]


@pytest.mark.skipif(sys.platform != "linux", reason="file names are Unicode elsewhere")
def test_file_name_that_is_no_text(library: Library) -> None:
    """A file whose name is not UTF-8 costs that file."""
    library.basic("own/a.yaml", "one")
    name = os.fsencode(library.root / "own") + b"/caf\xe9.yaml"
    Path(os.fsdecode(name)).write_text("cards:\n", encoding="utf-8")
    library.refresh()
    assert list(library.cards()) == ["one"]
    assert library.refresh() == 0


def test_interrupted(library: Library) -> None:
    """Ctrl-C while decks are read leaves the index as it was, and the next time works."""
    library.basic("own/a.yaml", "one")
    library.refresh()
    library.basic("own/a.yaml", "two")
    library.basic("own/b.yaml", "three")
    files = {str(library.root / "own" / f"{name}.yaml"): "signature" for name in "ab"}

    def interrupt(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), transaction(library.db):
        index.refresh(library.db, files, interrupt)
    assert gc.isenabled()
    rows = library.db.execute("select id from cards where active")
    assert [row[0] for row in rows] == ["one"]
    assert library.refresh() == 2
    assert list(library.cards()) == ["three", "two"]
    assert gc.isenabled()


def test_no_decks(library: Library) -> None:
    """Without folders there is nothing to read, and nothing wrong."""
    assert library.is_current()
    assert library.refresh() == 0
    assert (library.cards(), library.problems()) == ({}, [])
