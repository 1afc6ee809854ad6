"""Decks of one name, cards of one id, and cards that move, vanish and come back."""

from __future__ import annotations

import pytest

from studycards.cards import CardId
from tests.collection.library import NOW, Library


def test_first_deck_of_a_name_wins(library: Library) -> None:
    """Of two decks of one name the first on the search path counts, whole; none is a problem."""
    library.basic("shipped/mro.yaml", "end", "begin")
    library.refresh()
    assert library.cards() == {"begin": "shipped/mro.yaml", "end": "shipped/mro.yaml"}
    library.basic("own/copy.yaml", "end", "mine", deck="mro")
    assert library.refresh() == 1
    assert library.cards() == {"end": "own/copy.yaml", "mine": "own/copy.yaml"}
    assert library.problems() == []


def test_second_deck_of_a_name_comes_back(library: Library) -> None:
    """When the first is deleted or renamed the second counts again, without being read."""
    library.basic("own/mro.yaml", "end", "mine")
    library.basic("shipped/mro.yaml", "end", "begin")
    library.refresh()
    library.basic("own/mro.yaml", "mine", deck="other")
    assert library.refresh() == 1
    both = {"begin": "shipped/mro.yaml", "end": "shipped/mro.yaml", "mine": "own/mro.yaml"}
    assert library.cards() == both
    library.basic("own/mro.yaml", "end", "mine")
    library.refresh()
    assert library.cards() == {"end": "own/mro.yaml", "mine": "own/mro.yaml"}
    library.remove("own/mro.yaml")
    assert library.refresh() == 0
    assert library.cards() == {"begin": "shipped/mro.yaml", "end": "shipped/mro.yaml"}


def test_same_id_in_two_decks(library: Library) -> None:
    """The first in the search path keeps the id; the problem is said once, with both places."""
    library.basic("own/a.yaml", "one", "same")
    library.basic("own/b.yaml", "same", "two")
    library.refresh()
    assert library.cards() == {"one": "own/a.yaml", "same": "own/a.yaml", "two": "own/b.yaml"}
    message = "the id 'same' is already taken in own/a.yaml:6"
    assert library.problems() == [("own/b.yaml:3", message)]
    assert library.refresh() == 0
    assert library.problems() == [("own/b.yaml:3", message)]


@pytest.mark.parametrize("changed", ["own/a.yaml", "own/b.yaml"])
def test_same_id_is_fixed(library: Library, changed: str) -> None:
    """Either of the two may give way; the other file is not read again."""
    library.basic("own/a.yaml", "same")
    library.basic("own/b.yaml", "same")
    library.refresh()
    library.basic(changed, "changed")
    assert library.refresh() == 1
    other = "own/b.yaml" if changed == "own/a.yaml" else "own/a.yaml"
    assert library.cards() == {"changed": changed, "same": other}
    assert library.problems() == []


def test_same_id_is_removed(library: Library) -> None:
    """When the deck that came first goes, the other card takes its place."""
    library.basic("own/a.yaml", "same")
    library.basic("own/b.yaml", "same")
    library.refresh()
    library.remove("own/a.yaml")
    assert library.refresh() == 0
    assert (library.cards(), library.problems()) == ({"same": "own/b.yaml"}, [])


def test_same_id_in_three_decks(library: Library) -> None:
    """Each deck after the first is told where the first is."""
    for name in "abc":
        library.basic(f"own/{name}.yaml", "same")
    library.refresh()
    message = "the id 'same' is already taken in own/a.yaml:3"
    assert library.problems() == [("own/b.yaml:3", message), ("own/c.yaml:3", message)]
    library.remove("own/a.yaml")
    library.refresh()
    message = "the id 'same' is already taken in own/b.yaml:3"
    assert library.problems() == [("own/c.yaml:3", message)]


def test_same_id_of_a_note_with_several_cards(library: Library) -> None:
    """A note is reported once, by the id its author wrote, however many cards it makes."""
    note = "cards:\n  - {id: same, kind: cloze, text: 'A {{c1::list}} is {{c2::mutable}}.'}\n"
    library.write("own/a.yaml", note)
    library.write("own/b.yaml", note)
    library.refresh()
    message = "the id 'same' is already taken in own/a.yaml:2"
    assert library.problems() == [("own/b.yaml:2", message)]
    assert library.cards() == {"same/c1": "own/a.yaml", "same/c2": "own/a.yaml"}


def test_same_id_in_a_deck_that_does_not_count(library: Library) -> None:
    """A deck hidden by another of its name takes no ids and has none taken."""
    library.basic("own/a.yaml", "same")
    library.basic("own/mro.yaml", "mine")
    library.basic("shipped/mro.yaml", "same")
    library.refresh()
    assert library.cards() == {"mine": "own/mro.yaml", "same": "own/a.yaml"}
    assert library.problems() == []


def test_order_of_folders_changes(library: Library) -> None:
    """When folders change places, so do the decks and the cards that come first."""
    library.basic("own/a.yaml", "same")
    library.basic("own/mro.yaml", "own-end", deck="mro")
    library.basic("shipped/b.yaml", "same")
    library.basic("shipped/mro.yaml", "shipped-end", deck="mro")
    library.refresh()
    assert library.cards() == {"own-end": "own/mro.yaml", "same": "own/a.yaml"}
    library.folders.reverse()
    assert not library.is_current()
    assert library.refresh() == 0
    assert library.is_current()
    assert library.cards() == {"same": "shipped/b.yaml", "shipped-end": "shipped/mro.yaml"}
    message = "the id 'same' is already taken in shipped/b.yaml:3"
    assert library.problems() == [("own/a.yaml:3", message)]


def test_moved_card_keeps_its_state(library: Library) -> None:
    """A card in another deck is the same card: its history goes on."""
    library.basic("own/a.yaml", "one", "two")
    library.basic("own/b.yaml", "three")
    library.refresh()
    library.answer("one")
    state = library.log.state(CardId("one"))
    library.basic("own/a.yaml", "two")
    library.basic("own/b.yaml", "three", "one")
    library.refresh()
    card = library.card("one")
    assert card is not None
    assert (card.deck, library.cards()["one"]) == ("b", "own/b.yaml")
    assert library.log.state(CardId("one")) == state
    assert library.unseen() == ["three", "two"]


def test_removed_deck_keeps_its_history(library: Library) -> None:
    """A deck that goes takes its cards along, never their history; restored, they carry on."""
    library.basic("own/a.yaml", "one", "two")
    library.basic("own/b.yaml", "three")
    library.refresh()
    library.answer("one")
    state, reviews = library.log.state(CardId("one")), library.log.reviews(CardId("one"))
    library.remove("own/a.yaml")
    library.refresh()
    assert library.cards() == {"three": "own/b.yaml"}
    assert library.card("one") is None
    assert library.db.execute("select count(*) from cards where id = 'one'").fetchone()[0] == 0
    assert library.log.state(CardId("one")) == state
    assert library.log.reviews(CardId("one")) == reviews
    assert len(reviews) == 1
    library.basic("own/a.yaml", "one", "two")
    library.refresh()
    assert library.unseen() == ["three", "two"]
    assert library.log.state(CardId("one")) == state


def test_answered_while_it_is_away(library: Library) -> None:
    """An undo while a card is in no deck is in effect when it returns."""
    library.basic("own/a.yaml", "one", "two")
    library.refresh()
    library.answer("one")
    library.remove("own/a.yaml")
    library.refresh()
    assert library.log.undo(NOW) is not None
    library.answer("two")
    library.basic("own/a.yaml", "one", "two")
    library.refresh()
    assert library.unseen() == ["one"]


def test_unseen(library: Library) -> None:
    """A card is unseen until it is answered, and again after an undo, in every deck."""
    library.basic("own/a.yaml", "one", "two")
    library.basic("shipped/a.yaml", "one")
    library.refresh()
    assert library.unseen() == ["one", "two"]
    library.answer("one")
    library.answer("one")
    assert library.unseen() == ["two"]
    library.remove("own/a.yaml")
    library.refresh()
    assert library.unseen() == []
    library.log.undo(NOW)
    assert library.unseen() == []
    library.log.undo(NOW)
    assert library.unseen() == ["one"]
    library.answer("one")
    library.log.rebuild()
    assert library.unseen() == []


def test_edited_note_of_several_cards(library: Library) -> None:
    """A gap that is added is a new card; a gap that goes leaves its history."""
    library.write("own/a.yaml", "cards:\n  - {id: n, kind: cloze, text: '{{c1::a}} {{c2::b}}'}\n")
    library.refresh()
    library.answer("n/c1")
    library.answer("n/c2")
    state = library.log.state(CardId("n/c2"))
    library.write("own/a.yaml", "cards:\n  - {id: n, kind: cloze, text: '{{c1::a}} {{c3::b}}'}\n")
    library.refresh()
    assert (list(library.cards()), library.unseen()) == (["n/c1", "n/c3"], ["n/c3"])
    assert library.log.state(CardId("n/c2")) == state
