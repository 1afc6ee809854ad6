"""Every way for code to end has its name, within its limits, and the parent goes on."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from studycards.errors import StudycardsError
from studycards.running import InterpreterError, Limits, Outcome, RunResult, run_code

SHORT = Limits(seconds=1.0)
pytestmark = pytest.mark.slow
POSIX = pytest.mark.skipif(os.name != "posix", reason="signals and limits of POSIX")

ENDLESS = {
    "loop": "while True: pass",
    "sleep": "import time; time.sleep(60)",
    "catches everything": "while True:\n try:\n  while True: pass\n except BaseException: pass",
    "in C": "sum(range(10**15))",
    "regular expression": "import re; re.match(r'(a+)+$', 'a' * 40 + 'b')",
    "thread that is waited for": "import threading, time\n"
    "threading.Thread(target=time.sleep, args=(60,)).start()",
    "at exit": "import atexit, time; atexit.register(time.sleep, 60)",
    "waits for itself": "import threading; lock = threading.Lock(); lock.acquire(); lock.acquire()",
    "without pipes": "import os, time; os.closerange(0, 64); time.sleep(60)",
    "deaf": "import signal, time\n"
    "for s in signal.valid_signals():\n"
    " try: signal.signal(s, signal.SIG_IGN)\n"
    " except (OSError, ValueError): pass\n"
    "time.sleep(60)",
    "stopped": "import os, signal; os.kill(os.getpid(), signal.SIGSTOP)",
    "ends late in a finalizer": "class A:\n def __del__(self):\n  while True: pass\na = A()",
}


@POSIX
def test_endless() -> None:
    """Whatever does not end is ended, and many that do not end do not wait for one another."""
    began = time.monotonic()
    with ThreadPoolExecutor(len(ENDLESS)) as pool:
        runs = dict(
            zip(
                ENDLESS,
                pool.map(lambda code: run_code(code, limits=SHORT), ENDLESS.values()),
                strict=True,
            )
        )
    assert {name: (r.outcome, r.detail) for name, r in runs.items()} == dict.fromkeys(
        ENDLESS, (Outcome.TIMEOUT, "more than 1 s")
    )
    assert all(ran.exit_code < 0 and ran.seconds >= 1 for ran in runs.values())
    assert time.monotonic() - began < len(ENDLESS)


@POSIX
def test_cpu_time_of_all_threads() -> None:
    """Several threads that compute at once end no later than one."""
    code = (
        "import hashlib, threading\nfor _ in range(4): threading.Thread(\n"
        "  target=hashlib.pbkdf2_hmac, args=('sha256', b'x', b'y', 10**9)).start()"
    )
    ran = run_code(code, limits=SHORT)
    assert (ran.outcome, ran.detail) == (Outcome.TIMEOUT, "more than 1 s")


def test_what_was_printed_before_the_end_is_kept() -> None:
    """Code that hangs shows how far it came."""
    ran = run_code("print('so far')\nwhile True: pass", limits=SHORT)
    assert (ran.outcome, ran.stdout) == (Outcome.TIMEOUT, "so far\n")


@pytest.mark.parametrize(
    ("code", "stream"),
    [
        pytest.param("while True: print('x' * 99)", "stdout", id="stdout"),
        pytest.param("import sys\nwhile True: sys.stderr.write('x' * 99)", "stderr", id="stderr"),
        pytest.param("print('x' * 10_000_000)", "stdout", id="at once"),
        pytest.param("import os\nwhile True: os.write(1, b'x' * 9999)", "stdout", id="os.write"),
        pytest.param(
            "import threading\ndef f():\n while True: print('x' * 99)\n"
            "for _ in range(4): threading.Thread(target=f).start()",
            "stdout",
            id="threads",
        ),
        pytest.param(
            "import warnings; warnings.simplefilter('always')\n"
            "while True: warnings.warn('x' * 9999)",
            "stderr",
            id="warnings",
        ),
        pytest.param("raise ValueError('x' * 1_000_000)", "stderr", id="message"),
    ],
)
def test_too_much_output(code: str, stream: str) -> None:
    """Who prints for ever is ended, and what is kept has its limit."""
    ran = run_code(code)
    assert (ran.outcome, ran.detail) == (Outcome.OUTPUT, "more than 256 KiB")
    assert len(getattr(ran, stream)) == 256 * 1024
    assert ran.seconds < 5


def test_output_up_to_the_limit() -> None:
    """What is printed within the limit is all there, on both streams."""
    limits = Limits(output=1000)
    code = "import sys; print('x' * 999); print('y' * 999, file=sys.stderr)"
    ran = run_code(code, limits=limits)
    assert (ran.outcome, ran.stdout, ran.stderr) == (Outcome.OK, "x" * 999 + "\n", "y" * 999 + "\n")
    assert run_code("print('x' * 1000)", limits=limits).outcome is Outcome.OUTPUT


@pytest.mark.parametrize(
    ("code", "exit_code"),
    [
        ("import sys; sys.exit()", 0),
        ("import sys; sys.exit(0)\nassert False", 0),
        ("raise SystemExit(3)", 3),
        ("import sys; sys.exit('said')", 1),
        ("quit()", 0),
        ("import os; os._exit(0)", 0),
        ("import os; os._exit(1)", 1),
        ("import os; os._exit(77)", 77),
        ("import os\ntry: assert False\nfinally: os._exit(0)", 0),
        ("import atexit, os; atexit.register(os._exit, 4)", 4),
        (("import threading, os, time\nthreading.Thread(target=os._exit, args=(5,)).start()\n"
         "time.sleep(9)"), 5),
    ],
)  # fmt: skip
def test_exits(code: str, exit_code: int) -> None:
    """Code that exits has not run to its end, whatever its exit code says."""
    ran = run_code(code)
    assert (ran.outcome, ran.exit_code) == (Outcome.EXITED, exit_code)
    assert ran.detail == f"exit code {exit_code}"


def test_message_of_an_exit() -> None:
    """`sys.exit` with a text prints it, as in any program."""
    assert run_code("import sys; sys.exit('said')").stderr == "said\n"


@POSIX
@pytest.mark.parametrize(
    ("code", "outcome", "detail"),
    [
        ("os.kill(os.getpid(), 9)", Outcome.EXITED, "ended by SIGKILL"),
        ("os.kill(os.getpid(), 15)", Outcome.EXITED, "ended by SIGTERM"),
        ("os.abort()", Outcome.FAILED, "the interpreter crashed (SIGABRT)"),
        ("import faulthandler; faulthandler._sigsegv()", Outcome.FAILED,
         "the interpreter crashed (SIGSEGV)"),
    ],
)  # fmt: skip
def test_signals_to_itself(code: str, outcome: Outcome, detail: str) -> None:
    """A process that a signal ended says which."""
    ran = run_code(f"import os; {code}")
    assert (ran.outcome, ran.detail) == (outcome, detail)
    assert ran.exit_code < 0


@POSIX
@pytest.mark.parametrize(
    "code",
    [
        "x = bytearray(10**11)",
        "x = [0] * 10**10",
        "kept = []\nwhile True: kept.append(bytearray(10**6))",
        "kept = {}\nwhile True: kept[len(kept)] = object(), []",
        "import mmap; mmap.mmap(-1, 10**10)",
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="the address space is limited on Linux alone")
def test_too_much_memory(code: str) -> None:
    """Who takes too much memory fails by that, soon, and it is said."""
    ran = run_code(code, limits=Limits(memory=128 * 1024 * 1024))
    assert (ran.outcome, ran.detail) == (Outcome.MEMORY, "more than 128 MiB")


def test_deep_recursion() -> None:
    """Recursion without end is an exception, shown in a few lines."""
    ran = run_code("def f(): f()\nf()")
    assert ran.outcome is Outcome.FAILED
    assert "RecursionError: maximum recursion depth exceeded" in ran.stderr
    assert len(ran.stderr.splitlines()) < 30


def test_deeper_recursion() -> None:
    """With the limit lifted the interpreter may crash, and nothing else does."""
    code = (
        "import sys; sys.setrecursionlimit(10**9)\nclass A:\n def __repr__(self): return repr(self)"
    )
    ran = run_code(f"{code}\nrepr(A())")
    assert ran.outcome is Outcome.FAILED
    assert "SIGSEGV" in ran.detail or "RecursionError" in ran.stderr


@pytest.mark.parametrize(
    "code",
    [
        "def",
        "x = '\0'",
        "x = '\ud800'",
        "(" * 5000,
        "return 1",
        "raise KeyboardInterrupt",
        "class E(Exception): errno = property(lambda self: 1 / 0)\nraise E",
        "class E(ModuleNotFoundError): name = 7\nraise E",
        "raise BaseException",
        "class E(Exception):\n def __str__(self): raise self\nraise E",
        "import sys; sys.setrecursionlimit(30); raise ValueError",
        "import sys; sys.settrace(lambda *_: 1 / 0)\ndef f(): pass\nf()",
        "import builtins; builtins.__dict__.clear(); nothing",
        "import traceback; del traceback.TracebackException; raise ValueError",
        "import sys; sys.modules.clear(); raise ValueError",
        "import sys; sys.stdout = sys.stderr = None; raise ValueError",
        "import os; os.close(2); raise ValueError",
        "raise ExceptionGroup('several', [ValueError(1), TypeError(2)])",
    ],
)
def test_failures(code: str) -> None:
    """Whatever is raised, and whatever was broken before, is a failure and no more."""
    ran = run_code(code)
    assert (ran.outcome, ran.detail, ran.exit_code) == (Outcome.FAILED, "", 1), ran


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        ("import os\nfor n in range(3): os.close(n)", Outcome.OK),
        ("import sys; sys.stdout.close(); sys.stderr.close()", Outcome.OK),
        ("import os; os.closerange(0, 64)", Outcome.EXITED),
        ("import os; os.closerange(3, 64); assert False", Outcome.EXITED),
        (("import os\nfor n in range(3, 64):\n try: os.write(n, b'\\n ended \\n')\n"
         " except OSError: pass\nos._exit(0)"), Outcome.EXITED),
    ],
)  # fmt: skip
def test_pipes_closed(code: str, outcome: Outcome) -> None:
    """Code may close what it is watched through; it never counts as ok because of that."""
    ran = run_code(code)
    assert ran.outcome is outcome, ran


def test_traceback_is_of_the_card_alone() -> None:
    """A failure shows the card's lines and nothing of ours or of the library."""
    ran = run_code("import json\ndef f(x):\n    return json.loads(x)\n\nf('{')")
    lines = [line for line in ran.stderr.splitlines() if not set(line) <= set(" ^~")]
    assert lines == [
        "Traceback (most recent call last):",
        '  File "<card>", line 5, in <module>',
        "    f('{')",
        '  File "<card>", line 3, in f',
        "    return json.loads(x)",
        (
            "json.decoder.JSONDecodeError: Expecting property name enclosed in double quotes: "
            "line 1 column 2 (char 1)"
        ),
    ]


def test_traceback_of_causes() -> None:
    """What led to an exception is shown, as far as it is the card's."""
    ran = run_code(
        "import json\ntry: json.loads('')\nexcept ValueError as e: raise KeyError from e"
    )
    assert ran.stderr.count('File "<card>"') == 2
    assert ran.stderr.count("File ") == 2
    assert "The above exception was the direct cause" in ran.stderr


def test_syntax_error() -> None:
    """Code that is none is shown where it ceases to be."""
    ran = run_code("x = 1\ny = )")
    assert ran.stderr.splitlines() == [
        '  File "<card>", line 2',
        "    y = )",
        "        ^",
        "SyntaxError: unmatched ')'",
    ]


@pytest.mark.parametrize(
    ("code", "printed"),
    [
        (r"import sys; sys.stdout.buffer.write(b'a\xff\x00\n')", "a\ufffd\x00\n"),
        ("print('é 漢 \\U0001F600')", "é 漢 \U0001f600\n"),
        ("import sys; sys.stdout.reconfigure(errors='surrogatepass'); print('\\ud800')",
         "\ufffd\ufffd\ufffd\n"),
        ("import sys; print(sys.stdout.encoding, open('x', 'w').encoding.lower())", "utf-8 utf-8\n"),
    ],
)  # fmt: skip
def test_text_and_bytes(code: str, printed: str) -> None:
    """Output is UTF-8 whatever the locale; what is not, is shown as such."""
    ran = run_code(code)
    assert (ran.outcome, ran.stdout) == (Outcome.OK, printed)


def test_surrogates_fail_as_in_any_program() -> None:
    """A surrogate cannot be printed."""
    ran = run_code("print('\\udc80')")
    assert ran.outcome is Outcome.FAILED
    assert "UnicodeEncodeError" in ran.stderr


def test_many_at_once() -> None:
    """Runs in threads keep their own results, also beside others that misbehave."""
    bad = ["while True: print('x' * 999)", "import os; os.killpg(0, 9)", "import os; os.abort()"]
    codes = [code for n in range(8) for code in (f"print({n})", bad[n % 3])]
    threads = threading.active_count()
    with ThreadPoolExecutor(8) as pool:
        runs = list(pool.map(run_code, codes))
    assert [ran.stdout for ran in runs[::2]] == [f"{n}\n" for n in range(8)]
    assert {ran.outcome for ran in runs[1::2]} == {
        Outcome.OUTPUT,
        Outcome.FORBIDDEN,
        Outcome.FAILED,
    }
    assert threading.active_count() == threads


def test_many_at_once_in_a_new_process() -> None:
    """The first runs of a process may be in several threads."""
    code = (
        "import gc, time\nfrom concurrent.futures import ThreadPoolExecutor\n"
        "from studycards.running import run_code\n"
        "gc.set_threshold(10); gc.callbacks.append(lambda *_: time.sleep(0))\n"
        "with ThreadPoolExecutor(4) as pool: print(*{r.outcome for r in pool.map(run_code, '1234')})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("ok\n", "")


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        (None, "No such file or directory"),
        ("#!/bin/sh\necho 'is broken' >&2; exit 3\n", "is broken"),
        ("#!/bin/sh\nexit 3\n", "exit code 3"),
        ("#!/bin/sh\nsleep 60\n", "it takes too long"),
        ("not executable", "Permission denied"),
    ],
)
@POSIX
def test_interpreter_that_does_not_start(tmp_path: Path, script: str | None, reason: str) -> None:
    """A Python that does not start is the only thing that raises, and the reason is told."""
    python = tmp_path / "python"
    if script is not None:
        python.write_text(script)
        python.chmod(0o755 if script.startswith("#!") else 0o644)
    with pytest.raises(InterpreterError, match=f"python does not start: {reason}") as caught:
        run_code("1", python=python, limits=SHORT)
    assert isinstance(caught.value, StudycardsError)


def test_result_is_plain() -> None:
    """A result tells what there is to know."""
    ran = run_code("print('out')")
    assert isinstance(ran, RunResult)
    assert (ran.outcome, ran.stdout, ran.stderr, ran.detail) == (Outcome.OK, "out\n", "", "")
    assert ran.exit_code == 0
    assert 0 < ran.seconds < 5
    assert set(ran.guards) <= {"limits", "namespaces", "mounts", "landlock", "seccomp"}
