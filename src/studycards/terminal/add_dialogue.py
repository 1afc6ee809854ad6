"""The dialogue for writing cards one after another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.panel import Panel
from rich.text import Text

from studycards.cards import DEFAULT_KIND, KINDS, card_id, kind_named, kind_of
from studycards.cards.asking import Variant
from studycards.cards.fields import BY_GAP, FieldType, is_kebab
from studycards.collection.authoring import add_note, checked, near_duplicates
from studycards.collection.cards import python_version
from studycards.collection.catalog import deck_names
from studycards.errors import StudycardsError
from studycards.terminal import card_view
from studycards.terminal.markdown import markdown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rich.console import Console

    from studycards.cards.fields import Field, Fields
    from studycards.collection import Collection


_FOR_AN_EDITOR = (FieldType.WRONG, *BY_GAP)
"""Fields that the dialogue does not ask for: few cards have one."""


class AddDialogue:
    """Ask for deck, kind and fields; show the card; write it."""

    def __init__(
        self, collection: Collection, console: Console, read_line: Callable[[str], str]
    ) -> None:
        self._collection = collection
        self._console = console
        self._read_line = read_line
        """Reads a line after a prompt; raises EOFError at the end."""

    def run(self, deck: str | None) -> None:
        """Write cards until the learner stops."""
        self._say("An empty line ends a list or skips a field; ctrl-d stops.")
        try:
            name = self._deck(deck)
            while True:
                self._one(name)
                if not self._yes("Another card?", default=True):
                    return
        except EOFError:
            self._console.print()

    def _one(self, deck: str) -> None:
        kind = self._among("Kind", list(KINDS), DEFAULT_KIND)
        fields: Fields = {} if kind == DEFAULT_KIND else {"kind": kind}
        for field in kind_named(kind).fields:
            value = None if field.type in _FOR_AN_EDITOR else self._field(field)
            if value:
                fields[field.name] = value
        explanation = self._line("explanation (optional)")
        if explanation:
            fields["explanation"] = explanation
        try:
            note = checked(fields)
        except StudycardsError as error:
            self._console.print(f"Not a card yet: {error}. {error.hint}", style="red")
            return
        self._preview(note)
        similar = near_duplicates(self._collection, note)
        if similar:
            self._console.print(f"Nearly the same: {', '.join(similar)}", style="yellow")
        if not self._yes("Add it?", default=not similar):
            self._say("Nothing was written.")
            return
        try:
            path = add_note(self._collection, deck, note)
        except StudycardsError as error:
            self._console.print(f"Not added: {error}. {error.hint}", style="red")
            return
        self._collection.refresh()
        self._console.print(f"Added {note['id']} to {path}", soft_wrap=True, style="green")

    def _preview(self, note: Fields) -> None:
        kind = kind_of(note)
        for suffix in kind.suffixes(note):
            python = python_version(self._collection.settings)
            asked = kind.ask(note, suffix, Variant(python, seed="preview"))
            title = Text(card_id(note["id"], suffix))
            self._console.print(Panel(card_view.question(asked), title=title, width=76))
            self._console.print(Panel(markdown(asked.answer.markdown), width=76))

    def _field(self, field: Field) -> Any:
        """The value of a field; one that is required is asked again while it is empty."""
        self._say(field.help)
        while not (value := self._value(field)) and field.required:
            self._say("A card needs this.")
        return value

    def _value(self, field: Field) -> Any:
        label = field.name + ("" if field.required else " (optional)")
        match field.type:
            case FieldType.SWITCH:
                return "true" if self._yes(field.name, default=False) else None
            case FieldType.TEXTS | FieldType.TEXT_OR_TEXTS:
                items = list(self._list(label))
                alone = field.type is FieldType.TEXT_OR_TEXTS and len(items) == 1
                return items[0] if alone else items
            case _:
                return self._text(label, several=field.lines)

    def _text(self, label: str, *, several: bool) -> str:
        lines = [self._line(label + (" (end a line with \\ to continue)" if several else ""))]
        while several and lines[-1].endswith("\\"):
            lines[-1] = lines[-1][:-1].rstrip()
            lines.append(self._read_line("…: ").rstrip())
        return "\n".join(lines)

    def _list(self, label: str) -> Iterable[str]:
        number = 1
        while item := self._line(f"{label} {number}"):
            yield item
            number += 1

    def _deck(self, deck: str | None) -> str:
        """The deck given, or one that is asked for, until a deck can have that name."""
        names = deck_names(self._collection)
        while True:
            if not deck:
                with _completing(names):
                    deck = self._line("Deck (tab completes; a new name creates a deck)")
            if deck in names or is_kebab(deck):
                return deck
            self._say("A new deck is named with lower-case letters, digits and single hyphens.")
            deck = None

    def _among(self, label: str, names: list[str], default: str) -> str:
        while True:
            with _completing(names):
                chosen = self._line(f"{label}: {', '.join(names)} [{default}]") or default
            if chosen in names:
                return chosen
            self._say(f"There is no {label.lower()} '{chosen}'.")

    def _yes(self, label: str, *, default: bool) -> bool:
        answer = self._line(f"{label} [{'Y/n' if default else 'y/N'}]").lower()
        return default if not answer else answer.startswith("y")

    def _line(self, label: str) -> str:
        return self._read_line(f"{label}: ").strip()

    def _say(self, text: str) -> None:
        self._console.print(text, style="dim")


class _completing:  # noqa: N801 - used like a function
    """Tab completes some words while a line is read, if Python has readline."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = sorted(words)

    def __enter__(self) -> None:
        try:
            import readline  # noqa: PLC0415 - not everywhere
        except ImportError:
            return
        readline.set_completer(self._complete)
        readline.set_completer_delims(" ")
        libedit = "libedit" in (readline.__doc__ or "")
        readline.parse_and_bind("bind ^I rl_complete" if libedit else "tab: complete")

    def __exit__(self, *_: object) -> None:
        try:
            import readline  # noqa: PLC0415 - not everywhere
        except ImportError:
            return
        readline.set_completer(None)

    def _complete(self, text: str, state: int) -> str | None:
        found = [word for word in self._words if word.startswith(text)]
        return found[state] if state < len(found) else None
