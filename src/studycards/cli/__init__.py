"""The command line: one module for each command."""

from __future__ import annotations

from studycards.cli import process

COMMANDS = {
    "review": "Study what is due today.",
    "add": "Write a card.",
    "stats": "Show your progress.",
    "decks": "List the decks.",
    "search": "Find cards.",
    "check": "List what is wrong with the decks.",
    "next": "Show the card that would be asked next.",
    "answer": "Record a rating for a card.",
    "undo": "Undo the last answer or action.",
    "suspend": "Suspend cards, or bring them back.",
    "backup": "Back up the history, or list the backups.",
    "restore": "Return to a backup.",
    "doctor": "Examine everything, and repair a damaged history.",
    "config": "Show or change the settings.",
}
"""Name and purpose of each command; its module has its name."""


def main() -> None:
    """The entry point of the program."""
    with process.prepared():
        decks = process.decks_to_review()
        if decks is None:
            from studycards.cli.parser import app

            app(prog_name="studycards")
        else:
            from studycards.cli.failures import reported
            from studycards.cli.studying import study

            process.drop_impossible_sizes()
            with reported():
                study(decks)
