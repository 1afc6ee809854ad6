"""Typed notes: a short exact answer."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from studycards.cards.asking import Judgement, Verdict
from studycards.cards.code import code_span
from tests.cards.library import questions

NOTE = {
    "kind": "typed",
    "question": "The type of `1j`?",
    "answer": "complex",
    "accept": ["complex number", "ℂ"],
}


@pytest.mark.parametrize(
    ("given_text", "verdict"),
    [
        ("complex", Verdict.RIGHT),
        ("Complex Number", Verdict.RIGHT),
        ("ℂ", Verdict.RIGHT),
        ("complx", Verdict.NEARLY),
        ("complex numbr", Verdict.NEARLY),
        ("float", Verdict.WRONG),
        ("", Verdict.WRONG),
    ],
)
def test_judged(given_text: str, verdict: Verdict) -> None:
    """The answer and each accepted form are right, a slip in any of them is nearly right."""
    card = questions(NOTE)[""]
    judgement = card.judge(given_text)
    assert (judgement.verdict, judgement.given) == (verdict, given_text)


@pytest.mark.parametrize(
    ("switch", "verdict"),
    [({}, Verdict.RIGHT), ({"case_sensitive": "true"}, Verdict.WRONG)],
    ids=["any case", "case matters"],
)
def test_case(switch: dict[str, str], verdict: Verdict) -> None:
    """Case is forgiven unless the author says that it matters."""
    note = NOTE | {"answer": "Counter"} | switch
    assert questions(note)[""].judge("counter").verdict is verdict


def test_wrong_answers() -> None:
    """An answer that is listed as wrong is wrong, with the reason that the author gives."""
    card = questions(NOTE | {"wrong": {"real": "It has an imaginary part."}})[""]
    judgement = card.judge("Real")
    assert judgement == Judgement(
        Verdict.WRONG, "Real", expected="complex", reason="It has an imaginary part."
    )


def test_version_in_the_question() -> None:
    """Where the answer depends on the version of Python, the question names the one that counts."""
    note = {"kind": "typed", "question": "How many?\n\n```text\nx\n```", "answer": {"3.8": "1"}}
    assert questions(note, (3, 13))[""].shown == "How many? (Python 3.13)\n\n```text\nx\n```"
    assert questions(note | {"answer": "1"})[""].shown == note["question"]


@pytest.mark.parametrize(
    "text",
    ["object", "*args", "__init__", "a_b_c", "<b>", "`", "``", "a``b", "`x`", "\\n", "[a](b)"],
)
def test_shown_as_it_is(text: str) -> None:
    """The answer is shown literally, whatever Markdown would make of it."""
    (inline,) = [token for token in MarkdownIt().parse(code_span(text)) if token.children]
    assert [(t.type, t.content) for t in inline.children or []] == [("code_inline", text)]


@pytest.mark.parametrize("text", ["a\nb", "*a*\n  b", "```\ncode\n```", "````\n```\n````"])
def test_lines_shown_as_they_are(text: str) -> None:
    """An answer of several lines is shown literally too."""
    tokens = MarkdownIt().parse(code_span(text))
    assert [(t.type, t.content) for t in tokens] == [("fence", f"{text}\n")]
