"""Each lint rule finds the card it is for, and leaves the good one beside it alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studycards.checking.across import (
    LocatedNote,
    near_duplicates,
    requirement_cycles,
    unknown_tags,
)
from studycards.checking.lint import lint
from studycards.checking.rules import ALL_RULES, IGNORABLE, RULES, broken_rules
from studycards.decks.parse import ParsedDeck, parse_deck

EXAMPLES = {
    "SC101": (
        "{question: 'What is a tuple? Is it hashable?', answer: a sequence}",
        "{question: What is a tuple?, answer: an immutable sequence}",
    ),
    "SC102": (
        "{question: Who?, kind: typed, answer: one two three four five six seven eight nine ten eleven}",
        "{question: Who?, kind: typed, answer: one two three}",
    ),
    "SC103": (
        "{question: Which types are mutable?, answer: 'list, dict, set, bytearray and deque'}",
        "{question: Which of list and tuple is mutable?, answer: 'list, and it is not hashable'}",
    ),
    "SC104": (
        "{question: Is a tuple mutable?, answer: 'No.'}",
        "{question: 'What does `is` compare?', answer: No value but identity}",
    ),
    "SC105": (
        "{kind: cloze, text: 'A {{c1::tuple cannot be changed once it is made}}.'}",
        "{kind: cloze, text: 'A tuple cannot be {{c1::changed}} once it is made.'}",
    ),
    "SC106": (
        "{kind: choice, question: q, options: [old, a new and newer one], answer: a new and newer one}",
        "{kind: choice, question: q, options: [an old thing, a new thing], answer: a new thing}",
    ),
    "SC108": (
        "{question: What does the article say of tuples?, answer: much}",
        "{question: 'In this order, which comes first?', answer: a}",
    ),
    "SC109": (
        "{kind: equation, question: q, tex: o_t = V h_t + c, unicode: oₜ = Vhₜ + c, accept: [o_t = V h_t - c]}",
        "{kind: equation, question: q, tex: o_t = V h_t + c, unicode: oₜ = Vhₜ + c, accept: ['c + V*h[t]']}",
    ),
}
"""A bad and a good note for each rule on single notes."""


def deck(*notes: str, name: str = "deck") -> ParsedDeck:
    """A deck with some notes in flow style."""
    lines = "".join(f"  - {note}\n" for note in notes)
    parsed = parse_deck(f"deck: {name}\ncards:\n{lines}", Path(f"{name}.yaml"))
    assert parsed.problems == ()
    return parsed


def codes(note: str) -> list[str]:
    """The rules that a note breaks."""
    return [rule.code for rule, _ in broken_rules(deck(note).notes[0].fields)]


def test_every_rule_has_an_example() -> None:
    """No rule without a card that breaks it; no two rules with one code."""
    assert set(EXAMPLES) == {rule.code for rule in RULES}
    assert len({rule.code for rule in ALL_RULES}) == len(ALL_RULES)


@pytest.mark.parametrize("code", EXAMPLES)
def test_rules(code: str) -> None:
    """The bad card breaks this rule, the good one none."""
    bad, good = EXAMPLES[code]
    assert code in codes(bad)
    assert codes(good) == []


@pytest.mark.parametrize(
    "note",
    [
        "{kind: output, code: 'print(1 in [])', answer: 'False', question: Is this true?}",
        "{kind: cloze, text: 'It is {{c1::b::which one?}} or {{c2::d::what?}} in the end, always.'}",
        "{kind: order, question: q, answer: [a, b, c, d, e]}",
    ],
)
def test_no_false_alarm(note: str) -> None:
    """Code, hints and kinds made for lists are not what the rules are about."""
    assert codes(note) == []


@given(st.dictionaries(st.sampled_from(["question", "text", "answer", "code"]), st.text()))
def test_rules_never_raise(fields: dict[str, str]) -> None:
    """Whatever a card says, linting it gives an answer."""
    for kind in ("basic", "typed"):
        note = {"kind": kind, "question": "?", "answer": "a"} | fields
        assert isinstance(broken_rules(note), list)
    assert isinstance(broken_rules({"kind": "cloze", "text": "{{c1::a}}"} | fields), list)


def written(**requires: list[str]) -> list[LocatedNote]:
    """Notes that require one another."""
    return [
        LocatedNote("d.yaml", line, name, {"requires": wanted}, ())
        for line, (name, wanted) in enumerate(requires.items(), 1)
    ]


def test_cycles() -> None:
    """A cycle is found once, where it closes; a diamond is not a cycle."""
    assert list(requirement_cycles(written(d=["b", "c"], b=["a"], c=["a"], a=[]))) == []
    ((note, path),) = requirement_cycles(written(a=["b"], b=["c"], c=["b"], d=["a"]))
    assert (note.id, path) == ("c", ["b", "c", "b"])


def test_long_cycles_are_cut() -> None:
    """A long one has its ends; many at one note are told once."""
    ring = {f"n{n}": [f"n{(n + 1) % 2_000}"] for n in range(2_000)}
    ((note, path),) = requirement_cycles(written(**ring))
    assert (note.id, path) == (
        "n1999", ["n0", "n1", "n2", "…", "n1997", "n1998", "n1999", "n0"],
    )  # fmt: skip
    every = {f"n{n}": [f"n{m}" for m in range(200)] for n in range(200)}
    assert len(list(requirement_cycles(written(**every)))) == 200


def test_a_cycle_across_decks() -> None:
    """It is found from each of its decks, at a note of that deck."""
    one = deck("{id: a, question: What is one?, answer: 1, requires: [b]}", name="one")
    two = deck("{id: b, question: Who is two?, answer: x, requires: [a]}", name="two")
    found = [
        [(p.path, p.code) for p in lint(decks, others)]
        for decks, others in (([one], [two]), ([two], [one]), ([one, two], []))
    ]
    assert found == [[("one.yaml", "SC111")], [("two.yaml", "SC111")], [("two.yaml", "SC111")]]


def test_near_duplicates_across_decks() -> None:
    """The same question in other words is found in another deck; one of another answer is not."""
    first = "{id: a, question: Which class ends every method resolution order?, answer: object}"
    second = "{id: b, question: Which class ends any method resolution order?, answer: object}"
    other = "{id: c, question: Which class ends every method resolution order of A?, answer: A}"
    found = lint([deck(second, other, name="two")], [deck(first, name="one")])
    assert [(p.code, p.line, p.message) for p in found] == [
        ("SC107", 3, "b: a asks nearly the same")
    ]


@pytest.mark.parametrize("ignoring", ["a", "b", "ab"])
def test_either_of_two_near_duplicates_may_ignore_it(ignoring: str) -> None:
    """One reason is enough, whichever decks are linted and in whatever order."""
    one, two = (
        deck(
            f"{{id: {name}, question: Which class ends every MRO?, answer: object"
            + (", ignore: {SC107: on purpose}}" if name in ignoring else "}"),
            name=name,
        )
        for name in "ab"
    )
    for decks, others in (([one, two], []), ([two, one], []), ([one], [two]), ([two], [one])):
        assert lint(decks, others) == []


def test_near_duplicates_are_looked_for_among_the_alike() -> None:
    """A thousand different cards take no time to compare."""
    notes = [
        LocatedNote(
            "d.yaml", n, f"n{n}", {"question": f"word{n} other{n} thing{n}", "answer": "a"}, ()
        )
        for n in range(1_000)
    ]
    assert list(near_duplicates(notes, notes)) == []


@pytest.mark.parametrize("question", ["Which is number {} of these?", "{}" + " it is" * 100])
def test_near_duplicates_among_the_alike(question: str) -> None:
    """Each of a thousand alike is told of the five that it shares most with, however long."""
    notes = [
        LocatedNote("d.yaml", n, f"n{n}", {"question": question.format(n), "answer": "a"}, ())
        for n in range(300)
    ]
    assert len(list(near_duplicates(notes, notes))) == 295 * 5 + 10


def test_tags_that_are_a_slip() -> None:
    """A tag of one card that is nearly a tag of several is named with it."""
    notes = [LocatedNote("d", n, f"n{n}", {"tags": ["algorithms"]}, ()) for n in range(2)]
    notes.append(LocatedNote("d", 3, "slip", {"tags": ["algorithm"]}, ()))
    assert [(n.id, tag, other) for n, tag, other in unknown_tags(notes)] == [
        ("slip", "algorithm", "algorithms")
    ]


def test_tags_nearly_alike() -> None:
    """Each of a thousand slips is named with one tag, whichever letter is wrong, missing or more."""
    notes = [LocatedNote("d", n, f"n{n}", {"tags": [f"tag-{n // 2:05}"]}, ()) for n in range(1_000)]
    slips = [
        "tga-00111",
        "tag-0111",
        "tag-000111",
        "txg-00111",
        *(f"tag-{n:05}s" for n in range(500)),
    ]
    notes += [LocatedNote("d", n, slip, {"tags": [slip]}, ()) for n, slip in enumerate(slips)]
    assert [note.id for note, *_ in unknown_tags(notes)] == slips


def test_a_text_too_long_to_be_shown() -> None:
    """It is named with its field, unless it is just as long as a screen takes."""
    text = "{{id: a, question: q, answer: '{}'}}"
    assert [p.code for p in lint([deck(text.format("w" * 10_000))], [])] == []
    (found,) = lint([deck(text.format("w" * 10_001))], [])
    assert found.message == "a: 'answer' has 10,001 characters, more than 10,000"
    assert found.code == "SC114"


@pytest.mark.parametrize(
    ("proof", "codes"),
    [
        ("assert 1 + 1 == 2", ["SC206"]),
        ("answer = 2\nassert 2 == 1 + 1", ["SC206"]),
        ("assert answer == str(1 + 1)", []),
        ("assert formula(x=1) == 2", []),
        ("this is for a newer Python", []),
    ],
)
def test_a_proof_reads_the_answer(proof: str, codes: list[str]) -> None:
    """A proof that would pass whatever the card says is named."""
    note = json.dumps({"id": "a", "question": "q", "answer": "2", "proof": proof})
    assert [p.code for p in lint([deck(note)], [])] == codes


def test_ignoring_needs_a_reason_and_something_to_ignore() -> None:
    """A rule is ignored by its code; an ignore for nothing, or of what must not be, is named."""
    bad = "{id: a, question: Is it?, answer: 'No.', ignore: {SC104: it is a joke}}"
    assert lint([deck(bad)], []) == []
    useless = "{id: a, question: What is it?, answer: b, ignore: {SC104: no reason, SC201: x}}"
    assert [p.message for p in lint([deck(useless)], [])] == [
        "a: the note does not break SC104",
        "a: there is no rule SC201 to ignore",
    ]
    assert "SC201" not in IGNORABLE


def test_requirements_and_ids() -> None:
    """A dead requirement and a missing id are named with file and line."""
    found = lint([deck("{question: What?, answer: b, requires: [gone]}")], [])
    assert [(p.path, p.line, p.code) for p in found] == [
        ("deck.yaml", 3, "SC110"),
        ("deck.yaml", 3, "SC120"),
    ]


RIGHT_ALL_THE_SAME = {
    "wrong": "{question: q, kind: typed, answer: encoder, wrong: [decoder, The Encoder]}",
    "wrong with a reason": "{question: q, kind: typed, answer: encoder, wrong: {The Encoder: no}}",
    "wrong output": "{kind: output, code: x, answer: '[1, 2]', wrong: ['[1,2]', '[2, 1]']}",
    "wrong gap": "{kind: cloze, text: 'This is the {{c1::encoder}} of it.', wrong: {c1: [Encoder]}}",
    "wrong of a basic note": "{question: q, answer: encoder, wrong: [Encoder.], reversed: true}",
}


@pytest.mark.parametrize("note", RIGHT_ALL_THE_SAME.values(), ids=RIGHT_ALL_THE_SAME)
def test_wrong_answers_that_are_right(note: str) -> None:
    """What the judge takes for right cannot be listed as wrong."""
    (found,) = [p for p in lint([deck("{id: a, " + note[1:])], []) if p.code == "SC115"]
    assert found.message.endswith("is in `wrong`, but it is right")
