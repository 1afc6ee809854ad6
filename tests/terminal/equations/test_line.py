"""What stays in one row: symbols, spaces, signs, functions, bars, fonts."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from studycards.terminal.equations.symbols import SYMBOLS
from tests.terminal.equations.shown import shown


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        pytest.param("a+b", "a + b", id="operation"),
        pytest.param("a   +\n b", "a + b", id="blanks of the source do not count"),
        pytest.param("a b c", "abc", id="product"),
        pytest.param("-a - b", "−a − b", id="sign at the start"),
        pytest.param("a = -b", "a = −b", id="sign after a relation"),
        pytest.param("a \\cdot -b", "a · −b", id="sign after an operation"),
        pytest.param("(-a, -b)", "(−a, −b)", id="sign after a bracket and a comma"),
        pytest.param("\\log -a", "log −a", id="sign after a function"),
        pytest.param("-\\log a, -\\sum a", "−log a, −∑ a", id="sign before a function"),
        pytest.param("\\text{hits} - \\mathrm{misses}", "hits − misses", id="words are subtracted"),
        pytest.param("a \\equiv b \\pmod{n}", "a ≡ b (mod n)", id="congruence"),
        pytest.param("a \\bmod b", "a mod b", id="remainder"),
        pytest.param("a \\mathbin{R} b \\mathrel{@} c", "a R b @ c", id="symbols of one's own"),
        pytest.param("x \\in ]0, 1[", "x ∈ ]0, 1[", id="brackets the other way round"),
        pytest.param("\\{-1, +1\\}", "{−1, +1}", id="sign in braces"),
        pytest.param("x^{+}", "x⁺", id="operation alone is a sign"),
        pytest.param("a += b", "a+ = b", id="sign before a relation"),
        pytest.param("a \\le b \\ge c \\ne d", "a ≤ b ≥ c ≠ d", id="relations"),
        pytest.param("x \\in A \\to B \\approx C", "x ∈ A → B ≈ C", id="more relations"),
        pytest.param("a <= b", "a <= b", id="two relations in a row"),
        pytest.param("a \\times b \\odot c \\circ d", "a × b ⊙ c ∘ d", id="operations"),
        pytest.param("\\partial \\nabla \\infty \\dots", "∂∇∞…", id="ordinary symbols"),
        pytest.param("\\alpha\\beta\\Gamma\\Omega\\varepsilon", "αβΓΩε", id="Greek"),
        pytest.param("α ≤ β − ∑", "α ≤ β − ∑", id="Unicode stands for itself"),
        pytest.param("f(x, y; z)", "f(x, y; z)", id="punctuation"),
        pytest.param("50{,}000", "50,000", id="comma in a group"),
        pytest.param("n/k", "n/k", id="slash"),
        pytest.param("5\\% \\#1 \\$2 \\& a\\_b", "5%#1$2&a_b", id="escaped characters"),
        pytest.param("[0, 1) \\cup (0, 1]", "[0, 1) ∪ (0, 1]", id="half-open intervals"),
        pytest.param("f(x", "f(x", id="bracket left open"),
        pytest.param("x) = y", "x) = y", id="bracket never opened"),
        pytest.param("a \\not= b \\not\\in c", "a ≠ b ∉ c", id="negated relations"),
        pytest.param("", "", id="nothing"),
        pytest.param("{}", "", id="empty group"),
    ],
)
def test_symbols_and_spaces(tex: str, expected: str) -> None:
    """Operations and relations have a blank at each side, signs have none."""
    assert shown(tex) == expected


def test_every_symbol() -> None:
    """A symbol is shown as one cell, a name as its letters."""
    texts = {name: symbol.text for name, symbol in SYMBOLS.items()}
    assert {name: shown(name) for name in texts} == texts
    assert [
        t for t in texts.values() if cell_len(t) != 1 and not t.replace(" ", "").isalpha()
    ] == []


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        pytest.param("\\tanh(U x)", "tanh(Ux)", id="before a bracket"),
        pytest.param("a \\log b", "a log b", id="between letters"),
        pytest.param("\\log \\sigma(x)", "log σ(x)", id="before a letter"),
        pytest.param("W\\operatorname{diag}(x) y", "W diag(x) y", id="after its arguments"),
        pytest.param("\\mathrm{score}(a,b)", "score(a, b)", id="upright word"),
        pytest.param("2\\exp(-x)", "2 exp(−x)", id="after a number"),
        pytest.param("\\operatorname{arg\\,max} x", "arg max x", id="name of two words"),
        pytest.param("f(x)g(y)", "f(x)g(y)", id="letters are no names"),
        pytest.param("\\mathrm{d}x", "dx", id="one upright letter is no name"),
        pytest.param("\\log_2 n", "log₂ n", id="with a script"),
    ],
)
def test_functions(tex: str, expected: str) -> None:
    """A name of several letters is set off from its neighbours, not from its bracket."""
    assert shown(tex) == expected


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        pytest.param("|x|", "|x|", id="modulus"),
        pytest.param("\\|x\\| + \\lVert y \\rVert", "‖x‖ + ‖y‖", id="norms"),
        pytest.param("\\lvert x \\rvert \\cdot |y|", "|x| · |y|", id="moduli"),
        pytest.param("p(o | c)", "p(o | c)", id="condition"),
        pytest.param("p(a|b) = p(b|a)", "p(a | b) = p(b | a)", id="condition in each bracket"),
        pytest.param("P(A \\mid B)", "P(A | B)", id="condition, as a relation"),
        pytest.param("D(p \\| q)", "D(p ‖ q)", id="divergence"),
        pytest.param("||x| + |y||", "||x| + |y||", id="moduli in a modulus"),
        pytest.param("\\{x | |x| < 1\\}", "{x | |x| < 1}", id="modulus after a condition"),
        pytest.param("|x| |y|", "|x||y|", id="product of moduli"),
        pytest.param("|x - |y||", "|x − |y||", id="modulus after an operation"),
        pytest.param("a | b", "a | b", id="alone"),
        pytest.param("|f(x)|", "|f(x)|", id="around brackets"),
        pytest.param("(a | (b|c)) |d|", "(a | (b | c))|d|", id="conditions in brackets"),
        pytest.param("|(x|", "| (x |", id="not across a bracket"),
    ],
)
def test_bars(tex: str, expected: str) -> None:
    """A bar with another one in the same brackets encloses; otherwise it separates."""
    assert shown(tex) == expected


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        pytest.param("a\\,b\\;c\\:d\\ e~f", "a b c d e f", id="thin to thick"),
        pytest.param("a \\quad b \\qquad c", "a  b    c", id="quads"),
        pytest.param("a\\,+\\,b", "a + b", id="beside an operation"),
        pytest.param("a\\quad=b", "a  = b", id="the wider counts"),
        pytest.param("p(x\\!\\mid\\!y)", "p(x|y)", id="negative"),
        pytest.param("a\\!b", "ab", id="nothing to take away"),
        pytest.param("\\quad a\\,", "  a", id="at the ends"),
    ],
)
def test_asked_spaces(tex: str, expected: str) -> None:
    """Spaces that the author asks for and usual ones do not add up."""
    assert shown(tex) == expected


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        pytest.param("\\mathbb{R} \\mathbb{E}", "ℝ𝔼", id="blackboard bold"),
        pytest.param("\\mathbf{Wx1}", "𝐖𝐱𝟏", id="bold"),
        pytest.param("\\boldsymbol{\\alpha}", "𝛂", id="bold Greek"),
        pytest.param("\\mathcal{L} \\mathcal{N}", "ℒ𝒩", id="script"),
        pytest.param("\\mathfrak{C}", "ℭ", id="Fraktur"),
        pytest.param("\\mathbf{+} \\mathbb{中}", "+中", id="not in the font"),
        pytest.param("\\mathbf{x} y", "𝐱y", id="ends with its argument"),
        pytest.param("x \\text{ if } y", "x if y", id="text keeps its blanks"),
        pytest.param("\\text{a {b}  c\\_d}", "a b c_d", id="braces and blanks in a text"),
        pytest.param("\\text{co-occur}", "co-occur", id="hyphen in a text"),
        pytest.param("x\\text{if}y \\text{a} z", "x if yaz", id="a text of letters is a word"),
        pytest.param("2\\mathrm{KL} x", "2 KL x", id="upright letters are a word"),
        pytest.param("\\text{if } -1 \\le x", "if −1 ≤ x", id="sign after a text"),
        pytest.param("x \\text{ is } \\log y", "x is log y", id="blanks do not add up"),
        pytest.param("\\text{} a", "a", id="empty text"),
        pytest.param("\\text{if $x^2 > 1$ or } y", "if x² > 1 or y", id="formula in a text"),
        pytest.param(
            "{\\bf x} + {\\rm rank} A + y", "𝐱 + rank A + y", id="fonts to the end of a group"
        ),
        pytest.param("{\\color{red} a} \\textcolor{blue}{=} b", "a = b", id="colours"),
        pytest.param("\\displaystyle \\bigl( x \\bigr)", "(x)", id="sizes are ignored"),
    ],
)
def test_fonts_and_texts(tex: str, expected: str) -> None:
    """Letters come from the alphabet asked for, where it has them."""
    assert shown(tex) == expected
