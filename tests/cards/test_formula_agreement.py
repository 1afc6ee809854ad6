"""Whether the forms of a card are one formula."""

from __future__ import annotations

import pytest

from studycards.cards.formula.agreement import disagreement

TEX = r"\delta_t = V^T (\hat{y}_t - y_t) + W^T \operatorname{diag}(1 - h_{t+1}^2) \delta_{t+1}"
UNICODE = "δₜ = Vᵀ(ŷₜ − yₜ) + Wᵀ diag(1 − hₜ₊₁²) δₜ₊₁"
ACCEPT = "V^T (yhat_t - y_t) + W^T diag(1 - h_{t+1}^2) delta_{t+1}"
CHANGES = [
    ("hₜ₊₁", "hₜ"), ("−", "+"), ("Vᵀ", "V"), ("Vᵀ", "Wᵀ"), ("1 −", "2 −"), ("²", "³"), ("δₜ₊₁", "δₜ"),
    (" diag(1 − hₜ₊₁²) δₜ₊₁", " δₜ₊₁ diag(1 − hₜ₊₁²)"), ("Vᵀ(ŷₜ − yₜ) +", ""), ("δₜ =", ""),
]  # fmt: skip


def test_one_formula() -> None:
    """Other notation, and a left side left out of what is accepted, are no disagreement."""
    assert disagreement(TEX, UNICODE, [ACCEPT]) is None


@pytest.mark.parametrize(("old", "new"), CHANGES)
def test_a_change_of_the_line(old: str, new: str) -> None:
    """A change of sign, index, transpose, order or number is found."""
    assert old in UNICODE
    assert "`unicode`" in (disagreement(TEX, UNICODE.replace(old, new, 1)) or "")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("h_{t+1}", "h_t"),
        ("- y_t", "+ y_t"),
        ("V^T", "V"),
        (r"\operatorname{diag}(1 - h_{t+1}^2)", ""),
        (TEX, "L = 42"),
    ],
)
def test_a_change_of_tex(old: str, new: str) -> None:
    """One of `tex` is found as well."""
    assert old in TEX
    assert disagreement(TEX.replace(old, new), UNICODE) is not None


def test_a_change_of_an_accepted_form() -> None:
    """One of an accepted form is named by the form."""
    wrong = ACCEPT.replace("+ W^T", "- W^T")
    assert disagreement(TEX, UNICODE, [ACCEPT, wrong]) == f"'{wrong}' is not the formula in `tex`"


def test_other_names() -> None:
    """Accepted forms may have other names, in the same places."""
    forms = ("E = E_t + E_s", "E = Eₜ + Eₛ")
    assert disagreement(*forms, ["E = a + b"]) is None
    assert disagreement(*forms, ["E = a - b"]) is not None


def test_unreadable() -> None:
    """What cannot be read is named."""
    assert (
        disagreement("((", "x")
        == "`tex` cannot be read as a formula: something is missing at the end"
    )
