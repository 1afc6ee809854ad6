"""Pictures of real reviews for the README: `python -m docs.pictures` makes them all again."""

from __future__ import annotations

import html
import io
import re
import tempfile
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.text import Text

from benchmarks.running import open_collection
from docs.generate import NOW
from studycards.cards import CardId
from studycards.collection.cards import find_card
from studycards.events import ActionKind
from studycards.review.queue import Selection, build_queue
from tests.terminals import Terminal

FOLDER = Path(__file__).parent / "pictures"

COLUMNS = 80
CTRL_D, BACKSPACE = "\x04", "\x7f"

FRAME = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{
  font-family: "DejaVu Sans Mono", Menlo, Consolas, monospace;
  font-size: {char_height}px; line-height: {line_height}px;
}}
.{unique_id}-title {{ font-size: 18px; font-family: sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""
"""Rich's own frame, without the font that it would load from elsewhere."""


class Scene(NamedTuple):
    """A card, and what is pressed until the picture is taken."""

    card: str
    keys: tuple[str, ...]
    until: str
    """What is on the screen then."""
    lines: int


SCENES = {
    "nearly": Scene("mro-meaning", (*"method resolution odrer", "enter"), "1 again", 23),
    "equation": Scene(
        "rnn-grad-v-eq", (*"sum_t (yhat_t - y_t) h_t^T", "enter"), "1 again", 30
    ),
    "exercise": Scene(
        "win-covers-code", (*[BACKSPACE] * 3, *"return set(t) <= set(window)", CTRL_D), "✗", 30
    ),
}  # fmt: skip


def picture(name: str) -> str:
    """A scene as SVG."""
    scene = SCENES[name]
    with tempfile.TemporaryDirectory() as folder:
        deck = _leave_alone(scene.card, Path(folder))
        frame = _frame(deck, scene, folder)
    console = Console(
        record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True, color_system="standard"
    )
    console.print(Text.from_ansi(frame), soft_wrap=True)
    title = f"studycards review {deck}"
    return console.export_svg(title=title, code_format=FRAME, unique_id=f"studycards-{name}")


def words(svg: str) -> str:
    """The text of a picture."""
    texts = re.findall(r"<text[^>]*>(.*?)</text>", svg)
    return " ".join(html.unescape(" ".join(texts)).split())


def _leave_alone(card: str, home: Path) -> str:
    """Suspend every other card of the deck of a card; the deck's name."""
    now = datetime.fromisoformat(NOW)
    collection = open_collection(home, home / "decks", now)
    collection.refresh()
    asked = find_card(collection, CardId(card))
    assert asked, f"there is no card {card}"
    deck = asked.card.deck
    selection = Selection(decks=(deck,), cram=True)
    all_of_it = [queued.card_id for queued in build_queue(collection, selection, now).pending]
    others = [card_id for card_id in all_of_it if card_id != card]
    collection.log.record_action(ActionKind.SUSPEND, others, now)
    collection.close()
    return deck


def _frame(deck: str, scene: Scene, home: str) -> str:
    """The last frame that a review painted, with its colours."""
    unset = dict.fromkeys(("NO_COLOR", "VISUAL", "EDITOR"), "")
    program = Terminal(
        "review", deck, at=NOW, columns=COLUMNS, lines=scene.lines, STUDYCARDS_HOME=home, **unset
    )
    program.shows("commands")
    program.press(*scene.keys)
    program.shows(scene.until)
    program.close()
    frame = program.raw.decode().rpartition("\x1b[?2026h")[2].partition("\x1b[?2026l")[0]
    return re.sub(r"\x1b\[[?\d;]*[A-Zhl]|\r", "", frame)


def main() -> None:
    """Make all of them."""
    FOLDER.mkdir(exist_ok=True)
    for name in SCENES:
        (FOLDER / f"{name}.svg").write_text(picture(name), encoding="utf-8")


if __name__ == "__main__":
    main()
