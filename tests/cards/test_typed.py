"""Typed notes: a short exact answer."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from studycards.cards.asking import Verdict
from studycards.cards.code import code_span
from studycards.cards.typed import Typed
from tests.cards.library import questions

NOTE = {
    "kind": "typed",
    "question": "The type of `1j`?",
    "answer": "complex",
    "accept": ["complex number", "ℂ"],
}

texts = st.text(min_size=1).filter(lambda text: text.strip())


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
    [({}, Verdict.RIGHT), ({"case_sensitive": "true"}, Verdict.NEARLY)],
    ids=["any case", "case matters"],
)
def test_case(switch: dict[str, str], verdict: Verdict) -> None:
    """Case is forgiven unless the author says that it matters."""
    note = NOTE | {"answer": "Counter"} | switch
    assert questions(note)[""].judge("counter").verdict is verdict


@settings(derandomize=True, deadline=None)
@given(texts, st.lists(texts, max_size=3), st.booleans())
def test_every_accepted_form_is_right(answer: str, accept: list[str], case: bool) -> None:
    """Whatever the author accepts is right when typed so."""
    card = Typed(
        shown="?",
        expected=answer,
        accept=tuple(accept),
        case_sensitive=case,
        compare="text",
        tolerance="",
    )
    verdicts = {card.judge(form).verdict for form in (answer, *accept)}
    assert verdicts == {Verdict.RIGHT}


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
