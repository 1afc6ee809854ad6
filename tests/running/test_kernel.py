"""What gets around the audit hook meets the kernel, where that has the means."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from studycards.running import Outcome, run_code

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="means of Linux"),
]

FRESH = """\
import importlib.util as u
def fresh(name):
    spec = u.find_spec(name)
    module = u.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
import _imp, importlib.machinery as m
def builtin(name):
    return _imp.create_builtin(m.ModuleSpec(name, m.BuiltinImporter))
"""
"""Modules as they were before the hook replaced functions that no event tells of."""

FORK_EXEC = """\
import sys, _posixsubprocess
load = builtin if '_posixsubprocess' in sys.builtin_module_names else fresh
_posixsubprocess.fork_exec = load('_posixsubprocess').fork_exec
from multiprocessing.util import spawnv_passfds
spawnv_passfds(b'/bin/sh', [b'sh', b'-c', {command!r}], ())
print('went on')
"""


def guards() -> set[str]:
    """What is in force on this machine."""
    return set(run_code("").guards)


def test_guards_are_told() -> None:
    """The result says what was in force, and that is the same for every run."""
    assert guards() == guards()
    assert "limits" in guards()


def test_unheard_process(tmp_path: Path) -> None:
    """A process that no event tells of is not started, or does not outlive the run."""
    mark = tmp_path / "mark"
    command = f"sleep 1; echo x > {mark}".encode()
    ran = run_code(FRESH + FORK_EXEC.format(command=command))
    if "seccomp" in guards():
        assert ran.outcome is Outcome.FORBIDDEN
        assert ran.detail in ("it starts a process, or reaches into another", "it calls fork_exec")
    assert ran.seconds < 1
    time.sleep(1.5)
    assert not mark.exists()


def test_unheard_session() -> None:
    """Code does not leave the group in which it is killed."""
    ran = run_code(FRESH + "builtin('posix').setsid()\nprint('went on')")
    if "seccomp" not in guards():
        pytest.skip("no seccomp")
    assert (ran.outcome, ran.stdout) == (Outcome.FORBIDDEN, "")


@pytest.mark.parametrize(
    "code",
    [
        "builtin('posix').mkfifo({path!r})",
        "builtin('posix').mknod({path!r})",
        "import sqlite3; sqlite3.connect(':memory:').execute('attach ? as x', ({path!r},))",
        "import sqlite3\ndb = sqlite3.connect(':memory:'); db.execute('vacuum into ?', ({path!r},))",
    ],
)
def test_unheard_file(tmp_path: Path, code: str) -> None:
    """A file that no event tells of is not made."""
    path = tmp_path / "new"
    ran = run_code(FRESH + code.format(path=str(path)))
    if "landlock" not in guards():
        pytest.skip("no Landlock")
    assert ran.outcome is Outcome.FAILED
    assert ran.stderr.splitlines()[-1].startswith(("PermissionError", "sqlite3.OperationalError"))
    assert not path.exists()


def test_root_is_not_root() -> None:
    """Where namespaces are to be had, the code has no rights of the administrator."""
    if "namespaces" not in guards():
        pytest.skip("no user namespaces")
    code = "import os; os.chown('x' if open('x', 'w').close() else 'x', 1, 1)"
    ran = run_code(code)
    assert ran.outcome is Outcome.FAILED
    assert "Error" in ran.stderr.splitlines()[-1]


@pytest.mark.parametrize("name", ["SIGKILL", "SIGINT"])
def test_code_dies_with_the_parent(tmp_path: Path, name: str) -> None:
    """A parent that is killed or interrupted leaves nobody behind."""
    parent = (
        "import os, signal, threading\n"
        "from studycards.running import Limits, run_code\n"
        f"threading.Timer(0.7, os.kill, (os.getpid(), signal.{name})).start()\n"
        "run_code('import time; time.sleep(60)', limits=Limits(seconds=60))"
    )
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    began = time.monotonic()
    subprocess.run(
        [sys.executable, "-c", parent], env=environment, check=False, stderr=subprocess.PIPE
    )
    while _running_in(tmp_path) and time.monotonic() - began < 20:
        time.sleep(0.02)
    assert time.monotonic() - began < 20
    if name == "SIGINT":
        assert list(tmp_path.iterdir()) == []


def _running_in(folder: Path) -> list[str]:
    """Processes whose working folder is below a folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            place = (process / "cwd").readlink()
        except OSError:
            continue
        if place.is_relative_to(folder):
            found.append(process.name)
    return found
