"""What cannot be typeset, and what does not fit."""

from __future__ import annotations

import contextlib
import tracemalloc

import pytest

from studycards.terminal.equations import UnknownMacroError, render


@pytest.mark.parametrize(
    ("tex", "message"),
    [
        pytest.param("\\foo", "unknown macro \\foo", id="macro"),
        pytest.param("\\begin{tikz} a \\end{tikz}", "unknown environment tikz", id="environment"),
        pytest.param("\\frac{a}", "something is missing at the end", id="argument missing"),
        pytest.param("\\frac{a", "} is missing before the end", id="brace left open"),
        pytest.param("a}", "unexpected }", id="brace never opened"),
        pytest.param("a^", "something is missing at the end", id="script missing"),
        pytest.param("a^b^c", "^ twice", id="two superscripts"),
        pytest.param("a_b_c", "_ twice", id="two subscripts"),
        pytest.param("a^_b", "unexpected _", id="script of nothing"),
        pytest.param("a & b", "unexpected &", id="column outside a matrix"),
        pytest.param("a \\\\ b", "unexpected \\\\", id="row outside a matrix"),
        pytest.param("$x$", "unexpected $", id="dollar"),
        pytest.param("\\left( a", "\\right is missing before the end", id="left alone"),
        pytest.param("a \\right)", "unexpected \\right", id="right alone"),
        pytest.param("\\left a \\right)", "a is not a delimiter", id="no delimiter"),
        pytest.param("\\begin{array}{cq} a", "unknown columns cq", id="columns"),
        pytest.param("\\begin{matrix} a", "\\end is missing before the end", id="no end"),
        pytest.param(
            "\\begin{matrix} a \\end{cases}", "matrix is not closed", id="another environment's end"
        ),
        pytest.param("\\text{if $x}", "$ is missing before }", id="equation in a text left open"),
        pytest.param("\\text{{$x$}}", "unexpected $ in a text", id="equation in braces in a text"),
        pytest.param("\\text{\\frac}", "unexpected \\frac in a text", id="macro in a text"),
        pytest.param("\\text{a", "} is missing at the end", id="text left open"),
        pytest.param("\\sqrt[3{x}", "] is missing before the end", id="degree left open"),
        pytest.param("\\not\\frac12", "\\not must be followed", id="negated fraction"),
        pytest.param("a \\", "unknown macro \\", id="backslash at the end"),
        pytest.param("\x1b[2J", "cannot show '\\x1b'", id="control character"),
        pytest.param("a\u202eb", "cannot show '\\u202e'", id="direction override"),
        pytest.param("\ud800", "cannot show '\\ud800'", id="half of a character"),
        pytest.param("\u0302x", "cannot show '\\u0302'", id="accent without a letter"),
        pytest.param("\\ell\u0302", "cannot show '\\u0302'", id="accent after a macro"),
        pytest.param("\u2764\ufe0f", "cannot show '\\ufe0f'", id="emoji style"),
        pytest.param("{" * 60 + "}" * 60, "nested too deeply", id="groups too deep"),
        pytest.param("\\hat" * 500 + "x", "nested too deeply", id="macros too deep"),
        pytest.param("(" * 500, "nested too deeply", id="brackets too deep"),
        pytest.param("(" * 2000 + ")" * 2000, "too long", id="brackets without end"),
        pytest.param("\\cancel{" * 61, "nested too deeply", id="marks too deep"),
        pytest.param("a \\over " * 100, "nested too deeply", id="fractions in a row"),
        pytest.param("\\rm" * 100, "nested too deeply", id="fonts in a row"),
        pytest.param(
            "\\begin{matrix}" + "&" * 300 + "\\\\" * 300 + "\\end{matrix}", "too large", id="cells"
        ),
        pytest.param(
            "\\boxed{" * 20 + "\\qquad" * 400 + "}" * 20, "too large", id="boxes in boxes"
        ),
        pytest.param("x" * 1001, "too long", id="too long"),
        pytest.param("\\frac{a}{b}" * 500_000, "too long", id="megabytes"),
        pytest.param("x" + "\u0301\u0315" * 200_000, "too long", id="marks without end"),
    ],
)
def test_unreadable(tex: str, message: str) -> None:
    """The error names what is wrong; it is a ValueError."""
    with pytest.raises(UnknownMacroError) as caught:
        render(tex, 80)
    assert str(caught.value).startswith(message)
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize(
    ("tex", "width"),
    [
        pytest.param("(a + b)", 7, id="one row"),
        pytest.param("\\frac{a + b}{c}", 7, id="fraction"),
        pytest.param("中文", 4, id="wide characters"),
        pytest.param("\\hat{\\theta}", 1, id="combining character"),
        pytest.param("", 0, id="nothing"),
    ],
)
def test_width(tex: str, width: int) -> None:
    """An equation fits into exactly its width in cells, and not into one cell less."""
    rows = render(tex, width)
    assert rows is not None
    assert rows[-1].strip() in ("(a + b)", "c", "中文", "θ\u0302", "")
    assert render(tex, width - 1) is None


def test_as_deep_as_is_allowed() -> None:
    """Just within the limit everything is still shown."""
    assert render("x" * 1000, 1000) == ["x" * 1000]
    assert render("{" * 59 + "x" + "}" * 59, 80) == ["x"]
    assert render("(" * 39 + "x" + ")" * 39, 80) == ["(" * 39 + "x" + ")" * 39]
    towers = render("x" + "^{x" * 29 + "}" * 29, 80)
    assert towers is not None
    assert len(towers) == 29


def test_bars_without_end() -> None:
    """Each bar with a script is evaluated at the end of what stands before it, without nesting."""
    assert render("x|_a|_a" + "|_a" * 320, 2000) == ["x|ₐ" + "|ₐ" * 321]


def test_memory_has_a_bound() -> None:
    """Whatever a formula asks for, it takes some megabytes at most."""
    large = "\\begin{pmatrix}" + "\\qquad" * 400 + "\\\\" * 500 + "\\end{pmatrix}"
    tracemalloc.start()
    for tex in (large, "x" * 1000):
        with contextlib.suppress(UnknownMacroError):
            render(tex, 80)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20 * 2**20
