"""Answers proved by running them: proofs, outputs, solutions and wrong solutions."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studycards import __version__
from studycards.cards import kind_of
from studycards.cards.fields import for_version
from studycards.checking import rules
from studycards.errors import UsageProblemError
from studycards.running import Outcome, RunResult, run_code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from studycards.cards.fields import Version
    from studycards.cards.kind import Claim
    from studycards.checking.across import LocatedNote
    from studycards.checking.rules import DeckRule


@dataclass(frozen=True, slots=True)
class Interpreter:
    """A Python interpreter under which answers are proved."""

    path: Path
    version: Version
    full_version: str


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of code from a card, and its expected result."""

    note: LocatedNote
    rule: DeckRule
    code: str
    names: Mapping[str, Any]
    prints: str | None = None
    """The expected output; None if it does not matter."""
    fails: bool = False
    """Whether it must fail."""

    def key(self, interpreter: Interpreter) -> str:
        """A hash of everything that the result depends on.

        The version of the program stands for the limits of a run and the form of its result.
        """
        parts = [self.code, self.names, interpreter.full_version, __version__]
        return sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def interpreters(paths: Iterable[str]) -> list[Interpreter]:
    """The interpreters with some paths or names; the one in use if none is named.

    Raises:
        UsageProblemError: One of them is not a working Python.
    """
    return [_interpreter(path) for path in paths] or [
        Interpreter(Path(sys.executable), sys.version_info[:2], sys.version)
    ]


def _interpreter(path: str) -> Interpreter:
    code = "import sys; print(sys.executable, *sys.version_info[:2], sys.version, sep='\\n')"
    try:
        shown = subprocess.run(  # noqa: S603 - the learner names it
            [path, "-I", "-c", code], capture_output=True, text=True, check=True, timeout=20
        )
        executable, major, minor, version = shown.stdout.split("\n", 3)
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        raise UsageProblemError(
            f"'{path}' is not a working Python", hint="Name an interpreter such as python3.13."
        ) from error
    return Interpreter(Path(executable), (int(major), int(minor)), version.removesuffix("\n"))


def snippets(note: LocatedNote, version: Version) -> Iterator[Snippet]:
    """The code of a note to run under a version of Python."""
    kind = kind_of(note.fields)
    if "proof" in note.fields:
        answer = kind.answer(note.fields)
        names = {"answer": for_version(answer, version) if isinstance(answer, dict) else answer}
        sources = kind.gives(note.fields)
        defined = "".join(f"exec({name})\n" for name in sources)
        code = defined + note.fields["proof"]
        yield Snippet(note, rules.WRONG_PROOF, code, names | dict(sources))
    for claim in kind.claims(note.fields):
        prints = None if claim.prints is None else for_version(claim.prints, version)
        yield Snippet(note, _rule(claim), claim.code, {}, prints, claim.fails)


def _rule(claim: Claim) -> DeckRule:
    if claim.fails:
        return rules.BAD_PASSES
    return rules.WRONG_SOLUTION if claim.prints is None else rules.WRONG_OUTPUT


def run_all(
    wanted: Sequence[tuple[Snippet, Interpreter]],
    remembered: Mapping[str, Any],
    progress: Callable[[int, int], None],
) -> dict[str, Any]:
    """Run the code without a stored result, in parallel; the results by key, as JSON values."""
    new = {
        snippet.key(interpreter): (snippet, interpreter)
        for snippet, interpreter in wanted
        if snippet.key(interpreter) not in remembered
    }
    results: dict[str, Any] = {}
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        runs = pool.map(lambda job: _run(*job), new.values())
        for done, (key, ran) in enumerate(zip(new, runs, strict=True), 1):
            results[key] = asdict(ran)
            progress(done, len(new))
    return results


def complaint(snippet: Snippet, ran: RunResult) -> tuple[DeckRule, str] | None:
    """The rule that a run breaks, with a message; None if the result is as expected."""
    passed = ran.outcome is Outcome.OK
    if snippet.fails:
        return (snippet.rule, "a wrong solution passes the tests") if passed else None
    if not passed:
        stopped = ran.outcome not in (Outcome.FAILED, Outcome.EXITED)
        rule = rules.NOT_ALLOWED if stopped else snippet.rule
        last = ran.stderr.strip().splitlines()[-1:] or [f"exit code {ran.exit_code}"]
        return rule, f"{_WHAT[snippet.rule.code]} {_HOW[ran.outcome]}: {ran.detail or last[0]}"
    if snippet.prints is not None and ran.stdout.rstrip() != snippet.prints.rstrip():
        return snippet.rule, f"the code prints {ran.stdout.rstrip()!r}, not {snippet.prints!r}"
    return None


_WHAT = {
    "SC201": "the proof",
    "SC202": "the code",
    "SC203": "the solution",
}
_HOW = {
    Outcome.FAILED: "fails",
    Outcome.EXITED: "exits before its end",
    Outcome.TIMEOUT: "was stopped: it takes too long",
    Outcome.OUTPUT: "was stopped: it prints too much",
    Outcome.MEMORY: "was stopped: it takes too much memory",
    Outcome.FORBIDDEN: "was stopped",
}


def _run(snippet: Snippet, interpreter: Interpreter) -> RunResult:
    return run_code(snippet.code, python=interpreter.path, names=snippet.names)
