"""Code that loops, forks, prints for ever, exits or reaches out is stopped and said so."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from studycards.running import InterpreterError, Limits, Outcome, run_code

SHORT = Limits(seconds=1.0)


@pytest.mark.parametrize(
    ("code", "outcome", "detail"),
    [
        ("while True: pass", Outcome.TIMEOUT, ""),
        ("import time\nwhile True:\n try: time.sleep(9)\n except BaseException: pass", Outcome.TIMEOUT, ""),
        ("while True: print('x' * 999)", Outcome.OUTPUT, ""),
        ("import sys\nwhile True: sys.stderr.write('x' * 999)", Outcome.OUTPUT, ""),
        ("import sys; sys.exit(0)", Outcome.EXITED, ""),
        ("import os; os._exit(0)", Outcome.EXITED, ""),
        ("import os; os.fork()", Outcome.FORBIDDEN, "it starts a process (os.fork)"),
        ("import subprocess; subprocess.run(['true'])", Outcome.FORBIDDEN, "it starts a process"),
        ("import os; os.system('true')", Outcome.FORBIDDEN, "it starts a process (os.system)"),
        ("import os; os.execv('/bin/true', ['true'])", Outcome.FORBIDDEN, "it starts a process"),
        ("import socket; socket.socket()", Outcome.FORBIDDEN, "it opens a socket"),
        ("import socket; socket.getaddrinfo('localhost', 1)", Outcome.FORBIDDEN, "it uses the network"),
        ("import os; os.kill(os.getppid(), 9)", Outcome.FORBIDDEN, "it sends a signal"),
        ("import ctypes", Outcome.FORBIDDEN, "it calls into libraries (ctypes)"),
        ("x = bytearray(10**11)", Outcome.MEMORY, ""),
        ("def f(): f()\nf()", Outcome.FAILED, ""),
        ("assert answer == 2", Outcome.FAILED, ""),
        ("def", Outcome.FAILED, ""),
        ("import threading, time\nthreading.Thread(target=time.sleep, args=(9,)).start()", Outcome.TIMEOUT, ""),
        ("import os\nos.close(1); os.close(2)", Outcome.OK, ""),
    ],
)  # fmt: skip
def test_outcomes(code: str, outcome: Outcome, detail: str) -> None:
    """Every way of misbehaving has its name; the parent lives."""
    began = time.monotonic()
    ran = run_code(code, limits=SHORT, names={"answer": 1})
    assert ran.outcome is outcome, ran
    assert ran.detail.startswith(detail)
    assert time.monotonic() - began < 8


@pytest.mark.parametrize(
    ("code", "detail"),
    [
        ("open({secret!r})", "it reads {secret}"),
        ("import pathlib; pathlib.Path({secret!r}).read_text()", "it reads {secret}"),
        ("import os; os.open({secret!r}, 0)", "it reads {secret}"),
        ("import os; os.listdir({folder!r})", "it reads the folder {folder}"),
        ("open({secret!r}, 'a')", "it writes {secret}"),
        ("import os; os.remove({secret!r})", "it changes files"),
        ("import os; os.rename({secret!r}, 'mine')", "it changes files"),
        ("import os; os.symlink({secret!r}, 'link')", "it changes files"),
        ("import shutil; shutil.rmtree({folder!r})", "it changes files"),
        ("try: open({secret!r})\nexcept BaseException: print('caught')", "it reads {secret}"),
    ],
)
def test_files_of_others(tmp_path: Path, code: str, detail: str) -> None:
    """A file outside of the child's folder is neither read nor changed, and it cannot hide it."""
    secret = tmp_path.resolve() / "secret"
    secret.write_text("mine")
    places = {"secret": str(secret), "folder": str(secret.parent)}
    ran = run_code(code.format(**places), limits=SHORT)
    assert ran.outcome is Outcome.FORBIDDEN
    assert ran.detail.startswith(detail.format(**places))
    assert ran.stdout == ""
    assert secret.read_text() == "mine"


def test_own_folder_is_free_and_gone_after() -> None:
    """Code may write where it runs, and nothing of it stays."""
    code = "import os\nopen('a', 'w').write('x')\nprint(open('a').read(), os.getcwd(), sep='\\n')"
    ran = run_code(code)
    text, folder = ran.stdout.splitlines()
    assert (ran.outcome, text) == (Outcome.OK, "x")
    assert not Path(folder).exists()


def test_environment_is_scrubbed(monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable of the learner reaches the code, and home is its own folder."""
    monkeypatch.setenv("SECRET", "mine")
    ran = run_code(
        "import os\nprint(os.environ.get('SECRET'), os.path.expanduser('~') == os.getcwd())"
    )
    assert ran.stdout == "None True\n"


@pytest.mark.parametrize(
    "code",
    [
        "import asyncio\nasync def f(): print(1)\nasyncio.run(f())",
        "from dataclasses import dataclass\n@dataclass\nclass A:\n  x: int\nprint(A(1).x)",
        "import gc, copy, json, re, pdb, inspect, random, decimal\nprint(1)",
        "class A:\n  def __del__(self): print(1)\na = A()",
        "if __name__ == '__main__': print(1)",
    ],
)
def test_what_cards_do(code: str) -> None:
    """The library, dataclasses, asyncio and what happens at the end work as in any program."""
    ran = run_code(code)
    assert (ran.outcome, ran.stdout, ran.stderr) == (Outcome.OK, "1\n", "")


def test_traceback_is_of_the_card_alone() -> None:
    """A failure shows the card's lines and nothing of ours."""
    ran = run_code("def f(x):\n    return x\nassert f(2) == 3, f'f(2) is {f(2)}'")
    assert "<card>" in ran.stderr
    assert "AssertionError: f(2) is 2" in ran.stderr
    assert "assert f(2) == 3" in ran.stderr
    assert "child.py" not in ran.stderr


def test_binary_output() -> None:
    """Bytes that are no text are shown as such."""
    ran = run_code("import sys; sys.stdout.buffer.write(b'a\\xff\\x00')")
    assert ran.stdout == "a\ufffd\x00"


def test_several_at_once() -> None:
    """Runs in threads do not disturb one another."""
    found: dict[int, str] = {}

    def run(number: int) -> None:
        found[number] = run_code(f"print({number})").stdout

    threads = [threading.Thread(target=run, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {number: f"{number}\n" for number in range(6)}


def test_interpreter_that_is_none(tmp_path: Path) -> None:
    """A Python that does not start is the only thing that raises."""
    with pytest.raises(InterpreterError, match="does not start"):
        run_code("1", python=tmp_path / "python")
