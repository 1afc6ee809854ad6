"""Every equation of the decks as it is shown, and the examples of the page.

After a look at what changed, from the root of the repository:

    python -m tests.terminal.equations.test_golden
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from rich.cells import cell_len

from studycards.decks.parse import read_deck
from studycards.terminal.equations import render
from tests.terminal.equations.shown import shown

ROOT = Path(__file__).parents[3]
GOLDEN = Path(__file__).with_name("golden.txt")
PAGE = ROOT / "docs" / "equations.md"


def equations() -> dict[str, str]:
    """The TeX of every equation card, by id."""
    decks = [read_deck(path) for path in sorted((ROOT / "decks").glob("*.yaml"))]
    return {
        note.id: str(note.fields["tex"])
        for deck in decks
        for note in deck.notes
        if "tex" in note.fields
    }


def golden() -> dict[str, str]:
    """The blocks of the golden file, by id: the TeX, then the rows."""
    blocks = GOLDEN.read_text(encoding="utf-8").split("## ")[1:]
    return {head: body.strip("\n") for head, _, body in (b.partition("\n") for b in blocks)}


def block(tex: str) -> str:
    """What the golden file says of an equation."""
    return f"{tex}\n\n{shown(tex)}"


EQUATIONS = equations()


@pytest.mark.parametrize("card", EQUATIONS)
def test_equations_of_the_decks(card: str) -> None:
    """An equation at 80 columns is shown as somebody has looked at it."""
    assert card in golden(), (
        f"{card} has no golden text: run `python -m tests.terminal.equations.test_golden`, "
        "then look at golden.txt"
    )
    assert block(EQUATIONS[card]) == golden()[card]


@pytest.mark.parametrize("card", EQUATIONS)
def test_rows_of_the_decks_are_even(card: str) -> None:
    """The rows fill a rectangle, exactly as wide as it must be."""
    rows = render(EQUATIONS[card], 80)
    assert rows is not None
    width = cell_len(rows[0])
    assert [cell_len(row) for row in rows] == [width] * len(rows)
    assert render(EQUATIONS[card], width) == rows
    assert render(EQUATIONS[card], width - 1) is None


def test_golden_file_has_no_equations_of_the_past() -> None:
    """What stands in the golden file is in a deck, and there are equations at all."""
    assert len(EQUATIONS) >= 20
    assert sorted(golden().keys() - EQUATIONS.keys()) == []


def test_examples_of_the_page() -> None:
    """The page shows equations as they are."""
    text = PAGE.read_text(encoding="utf-8")
    examples = re.findall(r"```tex\n(.*?)\n```\n+```text\n(.*?)\n```", text, re.DOTALL)
    assert len(examples) >= 4
    assert [picture for _, picture in examples] == [shown(tex) for tex, _ in examples]


def _write(texts: Mapping[str, str]) -> None:
    blocks = [f"## {card}\n{block(tex)}\n" for card, tex in texts.items()]
    GOLDEN.write_text("\n".join(blocks), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    _write(EQUATIONS)
