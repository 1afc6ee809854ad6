"""Every command with arguments, settings and surroundings drawn at random: no traceback.

`STUDYCARDS_FUZZ=10000 pytest tests/cli/test_fuzz.py` tries more of each command.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
import typer
from typer.testing import Result

from studycards.cli import COMMANDS
from studycards.cli.parser import app
from studycards.config import SETTINGS
from studycards.errors import ExitCode
from tests.cli.library import CAPITALS

Run = Callable[..., Result]

TRIES = int(os.environ.get("STUDYCARDS_FUZZ", "15"))
"""Calls of each command."""

SEED = 1

NUMBERS = ["0", "1", "-1", "1.5", "1e400", "nan", "١", "9" * 30, "9" * 5_000, f"-{'9' * 30}", "0x1"]
TEXTS = [
    *("", " ", "\n", "\t", "-", "--", "---", "x", "a" * 300, "a" * 5_000, "é", "日本", "\u202e"),
    *(
        "'",
        '"',
        "\\",
        "$(x)",
        "%s",
        "{}",
        "[]",
        "[" * 3_000,
        "{" * 3_000,
        "null",
        "true",
        "\x1b[2J",
    ),
    *(
        "💩",
        "~",
        "~nosuchuser",
        "~nosuchuser/x",
        ".",
        "..",
        "/",
        "/dev/null",
        "a/b",
        "a.yaml",
    ),
    *("is:new", "is:", "deck:", "deck:capitals", "tag:x", "kind:basic", ":", "a" * 260 + ".yaml"),
    *("capitals", "france", "spain", "good", "1", "again", "france/x", "self", "rollover", "fuzz"),
]
TIMES = [
    *("0001-01-01T00:00:00+00:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"),
    *("9999-12-31T23:59:59+00:00", "1969-12-31T23:59:59+00:00", "2026-03-02T09:00:00+23:59"),
    *("2026-03-02", "2026-03-02T09:00:00", "2026-02-29T00:00:00+00:00", "now"),
]
SETTINGS_FILES = [
    *(
        "",
        "[",
        "= 1",
        "x = 1",
        "\ufeffrollover = 4",
        "rollover = 4\r\n",
        f"rollover = {'9' * 5_000}",
    ),
    *(
        f"deck_folders = [{value}]"
        for value in ('"~nosuchuser"', '"\\u0000"', '""', f'"{"a" * 300}"')
    ),
    *(
        f"deck_folders = {'[' * 2_000}",
        "learning_steps = '99999999999d'",
        "fsrs_parameters = [1e400]",
    ),
    *(
        "learn_ahead = '99999999999d'",
        "desired_retention = nan",
        "maximum_interval = 1",
        "a.b.c = {}",
    ),
]
HOMES = ["", " ", "\n", "~nosuchuser", "a" * 300, "config.toml/x", "日本", "\u202e", "-"]
HISTORIES = [b"", b"text", b"SQLite format 3\x00" + b"\x00" * 500, None]
"""Contents of the file; None for a folder in its place."""


def call(command: str, random: Random) -> list[str]:
    """A call of a command: any of its options, with values that may or may not fit."""
    root: Any = typer.main.get_command(app)
    parts = []
    for parameter in root.get_command(None, command).params:
        value = random.choice(random.choice([TEXTS, TEXTS, NUMBERS, TIMES]))
        if parameter.param_type_name == "argument":
            likely = 0.9 if parameter.required else 0.5
            several = random.randint(1, 3) if parameter.nargs == -1 else 1
            parts += [value] * several if random.random() < likely else []
        elif random.random() < 0.25:
            parts += [parameter.opts[0]] if parameter.is_flag else [parameter.opts[0], value]
    if random.random() < 0.1:
        random.shuffle(parts)
    return parts


def surroundings(random: Random, home: Path) -> dict[str, str]:
    """A home, as it is or with something in it that does not belong, and variables."""
    variables = {}
    if random.random() < 0.2:
        (home / "config.toml").write_text(random.choice(SETTINGS_FILES), encoding="utf-8")
    elif random.random() < 0.1:
        history, content = home / "studycards.db", random.choice(HISTORIES)
        history.mkdir() if content is None else history.write_bytes(content)
    if random.random() < 0.2:
        variables["STUDYCARDS_NOW"] = random.choice([*TIMES, *TEXTS])
    if random.random() < 0.1:
        variables["STUDYCARDS_HOME"] = random.choice(HOMES)
    if random.random() < 0.1:
        variables["COLUMNS"] = random.choice([*NUMBERS, *TEXTS])
    variables["EDITOR"] = random.choice(["", '"', " ", "true", "false", "/nowhere", *TEXTS])
    return variables


@pytest.mark.parametrize("command", COMMANDS)
def test_no_traceback(
    command: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error is told in words, with an exit code of the table, whatever is asked."""
    random = Random(f"{SEED} {command}")
    for number in range(TRIES):
        home = tmp_path / str(number)
        (home / "decks").mkdir(parents=True)
        (home / "decks" / "capitals.yaml").write_text(CAPITALS, encoding="utf-8")
        monkeypatch.chdir(home)
        variables = {"STUDYCARDS_HOME": str(home), "HOME": str(home), **surroundings(random, home)}
        words = call(command, random)
        typed = "\n".join(random.choices(TEXTS, k=5)).encode("utf-8", "replace").decode()
        result = run(command, *words, stdin=typed, **variables)
        shown = f"{number}: {[word[:40] for word in (command, *words)]} {variables}"
        assert result.exception is None or isinstance(result.exception, SystemExit), shown
        assert result.exit_code in [*ExitCode], shown


def test_every_setting_takes_or_refuses(run: Run, home: Path) -> None:
    """A setting is changed to a value that fits, or its file stays as it was."""
    home.mkdir(exist_ok=True)
    for setting in SETTINGS:
        for value in (*NUMBERS, *TEXTS, *TIMES):
            result = run("config", setting.name, "--", value)
            assert isinstance(result.exception, SystemExit | None), (setting.name, value[:40])
            assert result.exit_code in (ExitCode.OK, ExitCode.USAGE), (setting.name, value[:40])
