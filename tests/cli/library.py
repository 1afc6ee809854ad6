"""Helpers of these tests: what is in the database, the shape of JSON, the program run to its end."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from studycards.cli.parser import app

PROGRAM = [sys.executable, "-m", "studycards"]

CAPITALS = """\
deck: capitals
title: Capitals
cards:
  - id: france
    question: What is the capital of France?
    answer: Paris
  - id: italy
    kind: typed
    question: Type the capital of Italy.
    answer: Rome
  - id: spain
    kind: choice
    question: Which is the capital of Spain?
    options: [Madrid, Sevilla, Bilbao]
    answer: Madrid
  - id: population
    kind: order
    question: Order by population, the largest first.
    answer: [Tokyo, Paris, Vaduz]
"""


EXERCISE = """\
  - id: exercise
    kind: exercise
    question: Write `f(x)`, which returns `x + 1`.
    starter: |
      def f(x):
          ...
    solution: |
      def f(x):
          return x + 1
    tests: |
      assert f(1) == 2
"""
"""A note of a deck: who returns `x` is told `f(1): expected 2, got 1`."""


def rows(home: Path, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """What a query finds in the database of a home."""
    with closing(sqlite3.connect(home / "studycards.db")) as db:
        return db.execute(sql, values).fetchall()


def events(home: Path) -> list[tuple[str, str]]:
    """Kind and card of everything that was recorded, in its order; a review has its rating."""
    if not (home / "studycards.db").exists():
        return []
    sql = """
        select 'review ' || rating, card_id, at from reviews
        union all
        select kind, concerned.card_id, actions.at from actions
        join action_cards as concerned
          on concerned.at in (actions.at, actions.undone_at)
          and concerned.device in (actions.device, actions.undone_device)
        union all
        select kind, reviews.card_id, actions.at from actions
        join reviews on reviews.at = undone_at and reviews.device = undone_device
        order by at
    """
    return [(kind, card) for kind, card, _ in rows(home, sql)]


def basic_deck(name: str, *ids: str) -> str:
    """The text of a deck of basic notes, each of which asks something of its own."""
    notes = "".join(
        f"  - id: {note}\n    question: What is meant by {note}?\n    answer: The {note}.\n"
        for note in ids
    )
    return f"deck: {name}\ncards:\n{notes}"


def values(result: Result) -> Any:
    """The JSON that a command printed, and nothing else."""
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    return json.loads(result.stdout)


def shape(value: Any) -> Any:
    """The names and types of a JSON value; of a list, the shapes of its items without doubles."""
    match value:
        case dict():
            return {name: shape(item) for name, item in value.items()}
        case list():
            found: list[Any] = []
            for item in map(shape, value):
                if item not in found:
                    found.append(item)
            return found
        case None:
            return "null"
        case _:
            return type(value).__name__


def invoke(*arguments: str, stdin: str = "", at: str | None = None, **environment: str) -> Result:
    """Run the program in this process, to its end, without a terminal."""
    clock = {"STUDYCARDS_NOW": at} if at else {}
    variables = {**os.environ, **clock, **environment}
    return CliRunner().invoke(app, arguments, input=stdin, env=variables)


def process(
    *arguments: str, stdin: str = "", at: str | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the program in a process of its own, to its end, without a terminal."""
    clock = {"STUDYCARDS_NOW": at} if at else {}
    encoding = environment.setdefault("PYTHONIOENCODING", "utf-8")
    return subprocess.run(
        [*PROGRAM, *arguments],
        input=stdin,
        capture_output=True,
        encoding=encoding,
        env={**os.environ, **clock, **environment},
        check=False,
        timeout=60,
    )
