"""A sitting on the whole screen: a key at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.console import Group
from rich.text import Text

from studycards.cards.asking import Program, Write
from studycards.cli.coding import Coding
from studycards.cli.context import clock, editor_command
from studycards.errors import StudycardsError
from studycards.scheduling.states import Rating
from studycards.terminal import card_view
from studycards.terminal.answering import Answering, Press, answering
from studycards.terminal.keys import CLOSED, RESIZE
from studycards.terminal.screen import Page, Screen

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from studycards.cli.sitting import Sitting
    from studycards.collection import Collection

COMMANDS = {"u": "undo", "b": "bury", "s": "suspend", "e": "edit", "?": "more", "q": "quit"}

HELP = """\
Question
  enter, space    show the answer (space only while nothing is typed)
  enter           give what was typed; in an answer of several lines, on an empty line
  1 2 3 …         choose an option, or put an item in order; backspace takes back
  tab, h          a hint: a little more of the answer, and a lower proposal
  esc             then a key of the last list, where letters would be typed

Answer
  1 2 3 4         again, hard, good, easy
  enter, space    accept the rating that is proposed
  o               overrule: the answer was right after all
  r               run the code and see

Whenever letters are not typed
  u               undo: as often as you like, also what you did yesterday
  b               bury: ask this card tomorrow
  s               suspend: ask it no more until `studycards suspend --off`
  e               edit the card in $VISUAL or $EDITOR
  f               flag the card, to mend it later
  i               the card's history and what is remembered of it
  ↑ ↓ PgUp PgDn   scroll
  q, ctrl-c       quit; every answer is saved as you give it"""

CONFIDENCE = {"1": "guessing", "2": "fairly sure", "3": "certain", "↵": "not said"}


class QuitSitting(Exception):  # noqa: N818 - a way out, not an error
    """The learner wants to stop."""


class Manner(NamedTuple):
    """How the learner wants to be asked."""

    grading: str = "propose"
    """A value of `config.Grading`."""
    confidence: bool = False
    """Whether to ask how sure the learner is before the answer is shown."""


class FullScreen:
    """What the keys do to a sitting."""

    def __init__(
        self, console: Console, collection: Collection, sitting: Sitting, manner: Manner
    ) -> None:
        self._screen = Screen(console)
        self._collection = collection
        self._sitting = sitting
        self._manner = manner
        self._coding = Coding(self._screen, collection, sitting)
        self._next_card()

    def run(self) -> None:
        """Ask until nothing is left or the learner stops."""
        with self._screen.open():
            self._paint()
            # fsrs takes 16 ms to import: after the first card is on the screen, while it is read.
            _ = self._collection.scheduler
            try:
                while self._sitting.asked:
                    self._press(self._screen.keys.read())
                    self._paint()
            except QuitSitting:
                return

    def _next_card(self) -> None:
        self._screen.follow()
        self._commanding = False
        self._given: str | None = None
        """An answer that waits until the learner says how sure it is."""
        self._coding.forget()
        asked = self._sitting.asked
        self._answering = answering(self._sitting.prompt.input) if asked else Answering()

    def _press(self, key: str) -> None:
        if key in (CLOSED, "ctrl-d"):
            raise QuitSitting
        if key == "ctrl-c":
            raise KeyboardInterrupt
        if key == RESIZE:
            return
        if self._sitting.revealed:
            self._press_on_answer(key)
        elif self._given is not None:
            self._press_confidence(key)
        else:
            self._press_on_question(key)

    def _press_on_answer(self, key: str) -> None:
        if key in ("1", "2", "3", "4"):
            self._rate(Rating(int(key)))
        elif key in ("enter", " "):
            if self._manner.grading != "self":
                self._rate(self._sitting.proposed)
        elif key == "o":
            self._sitting.overrule()
        elif key == "r":
            self._coding.run_output()
        else:
            self._command(key)

    def _press_on_question(self, key: str) -> None:
        writes = isinstance(self._sitting.prompt.input, Write)
        if writes and key == "esc":
            self._commanding = not self._commanding
            return
        if key == "tab" or (key == "h" and not (writes and not self._commanding)):
            self._sitting.take_hint()
            self._commanding = False
            return
        if self._commanding:
            self._command(key)
            return
        result = self._answering.press(key)
        if isinstance(result, str):
            self._give(result.strip("\n"))
        elif result is Press.TAKEN:
            self._screen.follow()
        elif isinstance(self._sitting.prompt.input, Program):
            self._press_on_exercise(key)
        else:
            self._command(key)

    def _press_on_exercise(self, key: str) -> None:
        if key in ("enter", " "):
            self._coding.write()
        elif key == "g":
            self._coding.give_up()
        else:
            self._command(key)

    def _press_confidence(self, key: str) -> None:
        if key in ("1", "2", "3"):
            self._sitting.confide(int(key))
        if key in ("1", "2", "3", "enter", " "):
            self._reveal(self._given or "")

    def _give(self, given: str) -> None:
        if self._manner.confidence:
            self._given = given
        else:
            self._reveal(given)

    def _reveal(self, given: str) -> None:
        self._given = None
        self._sitting.reveal(given if given.strip() else None)
        self._screen.follow()
        judgement = self._sitting.current.judgement if self._sitting.current else None
        if self._manner.grading == "auto" and judgement and judgement.verdict == "right":
            self._rate(self._sitting.proposed)

    def _rate(self, rating: Rating) -> None:
        self._sitting.rate(rating)
        self._next_card()

    def _command(self, key: str) -> None:
        if self._screen.scroll(key):
            return
        match key:
            case "u":
                self._sitting.undo()
            case "b":
                self._sitting.bury()
            case "s":
                self._sitting.suspend()
            case "f":
                self._sitting.flag()
                self._commanding = False
                return
            case "e":
                self._edit()
            case "i":
                self._look_at(self._card_info())
                return
            case "?":
                self._look_at(Text(HELP))
                return
            case "q":
                raise QuitSitting
            case _:
                return
        if not self._sitting.revealed:
            self._next_card()

    def _card_info(self) -> RenderableType:
        from studycards.terminal.info_view import ReviewLine, card_info

        assert self._sitting.asked
        asked = self._sitting.asked
        lines = [
            ReviewLine(
                when=review.reviewed_at,
                rating=review.rating,
                seconds=review.taken_ms / 1000,
                verdict=str(review.given.verdict or ""),
                overruled=review.given.overruled,
                answer=review.given.answer or "",
            )
            for review in self._collection.reviews(asked.card.id)
        ]
        return card_info(asked.card, asked.state, lines, self._collection.scheduler, clock())

    def _edit(self) -> None:
        assert self._sitting.asked
        card = self._sitting.asked.card
        try:
            command = editor_command(self._collection.editable(card), card.location.line)
            status = self._screen.lend_to(command)
        except (StudycardsError, OSError) as error:
            self._sitting.message = f"Not edited: {error}"
            return
        self._sitting.reload()
        if status:
            self._sitting.message = f"The editor returned {status}."

    def _look_at(self, page: RenderableType) -> None:
        """Show a page until a key is pressed."""
        self._screen.follow()
        while True:
            self._screen.show(Page(Text(), page, None, None, Text("any key goes on", "dim")))
            key = self._screen.keys.read()
            if key != RESIZE and not self._screen.scroll(key):
                break
        self._screen.follow()
        self._commanding = False
        if key in (CLOSED, "ctrl-c"):
            self._press(key)

    def _paint(self) -> None:
        sitting = self._sitting
        if sitting.asked is None or sitting.current is None:
            return
        standing = card_view.Standing(
            counts=sitting.counts,
            answered=len(sitting.session.ratings),
            seconds_left=sitting.seconds_left,
            cram=sitting.session.cram,
        )
        typing = not sitting.revealed and not self._commanding and self._given is None
        question: list[RenderableType] = [
            card_view.question(sitting.prompt, self._answering.chosen)
        ]
        if sitting.hint and not sitting.revealed:
            question += [Text(), card_view.hint(sitting.hint)]
        if self._coding.report:
            question += [Text(), self._coding.report]
        answer: RenderableType | None = None
        if sitting.revealed:
            asked = sitting.asked
            answer = card_view.answer(asked.card, asked.state, sitting.current, self._screen.width)
        self._screen.show(
            Page(
                header=card_view.header(sitting.asked.card.deck, standing, self._screen.width),
                body=Group(*question),
                below=answer,
                line=self._answering.line if typing else None,
                footer=self._footer(),
            )
        )

    def _footer(self) -> RenderableType:
        sitting = self._sitting
        parts: list[RenderableType] = []
        if sitting.message:
            parts.append(Text(sitting.message, "yellow"))
        if sitting.revealed:
            proposed = None if self._manner.grading == "self" else sitting.proposed
            width = self._screen.width
            parts.append(card_view.ratings(sitting.outcomes(), proposed, width))
            keys = dict(COMMANDS)
            if sitting.asked and sitting.asked.card.kind == "output":
                keys = {"r": "run"} | keys
            if sitting.current and sitting.current.judgement:
                keys = {"o": "overrule"} | keys
        elif self._given is not None:
            parts.append(Text("How sure are you?"))
            keys = CONFIDENCE
        elif self._commanding:
            keys = {"esc": "back", "h": "hint"} | COMMANDS
        elif self._answering.line is not None:
            keys = dict(self._answering.keys())
        else:
            keys = dict(self._answering.keys()) | COMMANDS
        parts.append(card_view.keys_line(keys))
        return Group(*parts)
