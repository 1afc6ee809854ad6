"""The JSON Schema of decks, from the kinds of notes: `python -m docs.schema` writes it again."""

import json
from pathlib import Path

from studycards.decks.append import SCHEMA_NAME
from studycards.decks.schema import deck_schema

if __name__ == "__main__":
    text = json.dumps(deck_schema(), indent=2, ensure_ascii=False) + "\n"
    (Path(__file__).parents[1] / "decks" / SCHEMA_NAME).write_text(text, encoding="utf-8")
