"""`studycards add`: write a card, in a dialogue or in one line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from studycards.cli import complete, context
from studycards.errors import StudycardsError, UsageProblemError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studycards.cards.fields import Fields
    from studycards.collection import Collection

KINDS = "basic, cloze, typed, choice, order, output, exercise, equation"


def add(
    deck: Annotated[
        str | None,
        typer.Argument(help="The deck; a new one is made.", autocompletion=complete.decks),
    ] = None,
    kind: Annotated[str, typer.Option(help=f"One of {KINDS}.")] = "basic",
    question: Annotated[str | None, typer.Option("--question", "-q", help="What is asked.")] = None,
    answer: Annotated[
        list[str] | None,
        typer.Option("--answer", "-a", help="The answer; several for choice and order."),
    ] = None,
    text: Annotated[str | None, typer.Option(help="Of a cloze: text with {{c1::gaps}}.")] = None,
    option: Annotated[list[str] | None, typer.Option(help="Of a choice: an option.")] = None,
    accept: Annotated[list[str] | None, typer.Option(help="Another right answer.")] = None,
    code: Annotated[Path | None, typer.Option(help="Of output: a file with the program.")] = None,
    field: Annotated[
        list[str] | None, typer.Option(help="Any other field, as NAME=TEXT or NAME=@FILE.")
    ] = None,
    explanation: Annotated[str | None, typer.Option("--explanation", "-e", help="Why.")] = None,
    tag: Annotated[
        list[str] | None, typer.Option(help="A tag.", autocompletion=complete.tags)
    ] = None,
    reversed_: Annotated[bool, typer.Option("--reversed", help="Also ask the way back.")] = False,
    id_: Annotated[
        str | None, typer.Option("--id", help="Made from the question if absent.")
    ] = None,
    title: Annotated[str | None, typer.Option(help="Title of a new deck.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Add a near-duplicate too.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Say what was added as JSON.")] = False,
) -> None:
    """Write a card to a deck: with options in one line, without them in a dialogue.

    Example: studycards add python-mro -q "Which class ends every MRO?" -a object
    """
    given: dict[str, Any] = {
        "id": id_,
        "kind": None if kind == "basic" else kind,
        "question": question,
        "text": text,
        "code": _read(code) if code else None,
        "options": option,
        "answer": answer,
        "accept": accept,
        "reversed": "true" if reversed_ else None,
        "explanation": explanation,
        "tags": tag,
        **_named(field or ()),
    }
    fields = {name: value for name, value in given.items() if value}
    _unwrap_answer(fields)
    collection = context.open_collection()
    if not fields.keys() - {"kind", "id"}:
        _dialogue(collection, deck)
        return
    if deck is None:
        raise UsageProblemError("which deck?", hint="studycards add DECK -q … -a …")
    note, similar = collection.checked_note(fields)
    if similar and not force:
        raise StudycardsError(
            f"this is nearly what {', '.join(similar)} asks; nothing was written",
            hint="Use --force to add it all the same.",
        )
    path = collection.add_note(deck, note, title)
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


def _unwrap_answer(fields: Fields) -> None:
    """One `--answer` is a text, except where the kind wants a list."""
    answer = fields.get("answer")
    if isinstance(answer, list) and len(answer) == 1 and fields.get("kind") != "order":
        fields["answer"] = answer[0]


def _named(items: Sequence[str]) -> dict[str, Any]:
    """Fields given by name; one that holds a list may be given several times."""
    from studycards.cards import KINDS
    from studycards.cards.fields import COMMON_FIELDS, FieldType
    from studycards.cards.notes import fields_of

    every = (*COMMON_FIELDS, *(field for kind in KINDS for field in fields_of(kind)))
    lists = {field.name for field in every if field.type is FieldType.TEXTS}
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
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageProblemError(f"cannot read {path}: {error}", hint="Name a text file.") from error
