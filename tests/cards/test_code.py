"""Code and its output inside Markdown fences."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from studycards.cards.code import fenced
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


def test_question_of_output() -> None:
    """An author's own question stands before the code."""
    note = {"kind": "output", "question": "And this?", "code": "print(1)", "answer": "1"}
    question = questions(note)[""].shown
    assert question == "And this?\n\n```python\nprint(1)\n```"


def test_exercise_without_starter() -> None:
    """Without a skeleton the question stands alone."""
    note = {"kind": "exercise", "question": "Write f.", "solution": "f = 1", "tests": "assert f"}
    assert questions(note)[""].shown == "Write f."
