"""Fractions, roots, growing delimiters, matrices."""

from __future__ import annotations

import pytest

from tests.terminal.equations.shown import picture, shown


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        pytest.param(
            "x = \\frac{a+b}{c}",
            """
                 a + b
            x = ───────
                   c
            """,
            id="grouped",
        ),
        pytest.param(
            "\\frac12\\dfrac34",
            """
             1   3
            ─── ───
             2   4
            """,
            id="bars do not touch",
        ),
        pytest.param(
            "\\frac{\\frac{a}{b}}{c} + d",
            """
              a
             ───
              b
            ───── + d
              c
            """,
            id="nested",
        ),
        pytest.param(
            "\\frac{中}{a+b}",
            """
              中
            ───────
             a + b
            """,
            id="wide characters",
        ),
        pytest.param(
            "\\binom{n}{k}",
            """
            ⎛n⎞
            ⎝k⎠
            """,
            id="binomial",
        ),
    ],
)
def test_fractions(tex: str, expected: str) -> None:
    """One over another, on a bar that is wider than both."""
    assert shown(tex) == picture(expected)


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        pytest.param(
            "\\sqrt{x} + \\sqrt2 + \\sqrt{12} + \\sqrt{d_k}", "√x + √2 + √12 + √dₖ", id="bare"
        ),
        pytest.param("\\sqrt[3]{x}", "³√x", id="cube root"),
        pytest.param("2\\sqrt[3]{x}", "2 ³√x", id="a degree is no power"),
        pytest.param(
            "2\\sqrt{x}, (\\sqrt{y}) = \\sqrt{\\hat{v}_t}", "2√x, (√y) = √v̂ₜ", id="at an end"
        ),
        pytest.param(
            "\\sqrt{x}y + \\sqrt{2}\\sqrt{3} + \\sqrt{n}\\log n + {\\sqrt{d_k}}V",
            """
             _     _      _          __
            √xy + √2√3 + √n log n + √dₖV
            """,
            id="a factor follows",
        ),
        pytest.param(
            "\\sqrt{x}^2 + e^{\\sqrt{x}+1}",
            """
                    _
             _²    √x+1
            √x  + e
            """,
            id="a power follows",
        ),
        pytest.param(
            "\\sqrt{ab} + \\sqrt{x^2} + c",
            """
             __    __
            √ab + √x² + c
            """,
            id="roof",
        ),
        pytest.param(
            "1 - \\sqrt{\\frac{t}{f}}",
            """
                 ┌────
                 │  t
            1 −  │ ───
                ╲│  f
            """,
            id="high",
        ),
        pytest.param(
            "\\sqrt{y_\\tau} + x",
            """
              ┌───
              │ y  + x
             ╲│  τ
            """,
            id="two rows",
        ),
        pytest.param(
            "\\sqrt[n]{\\frac{t}{f}}",
            """
              ┌────
              │  t
              │ ───
            ⁿ╲│  f
            """,
            id="high with its degree",
        ),
        pytest.param(
            "\\sqrt[\\tau]{x}",
            """
            τ┌──
            ╲│ x
            """,
            id="degree in full",
        ),
    ],
)
def test_roots(tex: str, expected: str) -> None:
    """What the root is of can be seen: one thing stands bare, anything else under a roof."""
    assert shown(tex) == (picture(expected) if "\n" in expected else expected)


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        pytest.param(
            "O\\left(\\frac{n}{k}\\right) + O(k)",
            """
             ⎛ n ⎞
            O⎜───⎟ + O(k)
             ⎝ k ⎠
            """,
            id="parentheses",
        ),
        pytest.param(
            "(\\frac{n}{k})",
            """
            ⎛ n ⎞
            ⎜───⎟
            ⎝ k ⎠
            """,
            id="without being asked",
        ),
        pytest.param(
            "(y_\\tau - y)",
            """
            (y  − y)
              τ
            """,
            id="not for a subscript",
        ),
        pytest.param(
            "\\left(y_\\tau\\right)",
            """
            ⎛y ⎞
            ⎝ τ⎠
            """,
            id="for a subscript, when asked",
        ),
        pytest.param(
            "\\lVert \\frac{a}{b} \\rVert \\le |\\frac{c}{d}|",
            """
            ║  a  ║   │  c  │
            ║ ─── ║ ≤ │ ─── │
            ║  b  ║   │  d  │
            """,
            id="norm and modulus",
        ),
        pytest.param(
            "\\left\\{ \\frac{a}{b} \\middle| c \\right]",
            """
            ⎧  a  │  ⎤
            ⎨ ─── │ c⎥
            ⎩  b  │  ⎦
            """,
            id="different ones",
        ),
        pytest.param(
            "\\left. \\frac{a}{b} \\right|_{x=0}",
            """
              a  │
             ─── │
              b  │ₓ₌₀
            """,
            id="one side only",
        ),
        pytest.param(
            "\\lfloor \\frac{n}{2} \\rfloor + \\lceil \\frac{n}{2} \\rceil",
            """
            ⎢ n ⎥   ⎡ n ⎤
            ⎢───⎥ + ⎢───⎥
            ⎣ 2 ⎦   ⎢ 2 ⎥
            """,
            id="floor and ceiling",
        ),
        pytest.param(
            "\\left< \\frac{x}{2} \\right>",
            """
            ╱ x ╲
            ⟨───⟩
            ╲ 2 ╱
            """,
            id="angles",
        ),
        pytest.param(
            "\\left\\{2^{2^{2^x}}\\right\\} = y",
            """
            ⎧   2ˣ ⎫
            ⎨  2   ⎬
            ⎩ 2    ⎭ = y
            """,
            id="above the baseline only",
        ),
        pytest.param(
            "f = \\frac{df}{dx}\\Big|_{x=0} + g(x)|_a^b",
            """
                 df  │
            f = ──── │    + g(x)|ₐᵇ
                 dx  │ₓ₌₀
            """,
            id="bar of an evaluation",
        ),
        pytest.param(
            "P\\Big(\\frac{a}{b} \\Big| c\\Big) \\bigl(\\begin{smallmatrix} a \\\\ b \\end{smallmatrix}\\bigr)",
            """
             ⎛ a  │  ⎞
            P⎜─── │ c⎟⎛a⎞
             ⎝ b  │  ⎠⎝b⎠
            """,
            id="sizes by hand",
        ),
        pytest.param("\\left/ \\frac{a}{b} \\right.", "  a\n/───\n  b", id="what cannot grow"),
        pytest.param("\\left( a \\right)", "(a)", id="one row"),
    ],
)
def test_delimiters(tex: str, expected: str) -> None:
    """Delimiters are as high as what they enclose."""
    assert shown(tex) == (picture(expected) if "    " in expected else expected)


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        pytest.param(
            "A = \\begin{pmatrix} a & -b \\\\ c & d \\end{pmatrix}",
            """
            A = ⎛a  −b⎞
                ⎝c  d ⎠
            """,
            id="parentheses",
        ),
        pytest.param(
            "\\begin{bmatrix} 1 \\\\ 22 \\\\ 333 \\\\ \\end{bmatrix}",
            """
            ⎡ 1 ⎤
            ⎢22 ⎥
            ⎣333⎦
            """,
            id="brackets, centred, with a last line break",
        ),
        pytest.param(
            "\\begin{matrix} a & b \\\\ c \\end{matrix}",
            """
            a  b
            c
            """,
            id="bare, with a cell missing",
        ),
        pytest.param(
            "\\begin{pmatrix} \\frac{a}{b} & c \\\\ d & e \\end{pmatrix}",
            """
            ⎛ a    ⎞
            ⎜───  c⎟
            ⎜ b    ⎟
            ⎜      ⎟
            ⎝ d   e⎠
            """,
            id="high rows are set apart",
        ),
        pytest.param(
            "\\begin{vmatrix} a \\\\ b \\end{vmatrix} = \\begin{Vmatrix} c \\\\ d \\end{Vmatrix}",
            """
            │ a │ = ║ c ║
            │ b │   ║ d ║
            """,
            id="bars",
        ),
        pytest.param(
            "\\begin{Bmatrix} a \\\\ b \\end{Bmatrix} \\begin{Bmatrix} a \\\\ b \\\\ c \\\\ d \\end{Bmatrix}",
            """
                 ⎧ a ⎫
            ⎰ a ⎱⎨ b ⎬
            ⎱ b ⎰⎪ c ⎪
                 ⎩ d ⎭
            """,
            id="braces",
        ),
        pytest.param(
            "f(x) = \\begin{cases} 1 & \\text{if } x > 0 \\\\ 0 & \\text{otherwise} \\end{cases}",
            """
                   ⎧ 1  if x > 0
            f(x) = ⎨
                   ⎩ 0  otherwise
            """,
            id="cases",
        ),
        pytest.param(
            "\\begin{aligned} ab &= c + d \\\\ &= e \\end{aligned}",
            """
            ab = c + d
               = e
            """,
            id="aligned at the relation",
        ),
        pytest.param(
            "\\begin{matrix} y_\\tau \\\\ x \\end{matrix}",
            """
            y
             τ

            x
            """,
            id="rows with scripts are set apart",
        ),
        pytest.param(
            "\\begin{bmatrix} 1 & -\\log x \\\\ -\\sin x & 22 \\end{bmatrix}",
            """
            ⎡  1       −log x⎤
            ⎣−sin x      22  ⎦
            """,
            id="a sign is no subtraction",
        ),
        pytest.param(
            "\\left(\\begin{array}{r|c@{\\,}l} 1 & b & 2 \\\\[2pt] \\hline 33 & d & 44 \\end{array}\\right)",
            """
            ⎛ 1 │ b  2 ⎞
            ⎜───┼──────⎟
            ⎝33 │ d  44⎠
            """,
            id="columns and lines",
        ),
        pytest.param(
            "\\begin{align*} a &= b & c &= d \\\\ &- e & &\\quad + f \\tag{1} \\end{align*}",
            """
            a = b    c = d
              − e       + f    (1)
            """,
            id="two equations beside each other",
        ),
        pytest.param("{n \\choose k} = {a \\atop b}", "⎛n⎞ = a\n⎝k⎠   b", id="in the middle"),
        pytest.param("\\begin{matrix} a \\\\ \\end{matrix}", "a", id="one row and a line break"),
        pytest.param("\\begin{pmatrix}\\end{pmatrix}", "()", id="empty"),
    ],
)
def test_grids(tex: str, expected: str) -> None:
    """Cells stand in columns, in the delimiters of their environment."""
    assert shown(tex) == (picture(expected) if "\n" in expected else expected)
