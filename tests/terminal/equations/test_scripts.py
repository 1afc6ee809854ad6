"""Subscripts, superscripts, limits and accents."""

from __future__ import annotations

import pytest

from tests.terminal.equations.shown import picture, shown


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        pytest.param("h_{t-1}", "hₜ₋₁", id="sum below"),
        pytest.param("x^{(t+1)}", "x⁽ᵗ⁺¹⁾", id="brackets above"),
        pytest.param("h_t^2", "hₜ²", id="both"),
        pytest.param("h^2_t", "hₜ²", id="both, the other way round"),
        pytest.param("x^10", "x¹0", id="one character without braces"),
        pytest.param(
            "W^T + W^\\top + W^{\\mathsf T} + W^{\\mathrm{T}}", "Wᵀ + Wᵀ + Wᵀ + Wᵀ", id="T"
        ),
        pytest.param("(A B)^T", "(AB)ᵀ", id="of a bracket"),
        pytest.param("\\|x\\|_2^2", "‖x‖₂²", id="of a norm"),
        pytest.param("u_o^T v", "uₒᵀv", id="then a letter"),
        pytest.param("\\delta_t h_{t-1}^T", "δₜ hₜ₋₁ᵀ", id="two factors with scripts"),
        pytest.param("f'(x) = f''", "f′(x) = f′′", id="primes"),
        pytest.param("f'^2", "f′²", id="prime and power"),
        pytest.param("{}^2", "²", id="without a base"),
        pytest.param("^2", "²", id="at the very start"),
        pytest.param("90^\\circ", "90°", id="degrees"),
        pytest.param("{}_2F_1(x) + T^i{}_j", "₂F₁(x) + Tⁱⱼ", id="before a letter, and staggered"),
    ],
)
def test_small_characters(tex: str, expected: str) -> None:
    """Scripts that Unicode has stay in the row."""
    assert shown(tex) == expected


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        pytest.param(
            "w_I + v",
            """
            w  + v
             I
            """,
            id="capital below",
        ),
        pytest.param(
            "U(w)^{3/4}",
            """
                3/4
            U(w)
            """,
            id="slash above",
        ),
        pytest.param(
            "a^*b",
            """
             *
            a b
            """,
            id="star is no product",
        ),
        pytest.param(
            "y_\\tau^2",
            """
            y²
             τ
            """,
            id="one of two below",
        ),
        pytest.param(
            "y_t^\\tau",
            """
             τ
            yₜ
            """,
            id="one of two above",
        ),
        pytest.param(
            "y_\\tau^{3/4}",
            """
             3/4
            y
             τ
            """,
            id="both in rows",
        ),
        pytest.param(
            "x_{a_b} + x^{y^{z}}",
            """
                   yᶻ
            x   + x
             a
              b
            """,
            id="nested",
        ),
        pytest.param(
            "2^{2^{2^x}}",
            """
              2ˣ
             2
            2
            """,
            id="tower",
        ),
        pytest.param(
            "E_{\\mathrm{token}} + E_{\\max}",
            """
            E      + E
             token    max
            """,
            id="words stay legible",
        ),
        pytest.param(
            "E_{\\mathrm{in}}",
            """
            E
             in
            """,
            id="short word",
        ),
        pytest.param(
            "e^{\\frac{a+b}{c}}",
            """
              a+b
             ─────
               c
            e
            """,
            id="other fraction above",
        ),
        pytest.param(
            "e^{\\frac{1}{2}} + e^{\\frac{a}{2b}}",
            """
             1/2    a/(2b)
            e    + e
            """,
            id="short fraction above",
        ),
        pytest.param(
            "\\left(\\frac{a}{b}\\right)_i^2",
            """
            ⎛ a ⎞²
            ⎜───⎟
            ⎝ b ⎠ᵢ
            """,
            id="at the corners",
        ),
        pytest.param(
            "\\left(\\frac{a}{b}\\right)^{3/4}_I",
            """
            ⎛ a ⎞3/4
            ⎜───⎟
            ⎝ b ⎠I
            """,
            id="in full at the corners",
        ),
    ],
)
def test_rows_of_scripts(tex: str, expected: str) -> None:
    """Other scripts have rows of their own, above or below what they belong to."""
    assert shown(tex) == picture(expected)


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        pytest.param(
            "\\sum_{t=1}^{\\tau} L_t",
            """
             τ
             ∑  Lₜ
            t=1
            """,
            id="sum",
        ),
        pytest.param(
            "\\sum\\limits_{j \\in J} j",
            """
             ∑  j
            j∈J
            """,
            id="limits asked for",
        ),
        pytest.param("\\sum\\nolimits_{i=1}^n i", "∑ᵢ₌₁ⁿ i", id="limits refused"),
        pytest.param(
            "\\prod_{i}^n (x)",
            """
            n
            ∏ (x)
            i
            """,
            id="product before a bracket",
        ),
        pytest.param(
            "\\int_0^1 f(x) \\, dx",
            """
            1
            ∫ f(x) dx
            0
            """,
            id="integral",
        ),
        pytest.param(
            "\\max_{j \\ge i} S",
            """
            max S
            j≥i
            """,
            id="maximum",
        ),
        pytest.param(
            "\\operatorname*{argmin}_\\theta L",
            """
            argmin L
              θ
            """,
            id="named operator with limits",
        ),
        pytest.param("\\operatorname{rank}_i A", "rankᵢ A", id="named operator without"),
        pytest.param(
            "\\frac{1}{\\sum_j x_j}",
            """
               1
            ───────
             ∑ⱼ xⱼ
            """,
            id="beside in a fraction",
        ),
        pytest.param(
            "\\frac{1}{\\sum_w w}",
            """
              1
            ─────
             ∑ w
             w
            """,
            id="below in a fraction, where no small character is",
        ),
        pytest.param(
            "\\sum_{\\substack{i \\ne j \\\\ j \\in J}} i",
            """
             ∑  i
            i≠j
            j∈J
            """,
            id="in two rows",
        ),
        pytest.param(
            "\\underset{x}{\\min} f \\overset{!}{=} 0",
            """
                  !
            min f = 0
             x
            """,
            id="over and under anything",
        ),
        pytest.param(
            "\\overset{x}{\\frac{a}{b}} = c",
            """
              x
              a
             ─── = c
              b
            """,
            id="over a fraction",
        ),
        pytest.param(
            "\\int_0^1\\!\\!\\int_0^1 x",
            """
            1 1
            ∫ ∫ x
            0 0
            """,
            id="limits do not touch",
        ),
        pytest.param(
            "A \\xrightarrow[b]{f + g} B \\xleftarrow{} C",
            """
               f+g
            A ────→ B ←─ C
                b
            """,
            id="arrows as long as their labels",
        ),
        pytest.param(
            "\\mathop{\\rm best}_{x} f + \\operatorname*{\\mathbb{E}}_{x} f",
            """
            best f + 𝔼 f
             x       x
            """,
            id="anything as an operator",
        ),
        pytest.param("\\stackrel{}{a}", "\na", id="nothing above"),
        pytest.param("\\overset{a}{\\,}", "a\n", id="above a blank"),
    ],
)
def test_limits(tex: str, expected: str) -> None:
    """Limits stand below and above, centred; in tight places beside where that is possible."""
    assert shown(tex) == (picture(expected) if "    " in expected else expected)


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        pytest.param("\\hat{y}_t", "ŷₜ", id="hat"),
        pytest.param("x\u0302_t + θ\u0302", "x\u0302ₜ + θ\u0302", id="hat as a character"),
        pytest.param("\\bar x", "x̄", id="bar"),
        pytest.param("\\tilde{c}", "c̃", id="tilde"),
        pytest.param("\\hat\\theta", "θ̂", id="hat on Greek"),
        pytest.param("\\vec{v} \\dot{x} \\ddot{x}", "v⃗ẋẍ", id="vector and derivatives"),
        pytest.param(
            "\\overline{a+b}",
            """
            _____
            a + b
            """,
            id="long bar",
        ),
        pytest.param(
            "\\widehat{abc} + \\hat{中}",
            """
            ╱‾╲   ╱╲
            abc + 中
            """,
            id="hat on something wide",
        ),
        pytest.param(
            "\\widetilde{ab} + \\overrightarrow{AB} + \\overleftarrow{ABC} + \\ddot{ab}",
            """
            ~~   ─→   ←──   ..
            ab + AB + ABC + ab
            """,
            id="as wide as the body",
        ),
        pytest.param(
            "\\underline{ab}c + \\underline{x}",
            """
            abc + x̲
            ‾‾
            """,
            id="line below",
        ),
        pytest.param(
            "\\underbrace{a + b}_{n} + \\overbrace{c d e f}^{\\text{four}} + \\underbrace{x}_{y}",
            """
                    four
                    ╭┴─╮
            a + b + cdef +  x
            ╰─┬─╯          ╰┬╯
              n             y
            """,
            id="braces with a label",
        ),
        pytest.param(
            "\\boxed{\\frac{a}{b}} \\cancel{ab}",
            """
            ┌─────┐
            │  a  │
            │ ─── │a̶b̶
            │  b  │
            └─────┘
            """,
            id="frame and stroke",
        ),
        pytest.param("\\hat{}", "╱╲\n", id="hat on nothing"),
        pytest.param("a\\phantom{bc}d \\vphantom{x}", "a  d", id="unseen"),
        pytest.param("\\overline{}", "_\n", id="bar on nothing"),
    ],
)
def test_accents(tex: str, expected: str) -> None:
    """An accent sits on its letter, or in a row above something wider."""
    assert shown(tex) == (picture(expected) if "    " in expected else expected)
