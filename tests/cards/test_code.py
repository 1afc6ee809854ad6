"""Code and its output inside Markdown fences."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from studycards.cards.code import code_span, fenced
from tests.cards.library import questions

code = st.text(alphabet="`~ab \n#*_<&>-=")


@settings(derandomize=True, deadline=None)
@given(code)
def test_no_code_ends_its_fence(text: str) -> None:
    """Whatever backticks a program holds, it stays one block and keeps its characters."""
    (token,) = MarkdownIt().parse(fenced(text))
    kept = text.rstrip()
    assert (token.type, token.info) == ("fence", "python")
    assert token.content == (f"{kept}\n" if kept else "\n")


@pytest.mark.parametrize("ticks", [1, 2, 3, 500_000])
def test_fence_and_span_are_one_longer(ticks: int) -> None:
    """Than the longest run within, however long that is."""
    text = f"a {'`' * ticks} b `` c"
    longer = "`" * (max(ticks, 2) + 1)
    assert code_span(text) == f"{longer} {text} {longer}"
    fence = "`" * max(3, ticks + 1)
    assert fenced(text) == f"{fence}python\n{text}\n{fence}"


def test_question_of_output() -> None:
    """An author's own question stands before the code."""
    note = {"kind": "output", "question": "And this?", "code": "print(1)", "answer": "1"}
    question = questions(note)[""].shown
    assert question == "And this?\n\n```python\nprint(1)\n```"


def test_exercise_without_starter() -> None:
    """Without a skeleton the question stands alone."""
    note = {"kind": "exercise", "question": "Write f.", "solution": "f = 1", "tests": "assert f"}
    assert questions(note)[""].shown == "Write f."
