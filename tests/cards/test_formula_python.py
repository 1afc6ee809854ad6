"""A card's formula as plain Python."""

from __future__ import annotations

import math
from typing import Any

import pytest

from studycards.cards.formula import NoFormulaError
from studycards.cards.formula.python import python_of


def run(tex: str, **values: Any) -> Any:
    """What the source of a formula gives, run alone."""
    namespace: dict[str, Any] = {}
    exec(python_of(tex), namespace)
    return namespace["formula"](**values)


def flat(value: Any) -> list[float]:
    """The numbers of nested lists, after their sizes."""
    if not isinstance(value, list):
        return [value]
    return [len(value), *(item for row in value for item in flat(row))]


@pytest.mark.parametrize(
    ("tex", "values", "expected"),
    [
        (r"N = \frac{m(m+1)}{2}", {"m": 7}, 28),
        (r"g = \frac{1}{K} \sum_{i=1}^{K} g_i", {"g": [1, 2, 6], "K": 3}, 3),
        (r"P_i = \frac{\exp(z_i)}{\sum_j \exp(z_j)}", {"z_i": 0.0, "z": [0.0, 0.0]}, 0.5),
        (r"f(x) = \frac{1}{\sigma \sqrt{2 \pi}} e^{-\frac{(x - \mu)^2}{2 \sigma^2}}",
         {"x": 1, "mu": 1, "sigma": 1}, 1 / math.sqrt(2 * math.pi)),
        (r"P(w) = 1 - \sqrt{\frac{t}{f(w)}}", {"t": 1, "f": lambda w: w * w, "w": 2}, 0.5),
        (r"y = x^\top W x", {"x": [1, 2], "W": [[1, 0], [3, 1]]}, 11),
        (r"\frac{\partial L}{\partial W} = \delta x^\top", {"delta": [1, 2], "x": [3, 4]}, [[3, 4], [6, 8]]),
        (r"\hat\beta = (X^\top X)^{-1} X^\top y", {"X": [[1, 0], [0, 2]], "y": [3, 4]}, [3, 2]),
        (r"h_t = \tanh(U x_t + W h_{t-1} + b)",
         {"U": [[0, 0], [0, 0]], "x_t": [1, 1], "W": [[0, 1], [0, 0]], "h_tm1": [3, 0], "b": [0, 9]},
         [0, math.tanh(9)]),
        (r"E = E_{\mathrm{token}} + E_{\mathrm{position}}", {"E_token": 1, "E_position": 2}, 3),
        (r"L = \max(0, 1 - y f(x))", {"y": 1, "f": lambda x: x, "x": 0.25}, 0.75),
        (r"P(X=k) = \binom{n}{k} p^k (1-p)^{n-k}", {"n": 2, "k": 1, "p": 0.5}, 0.5),
        (r"f(x) = \begin{cases} x & x > 0 \\ 0 & \text{otherwise} \end{cases}", {"x": -3}, 0),
        (r"A = \lambda a", {"lambda_": 2, "a": 3}, 6),
    ],
)  # fmt: skip
def test_value(tex: str, values: dict[str, Any], expected: Any) -> None:
    """The source computes what the formula says, from numbers, lists and functions."""
    assert flat(run(tex, **values)) == pytest.approx(flat(expected))


@pytest.mark.parametrize(
    "tex",
    [
        r"g = \frac{\partial L}{\partial w}",
        r"x = \int_0^1 f(x) dx",
        "((",
        r"G = \sum_{k=0}^\infty r_k",
    ],
)
def test_not_computed(tex: str) -> None:
    """What is not computed is said so."""
    with pytest.raises(NoFormulaError):
        python_of(tex)
