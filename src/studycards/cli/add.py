"""`studycards add`: write a card, in a dialogue or in one line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from studycards.cards import DEFAULT_KIND, KINDS
from studycards.cards.fields import LONGEST_TEXT
from studycards.cli import complete, context
from studycards.errors import StudycardsError, UsageProblemError

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from studycards.collection import Collection


def add(
    deck: Annotated[
        str | None,
        typer.Argument(
            help="The deck; created if it does not exist.", autocompletion=complete.decks
        ),
    ] = None,
    kind: Annotated[str, typer.Option(help=f"One of {', '.join(KINDS)}.")] = DEFAULT_KIND,
    question: Annotated[str | None, typer.Option("--question", "-q", help="The question.")] = None,
    answer: Annotated[
        list[str] | None,
        typer.Option("--answer", "-a", help="The answer; repeat it for choice and order."),
    ] = None,
    text: Annotated[str | None, typer.Option(help="For a cloze: text with {{c1::gaps}}.")] = None,
    option: Annotated[list[str] | None, typer.Option(help="For a choice: an option.")] = None,
    accept: Annotated[list[str] | None, typer.Option(help="Another right answer.")] = None,
    code: Annotated[Path | None, typer.Option(help="For output: a file with the program.")] = None,
    field: Annotated[
        list[str] | None, typer.Option(help="Any other field, as NAME=TEXT or NAME=@FILE.")
    ] = None,
    explanation: Annotated[str | None, typer.Option("--explanation", "-e", help="Why.")] = None,
    tag: Annotated[
        list[str] | None, typer.Option(help="A tag.", autocompletion=complete.tags)
    ] = None,
    reversed_: Annotated[bool, typer.Option("--reversed", help="Also ask in reverse.")] = False,
    id_: Annotated[
        str | None, typer.Option("--id", help="Derived from the question if left out.")
    ] = None,
    title: Annotated[str | None, typer.Option(help="Title of a new deck.")] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Add it even if it is a near-duplicate.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print what was added as JSON.")] = False,
) -> None:
    """Add a card to a deck: in one line with options, in a dialogue without them.

    Example: studycards add python-mro -q "Which class ends every MRO?" -a object
    """
    lists = _lists(kind)
    given: dict[str, Any] = {
        "id": id_,
        "kind": None if kind == DEFAULT_KIND else kind,
        "question": question,
        "text": text,
        "code": _read(code) if code else None,
        "options": option,
        "answer": answer[0] if answer and len(answer) == 1 and "answer" not in lists else answer,
        "accept": accept,
        "reversed": "true" if reversed_ else None,
        "explanation": explanation,
        "tags": tag,
        **_named(field or (), lists),
    }
    fields = {name: value for name, value in given.items() if value}
    from studycards.collection.authoring import add_note, checked, near_duplicates

    collection = context.open_collection()
    if not fields.keys() - {"kind", "id"}:
        _dialogue(collection, deck)
        return
    if deck is None:
        raise UsageProblemError("which deck?", hint="studycards add DECK -q … -a …")
    note = checked(fields)
    similar = near_duplicates(collection, note)
    if similar and not force:
        raise StudycardsError(
            f"this is a near-duplicate of {', '.join(similar)}; nothing was written",
            hint="Use --force to add it anyway.",
        )
    path = add_note(collection, deck, note, title)
    if json:
        context.print_json({"id": note["id"], "deck": deck, "path": str(path)})
    else:
        context.out().print(f"Added {note['id']} to {path}", soft_wrap=True)


def _dialogue(collection: Collection, deck: str | None) -> None:
    if not context.current().stdin.isatty():
        raise UsageProblemError(
            "there is nothing to add", hint="Give -q and -a, or use a terminal."
        )
    from studycards.terminal.add_dialogue import AddDialogue

    AddDialogue(collection, context.out(), context.current().read_line).run(deck)


def _lists(kind: str) -> set[str]:
    """Fields of a kind that hold a list, whether or not the kind exists."""
    from studycards.cards.fields import FieldType
    from studycards.cards.notes import note_fields

    table = note_fields(kind) if kind in KINDS else {}
    return {
        name for name, field in table.items() if field.type in (FieldType.TEXTS, FieldType.WRONG)
    }


def _named(items: Sequence[str], lists: Container[str]) -> dict[str, Any]:
    """Fields given by name; one that holds a list may be given several times."""
    found: dict[str, Any] = {}
    for item in items:
        name, equals, value = item.partition("=")
        if not equals:
            raise UsageProblemError(f"--field {item}: there is no '='", hint="Write NAME=TEXT.")
        text = _read(Path(value[1:])) if value.startswith("@") else value
        found[name] = [*found.get(name, ()), text] if name in lists else text
    return found


def _read(path: Path) -> str:
    try:
        with path.open(encoding="utf-8") as file:
            return file.read(LONGEST_TEXT + 1)  # more is too long anyway, and may never end
    except (OSError, ValueError) as error:
        raise UsageProblemError(f"cannot read {path}: {error}", hint="Name a text file.") from error
