"""Screens of a review session with a card of every kind, each reviewed by a person.

After an intended change, delete `golden/`, run these tests, which write it again and fail, and
look at the difference.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.library import EXERCISE
from tests.terminals import Terminal

GOLDEN = Path(__file__).parent / "golden"

DECK = r"""
deck: kinds
cards:
  - id: basic
    question: |
      **列表**和元组有什么区别? What differs between a list and a tuple,
      as in `[1]` and `(1,)`?
    answer: A list can be changed; 元组不能改变。
    explanation: Both hold references.
    source: docs.python.org/3/tutorial/datastructures.html
  - id: cloze
    kind: cloze
    text: The capital of Norway is {{c1::Oslo::city}}.
  - id: typed
    kind: typed
    question: Which class ends every MRO?
    answer: object
  - id: choice
    kind: choice
    question: Which of these can be changed in place?
    options: [list, tuple, a dictionary made by a comprehension and kept in a variable, str]
    answer: [list, a dictionary made by a comprehension and kept in a variable]
  - id: order
    kind: order
    question: Put the MRO of D in order.
    answer: [D, B, C, A, object]
  - id: output
    kind: output
    code: |
      for n in range(3):
          print(n, n * n)  # a comment that is so long that it does not fit into forty columns
    answer: |
      0 0
      1 1
      2 4
    explanation: "`range(3)` ends before 3."
  - id: equation
    kind: equation
    question: Write `∂L/∂V`.
    tex: '\frac{\partial L}{\partial V} = \sum_{t=1}^{\tau} (\hat{y}_t - y_t) h_t^T'
    unicode: "∂L/∂V = Σₜ (ŷₜ − yₜ)hₜᵀ (t = 1…τ)"
    accept: ["sum_t (yhat_t - y_t) h_t^T"]
"""

DOWN, BACKSPACE = "\x1b[B", "\x7f"

STEPS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("a question", (), "❯"),
    ("a thought compared with the answer", (*"one is frozen", "enter"), "you wrote"),
    ("a gap", ("4",), "The capital"),
    ("a slip", (*"Olso", "enter"), "≈ nearly"),
    ("a hint", ("4", "\t", "\t"), "ob····"),
    ("a wrong answer", (*"tuple", "enter"), "✗ not that"),
    ("options, one pointed at, one chosen", ("4", DOWN, " ", DOWN), "●"),
    ("several right answers", (BACKSPACE, "1", "2", "3", "4", "enter"), "✗ not that"),
    ("an order begun", ("4", "1", "3"), "2."),
    ("an order with some in place", ("4", "2", "enter"), "in place"),
    ("a program", ("4", *"0 0", "enter", *"1 2"), "1 2"),
    ("a program's output", ("enter", *"2 4", "enter", "enter"), "2 of 3 lines"),
    ("a formula", ("4", *"sum_t (yhat_t - y_t) h_t^T", "enter"), "✓ right"),
    ("an exercise begun", ("4", *[BACKSPACE] * 3, *"return x"), "return x"),
    ("trust", ("\x04",), "(y/n)"),
    ("a test that fails", ("y",), "expected 2, got 1"),
    ("giving up", ("esc", "g"), "solution"),
    ("help", ("?",), "any key"),
    ("a card's history", ("x", "i"), "never reviewed"),
)
"""What is seen, after which keys, and a text that is on the screen then."""


@pytest.mark.parametrize("columns", [40, 80, 160])
def test_screens(
    columns: int,
    terminal: Callable[..., Terminal],
    make_deck: Callable[[str, str], Path],
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each screen is as it was reviewed."""
    make_deck("kinds", DECK + EXERCISE)
    monkeypatch.chdir(home.parent)
    home_of_all = {"STUDYCARDS_HOME": home.name}
    program = terminal("review", "kinds", columns=columns, lines=24, **home_of_all)
    screens = []
    for title, keys, text in STEPS:
        program.press(*keys)
        screen = program.shows(text)
        assert max(map(len, screen.splitlines())) <= columns
        screens.append(f"{f' {title} ':=^{columns}}\n{screen}\n")
    golden = GOLDEN / f"session-{columns}.txt"
    shown = "".join(screens)
    if not golden.exists():
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(shown, encoding="utf-8")
        pytest.fail(f"{golden} is new: look at it")
    assert shown == golden.read_text(encoding="utf-8")
