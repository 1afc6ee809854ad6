"""Every way in which a deck can be wrong: a file for each, and what is said about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from studycards.decks.parse import read_deck

BAD = Path(__file__).parent / "bad"

PROBLEMS: dict[str, list[tuple[int, str]]] = {
    "alias-in-itself": [(5, "an alias contains itself")],
    "card-empty": [(3, "this is not a card")],
    "card-list": [(3, "this is not a card")],
    "card-text": [(3, "this is not a card")],
    "cards-mapping": [(3, "`cards` must be a list")],
    "cards-null": [(2, "`cards` must be a list")],
    "cards-text": [(2, "`cards` must be a list")],
    "choice-answer-is-none": [(6, "'object' is not one of the options")],
    "choice-answer-twice": [(6, "twice")],
    "choice-answers-empty": [(6, "'answer' is empty")],
    "choice-one-option": [(5, "there is nothing to choose")],
    "choice-option-twice": [(5, "the same option appears twice")],
    "cloze-empty-gap": [(4, "a gap is empty")],
    "cloze-gap-in-gap": [(4, "gap")],
    "cloze-without-gap": [(4, "nothing is hidden")],
    "colon-unquoted": [(3, "not valid YAML")],
    "control-character": [(4, "not valid YAML")],
    "deck-key-twice": [(3, "'title' appears twice")],
    "deck-name": [(1, "'Python MRO' is not a valid deck name")],
    "deck-source-text": [(2, "'source' must be a mapping from names to texts")],
    "deck-source-unknown": [(4, "unknown field 'author'"), (6, "unknown field 'Note'")],
    "deck-tags-text": [(2, "'tags' must be a list of texts")],
    "deck-unknown-field": [(2, "unknown field 'author'")],
    "field-blank": [(4, "empty")],
    "field-empty": [(4, "'answer' is empty")],
    "field-missing": [(3, "'answer' is missing")],
    "field-of-another-kind": [(5, "unknown field 'options'")],
    "field-unknown": [(5, "unknown field 'anwser'")],
    "id-not-kebab": [(3, "'mro_end' is not kebab-case")],
    "id-twice": [(6, "the id 'mro-end' appears twice in this deck")],
    "ignore-text": [(5, "'ignore' must be a mapping from names to texts")],
    "item-empty": [(6, "empty")],
    "key-not-text": [(5, "a field's name must be text")],
    "key-twice": [(4, "'question' appears twice")],
    "key-twice-within": [(6, "'3.8' appears twice")],
    "kind-list": [(4, "kind")],
    "kind-unknown": [(4, "unknown kind 'multiple-choice'")],
    "list-at-top": [(1, "this is not a deck")],
    "list-empty": [(5, "'tags' is empty")],
    "list-is-text": [(5, "'requires' must be a list of texts")],
    "nested-too-deep": [(4, "nested too deeply")],
    "no-cards": [(1, "the deck has no cards")],
    "order-item-twice": [(5, "the same item appears twice")],
    "order-one-item": [(5, "there is nothing to order")],
    "question-twice": [(5, "appears twice in this deck")],
    "quote-left-open": [(5, "not valid YAML")],
    "several": [
        (2, "'tags' must be a list of texts"),
        (7, "'MRO' is not kebab-case"),
        (7, "'answer' is missing"),
        (9, "'question' appears twice"),
        (10, "unknown field 'colour'"),
        (11, "unknown kind 'riddle'"),
        (13, "the id 'mro-end' appears twice"),
        (20, "this is not a card"),
    ],
    "switch-word": [(5, "'reversed' must be true or false")],
    "switch-yes": [(5, "'reversed' must be true or false")],
    "tab-for-indent": [(4, "not valid YAML")],
    "text-at-top": [(1, "this is not a deck")],
    "text-is-list": [(3, "'question' must be text")],
    "two-documents": [(3, "not valid YAML")],
    "unknown-alias": [(4, "not valid YAML")],
    "version-empty": [(4, "'answer' is empty")],
    "version-unclear": [(4, "'answer' must be a text, or a mapping from Python version")],
}
"""File to line and a part of the message of every problem."""

WITH_NOTES = {
    "deck-source-text": [],
    "deck-source-unknown": ["mro-end"],
    "id-twice": ["mro-end"],
    "question-twice": ["which-class-ends-every-mro-0891c0eb"],
    "several": ["mro-end", "mro-bool"],
}
"""Files of which a part can still be used, and the notes left."""


def test_every_file_is_listed() -> None:
    """No file is left without what is expected of it."""
    assert sorted(path.stem for path in BAD.glob("*.yaml")) == sorted(PROBLEMS)


@pytest.mark.parametrize("name", PROBLEMS)
def test_problems(name: str) -> None:
    """All problems are reported together, in the order of the file, each with its line."""
    path = BAD / f"{name}.yaml"
    problems = read_deck(path).problems
    assert [problem.line for problem in problems] == [line for line, _ in PROBLEMS[name]]
    for line, part in PROBLEMS[name]:
        assert part in "\n".join(p.message for p in problems if p.line == line)
    assert {problem.path for problem in problems} == {str(path)}
    assert [str(problem) for problem in problems if "\n" in str(problem)] == []


@pytest.mark.parametrize("name", PROBLEMS)
def test_what_is_left(name: str) -> None:
    """A broken card costs that card, a broken file costs that file."""
    assert [note.id for note in read_deck(BAD / f"{name}.yaml").notes] == WITH_NOTES.get(name, [])
