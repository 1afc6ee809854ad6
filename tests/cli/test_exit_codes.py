"""Each exit code: what went wrong on stderr, results alone on stdout."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from studycards.errors import ExitCode
from tests.cli.library import CAPITALS, PROGRAM, events, invoke, process

BROKEN = "deck: broken\ncards:\n  - id: without-answer\n    question: What is missing?\n"


@pytest.fixture(autouse=True)
def decks(make_deck: Callable[[str, str], Path]) -> None:
    """A deck that is well and one that is not, beside the shipped ones."""
    make_deck("capitals", CAPITALS)
    make_deck("broken", BROKEN)


@pytest.mark.parametrize(
    ("arguments", "code", "message", "hint"),
    [
        pytest.param(["review"], 1, "review needs a terminal", "Use --plain, or", id="no-terminal"),
        pytest.param(["undo"], 1, "there is nothing to undo", "", id="nothing-to-undo"),
        pytest.param(
            ["add", "capitals", "-q", "What is the capital of France?", "-a", "Lyon"],
            1,
            "this is a near-duplicate of france; nothing was written",
            "Use --force to add it anyway.",
            id="near-duplicate",
        ),
        pytest.param(
            ["next", "capitols"], 2, "there is no deck 'capitols'", "Decks: ", id="no-such-deck"
        ),
        pytest.param(
            ["next", "--tag", "zzz"],
            2,
            "there is no card with the tag 'zzz'",
            "Tags: ",
            id="no-such-tag",
        ),
        pytest.param(
            ["answer", "frunce", "good"],
            2,
            "there is no card 'frunce'",
            "Did you mean france?",
            id="misspelt-card",
        ),
        pytest.param(
            ["suspend", "zzz"],
            2,
            "there is no card 'zzz'",
            "`studycards search` finds cards by their words.",
            id="no-such-card",
        ),
        pytest.param(
            ["answer", "italy", "good", "--given", " "],
            2,
            "--given is empty",
            "Leave it out, or give the answer.",
            id="empty-answer",
        ),
        pytest.param(
            ["answer", "spain", "good", "--given", "Madrid"],
            2,
            "--given: 'Madrid' names no option",
            "Give their numbers in `studycards next`.",
            id="no-number",
        ),
        pytest.param(
            ["add", "capitals", "-q", "Without an answer?"],
            2,
            "'answer' is missing",
            "The answer.",
            id="no-note",
        ),
        pytest.param(["add"], 2, "there is nothing to add", "Give -q and -a", id="nothing-to-add"),
        pytest.param(["add", "-q", "Q?", "-a", "A"], 2, "which deck?", "DECK", id="no-deck"),
        pytest.param(
            ["config", "colour"], 2, "there is no setting 'colour'", "new_per_day", id="no-setting"
        ),
        pytest.param(
            ["stats", "capitols"], 2, "there is no deck 'capitols'", "Decks: ", id="stats-of-none"
        ),
        pytest.param(
            ["check", "no/such/file.yaml"],
            2,
            "there is no deck 'no/such/file.yaml'",
            "Decks: ",
            id="no-such-file",
        ),
    ],
)
def test_failures(home: Path, arguments: list[str], code: int, message: str, hint: str) -> None:
    """A failure has its code, says what is wrong and what to do on stderr, and writes nothing."""
    result = invoke(*arguments)
    assert (result.exit_code, result.stdout) == (code, "")
    error, *hints = result.stderr.splitlines()
    assert error.startswith("studycards: error: ")
    assert message in error
    assert hint in " ".join(hints)
    assert "Traceback" not in result.stderr
    assert events(home) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["shuffle"],
        ["stats", "--jason"],
        ["answer", "france", "fine"],
        ["answer", "france"],
        ["answer", "france", "good", "--taken-ms", str(10**9 + 1)],
    ],
    ids=["command", "option", "rating", "argument", "eleven-days"],
)
def test_wrong_command_lines(arguments: list[str]) -> None:
    """What typer refuses has the code of a usage error too, on stderr."""
    result = invoke(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Usage: ")


def test_clock_that_is_no_time() -> None:
    """A `STUDYCARDS_NOW` that cannot be read is a wrong setting."""
    for wrong in (
        "yesterday",
        "2026-03-02T09:00:00",
    ):
        result = invoke("next", at=wrong)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr == (
            f"studycards: error: STUDYCARDS_NOW is '{wrong}', not a time with an offset\n"
            "  Write it like 2026-11-24T09:00:00+01:00, or unset it.\n"
        )


HUGE = str(10**30)
LONG_NAME = "x" * 300


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["answer", "france", "good", "--taken-ms", HUGE], "--taken-ms"),
        (["review", "--plain", "--minutes", HUGE], "--minutes"),
        (["check", LONG_NAME], "there is no deck 'xxx"),
        (["add", LONG_NAME, "-q", "q", "-a", "a"], "is not a valid deck name"),
        (["search", *["word"] * 101], "more than 100 terms"),
        (["suspend", *[f"c{n}" for n in range(2_000)]], "there is no card 'c0'"),
    ],
    ids=["milliseconds", "minutes", "file", "deck", "terms", "cards"],
)
def test_beyond_measure(arguments: list[str], said: str) -> None:
    """Numbers, names and lists beyond what there can be are wrong usage."""
    result = invoke(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_home_of_nobody() -> None:
    """The home of a user who does not exist is named."""
    result = invoke("decks", STUDYCARDS_HOME="~nosuchuser")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "STUDYCARDS_HOME is '~nosuchuser'" in result.stderr


@pytest.mark.parametrize(
    "now",
    [
        "9999-12-31T23:00:00+00:00",
        "9000-01-01T00:00:00+00:00",
        "0001-01-01T00:00:00+14:00",
        "2026-03-02T09:00:00-23:59:59",
    ],
)
def test_clock_outside_of_history(now: str, home: Path) -> None:
    """A time that no event can have is refused before anything is recorded."""
    result = invoke("answer", "france", "good", at=now)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"STUDYCARDS_NOW is '{now}', outside" in result.stderr
    assert "\n  The years are 1970 to 8999" in result.stderr
    assert events(home) == []


def test_problems_of_a_deck() -> None:
    """`check` of a deck with problems is 3; the problems are the result, their number is talk."""
    result = invoke("check", "broken")
    assert result.exit_code == ExitCode.INVALID_DECK
    assert "broken.yaml:3: SC001 'answer' is missing" in result.stdout
    assert result.stderr == "1 problem.\n"


def test_success() -> None:
    """A result is on stdout alone, with code 0."""
    result = invoke("next", "capitals")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("france\nWhat is the capital of France?")


def test_nothing_is_talk_not_a_result() -> None:
    """Where nothing is due, stdout stays empty for the script that reads it."""
    result = invoke("next", "broken")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "Nothing is due.\n")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["next", "capitals"], 0),
        (["undo"], 1),
        (["config", "colour"], 2),
        (["check", "broken"], 3),
    ],
    ids=["done", "failed", "usage", "invalid-deck"],
)
def test_codes_of_a_process(arguments: list[str], code: int) -> None:
    """The process ends with the code; what failed is on stderr alone."""
    result = process(*arguments)
    assert (result.returncode, bool(result.stdout)) == (code, code in (0, 3))
    assert bool(result.stderr) == (code != 0)


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent as a signal")
def test_interrupted() -> None:
    """Ctrl-C is 130, with what was reached, and without a traceback."""
    arguments = [*PROGRAM, "review", "--plain", "capitals"]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        arguments, stdin=pipe, stdout=pipe, stderr=pipe, env={**os.environ}
    ) as program:
        assert program.stdout
        seen, more = b"", b"more"
        while more and b"(empty to see it)" not in seen:
            more = os.read(program.stdout.fileno(), 1024)
            seen += more
        program.send_signal(signal.SIGINT)
        rest, error = program.communicate(timeout=30)
    assert program.returncode == ExitCode.INTERRUPTED
    assert b"4 cards left" in rest
    assert b"Traceback" not in error


@pytest.mark.skipif(sys.platform == "win32", reason="a POSIX shell closes streams")
@pytest.mark.parametrize("stream", ["0<&-", "1>&-", "2>&-"])
def test_closed_streams(stream: str) -> None:
    """Started without a stream, the program takes it as empty, or as read by nobody."""
    for arguments, code in (("review", 1), ("review --plain", 0), ("add", 2), ("undo", 1)):
        command = f"exec {' '.join(PROGRAM)} {arguments} {stream}"
        result = subprocess.run(
            ["/bin/sh", "-c", command], stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
        assert result.returncode == code, arguments
        assert b"Traceback" not in result.stderr


def test_pipe_that_closes_early() -> None:
    """`studycards stats | head -1` ends without a traceback."""
    with subprocess.Popen(
        [*PROGRAM, "stats", "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as program:
        assert program.stdout
        assert program.stderr
        program.stdout.close()
        assert program.stderr.read() == b""
