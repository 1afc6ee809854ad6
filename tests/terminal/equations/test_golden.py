"""Every equation of the decks as it is shown, formulas as authors write them, and the examples of the page.

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
from studycards.terminal.equations import UnknownMacroError, render
from tests.terminal.equations.shown import shown

ROOT = Path(__file__).parents[3]
GOLDEN = Path(__file__).with_name("golden.txt")
FORMULAS = Path(__file__).with_name("formulas.txt")
PAGE = ROOT / "docs" / "equations.md"
NARROW = "-- at 40 columns --"


def equations() -> dict[str, str]:
    """The TeX of every equation card, by id."""
    decks = [read_deck(path) for path in sorted((ROOT / "decks").glob("*.yaml"))]
    return {
        note.id: str(note.fields["tex"])
        for deck in decks
        for note in deck.notes
        if "tex" in note.fields
    }


def golden(path: Path) -> dict[str, str]:
    """The blocks of a golden file, by name: the TeX, then the rows."""
    blocks = re.split("^## ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return {head: body.strip("\n") for head, _, body in (b.partition("\n") for b in blocks)}


def block(tex: str) -> str:
    """What a golden file says of an equation; at 40 columns only what is another than at 80."""
    wide, narrow = (outcome(tex, width) for width in (80, 40))
    return f"{tex}\n\n{wide}" + (f"\n\n{NARROW}\n\n{narrow}" if narrow != wide else "")


def outcome(tex: str, width: int) -> str:
    """The picture, or why there is none."""
    try:
        return shown(tex, width) if render(tex, width) else "(too wide)"
    except UnknownMacroError as error:
        return f"({error})"


EQUATIONS = equations()
KEPT = {path: golden(path) for path in (GOLDEN, FORMULAS)}


@pytest.mark.parametrize("card", EQUATIONS)
def test_equations_of_the_decks(card: str) -> None:
    """An equation is shown as somebody has looked at it, and fits into 40 columns."""
    assert card in KEPT[GOLDEN], (
        f"{card} has no golden text: run `python -m tests.terminal.equations.test_golden`, "
        "then look at golden.txt"
    )
    assert block(EQUATIONS[card]) == KEPT[GOLDEN][card]
    assert render(EQUATIONS[card], 40) is not None


def test_formulas() -> None:
    """Formulas as authors write them are shown as somebody has looked at them."""
    kept = KEPT[FORMULAS]
    assert {name: block(text.partition("\n")[0]) for name, text in kept.items()} == kept


def test_number_of_formulas() -> None:
    """There are enough of them, and nearly all are typeset."""
    pictures = [kept.partition("\n\n")[2] for kept in KEPT[FORMULAS].values()]
    assert len(pictures) >= 250
    assert sum(picture.startswith("(unknown") for picture in pictures) <= 5
    assert not any(picture.startswith("(too wide)") for picture in pictures)


@pytest.mark.parametrize("card", EQUATIONS)
def test_rows_of_the_decks_are_even(card: str) -> None:
    """The rows fill a rectangle, exactly as wide as it must be; a narrower one has more rows."""
    rows = render(EQUATIONS[card], 80)
    assert rows is not None
    width = cell_len(rows[0])
    assert [cell_len(row) for row in rows] == [width] * len(rows)
    assert render(EQUATIONS[card], width) == rows
    narrower = render(EQUATIONS[card], width - 1)
    assert narrower is None or (cell_len(narrower[0]) < width and len(narrower) > len(rows))


def test_golden_file_has_no_equations_of_the_past() -> None:
    """What stands in the golden file is in a deck, and there are equations at all."""
    assert len(EQUATIONS) >= 20
    assert sorted(KEPT[GOLDEN].keys() - EQUATIONS.keys()) == []


def test_examples_of_the_page() -> None:
    """The page shows equations as they are."""
    text = PAGE.read_text(encoding="utf-8")
    examples = re.findall(r"```tex\n(.*?)\n```\n+```text\n(.*?)\n```", text, re.DOTALL)
    assert len(examples) >= 4
    assert [picture for _, picture in examples] == [shown(tex) for tex, _ in examples]


def _write(path: Path, texts: Mapping[str, str]) -> None:
    blocks = [f"## {name}\n{block(tex)}\n" for name, tex in texts.items()]
    path.write_text("\n".join(blocks), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    _write(GOLDEN, EQUATIONS)
    _write(FORMULAS, {name: kept.partition("\n")[0] for name, kept in KEPT[FORMULAS].items()})
