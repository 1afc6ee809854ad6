"""What holds for every text."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from studycards.terminal.equations import UnknownMacroError, render
from tests.conftest import EXAMPLES

pytestmark = pytest.mark.slow

_PIECES = r"""
\frac \sqrt \sqrt[3] { } ( ) [ ] | \| ^ _ ' a b 1 - + = , & \\ \left( \right) \left. \right|
\begin{matrix} \end{matrix} \begin{cases} \end{cases} \begin{aligned} \end{aligned} \sum \int \max
\limits \text{ \hat \overline \mathbf \mathrm \operatorname \operatorname* \, \! \quad \not
\middle| \over \choose \Big \underbrace \boxed \phantom \cancel \xrightarrow \mathop \pmod \rm \tag{ $
\begin{array}{c|c} \end{array} \hline \begin{align} \end{align} \color \textcolor \hspace \binom \overset \underset \substack \{ \} \lVert \rVert 中 é \ \foo ~ $ % \big
"""
PIECES = _PIECES.split()
WIDE = 10_000

LETTERS = st.sampled_from(["a", "b", "k", "x", "I", r"\tau ", r"\theta ", "中", "7"])
UNKNOWN = "not typeset"


def _wrapped(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Equations made of equations."""
    group = inner.map(lambda tex: "{" + tex + "}")
    return st.one_of(
        st.builds("{} {}".format, inner, inner),
        st.builds("{} + {}".format, inner, inner),
        st.builds("{} = -{}".format, inner, inner),
        st.builds(r"\frac{}{}".format, group, group),
        st.builds("{}_{}^{}".format, group, group, group),
        st.builds(r"\sum_{}^{} {}".format, group, group, inner),
        st.builds(r"\min\limits_{} {}".format, group, inner),
        st.builds(r"\sqrt[{}]{}".format, LETTERS, group),
        st.builds(r"\sqrt{}".format, group),
        st.builds(r"\hat{}".format, group),
        st.builds(r"\overline{}".format, group),
        st.builds(r"\underbrace{}_{}".format, group, group),
        st.builds(r"\xrightarrow{}".format, group),
        st.builds(r"\boxed{}".format, group),
        st.builds(r"{{ {} \over {} }}".format, inner, inner),
        st.builds("({})".format, inner),
        st.builds(r"\left[{}\right]".format, inner),
        st.builds(r"\lVert {} \rVert".format, inner),
        st.builds(r"\begin{{cases}}{} & {} \\ {}\end{{cases}}".format, inner, inner, inner),
        st.builds(r"\begin{{pmatrix}}{} & {}\end{{pmatrix}}".format, inner, inner),
    )


EQUATIONS = st.recursive(LETTERS, _wrapped, max_leaves=12)


def outcome(tex: str, width: int) -> list[str] | str | None:
    """The rows, None, or that the text cannot be typeset; anything else is raised."""
    try:
        return render(tex, width)
    except UnknownMacroError:
        return UNKNOWN


def problems(rows: list[str] | str | None, width: int) -> list[str]:
    """What is wrong with rows, if there are any."""
    if not isinstance(rows, list):
        return []
    found = [f"{row!r} is uneven" for row in rows if cell_len(row) != cell_len(rows[0])]
    found += [f"{row!r} is too wide" for row in rows if cell_len(row) > width]
    found += [
        f"{character!r} is no text"
        for character in "".join(rows)
        if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")
    ]
    return found if rows else ["no rows"]


@settings(derandomize=True, deadline=None, max_examples=150 * EXAMPLES)
@given(tex=st.text(), width=st.integers(-1, 60))
def test_any_text(tex: str, width: int) -> None:
    """Whatever the text: even rows within the width and without controls, or our own error."""
    assert problems(outcome(tex, width), width) == []


@settings(derandomize=True, deadline=None, max_examples=400 * EXAMPLES)
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=14), width=st.integers(0, 60))
def test_any_pieces_of_tex(pieces: list[str], width: int) -> None:
    """The same for macros, braces and scripts in any order."""
    assert problems(outcome(" ".join(pieces), width), width) == []


@settings(derandomize=True, deadline=None, max_examples=100 * EXAMPLES)
@given(tex=EQUATIONS)
def test_width_is_all_that_counts(tex: str) -> None:
    """From its own width on an equation is always the same; in less it is broken, or not shown."""
    rows = render(tex, WIDE)
    assert rows is not None
    assert problems(rows, WIDE) == []
    width = cell_len(rows[0])
    assert render(tex, width) == rows
    assert render(tex, width - 1) != rows
    assert problems(render(tex, width - 1), width - 1) == []
    assert problems(render(tex, width // 2), width // 2) == []


@settings(derandomize=True, deadline=None, max_examples=100 * EXAMPLES)
@given(left=EQUATIONS, right=EQUATIONS)
def test_concatenation(left: str, right: str) -> None:
    """Two equations one after the other are one, at least as high and wide as each."""
    rows = render(f"{left} {right}", WIDE)
    assert rows is not None
    assert problems(rows, WIDE) == []
    for each in (left, right):
        alone = render(each, WIDE)
        assert alone is not None
        assert len(rows) >= len(alone)
        assert cell_len(rows[0]) >= cell_len(alone[0])


@settings(derandomize=True, deadline=None, max_examples=150 * EXAMPLES)
@given(left=st.text(max_size=20), right=st.lists(st.sampled_from(PIECES), max_size=8))
def test_concatenation_of_anything(left: str, right: list[str]) -> None:
    """Two texts one after the other are even rows or our own error, too."""
    assert problems(outcome(left + " ".join(right), WIDE), WIDE) == []


@settings(derandomize=True, deadline=None, max_examples=100 * EXAMPLES)
@given(tex=EQUATIONS)
def test_no_letter_is_lost(tex: str) -> None:
    """Every letter and digit of an equation is shown, small or not, as often as it is written."""
    plain = tex.replace(r"\tau ", "τ").replace(r"\theta ", "θ")
    plain = re.sub(r"\\(begin|end)\{\w+\}|\\[a-zA-Z]+", "", plain)
    rows = render(tex, WIDE)
    assert rows is not None
    shown = unicodedata.normalize("NFKD", "".join(rows))
    letters = "abkxIτθ中7"
    assert {x: shown.count(x) for x in letters} == {x: plain.count(x) for x in letters}
