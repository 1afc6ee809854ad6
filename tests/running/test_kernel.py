"""What gets around the audit hook meets the kernel, where that has the means."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from studycards.running import Outcome, run_code
from studycards.running.folder import own_folder

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="means of Linux"),
]


def guards() -> set[str]:
    """What is in force on this machine."""
    return set(run_code("").guards)


def test_guards_are_told() -> None:
    """The result says what was in force, and that is the same for every run."""
    assert guards() == guards()
    assert "limits" in guards()


@pytest.mark.parametrize(
    "code",
    [
        "import sqlite3; sqlite3.connect(':memory:').execute('attach ? as x', ({path!r},))",
        "import sqlite3\ndb = sqlite3.connect(':memory:'); db.execute('vacuum into ?', ({path!r},))",
    ],
)
def test_unheard_file(tmp_path: Path, code: str) -> None:
    """A file that no event tells of is not made."""
    path = tmp_path / "new"
    ran = run_code(code.format(path=str(path)))
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
    """A parent that is killed or interrupted leaves nobody behind, and no folder after the next run."""
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
    if name == "SIGKILL":
        assert len(list(tmp_path.iterdir())) == 1
        (tmp_path / "studycards-of-others").mkdir()
    again = "from studycards.running import run_code; run_code('')"
    subprocess.run([sys.executable, "-c", again], env=environment, check=True)
    left = [path.name for path in tmp_path.iterdir()]
    assert left == (["studycards-of-others"] if name == "SIGKILL" else [])


def test_folder_in_use_is_not_swept(tmp_path: Path) -> None:
    """A run of another program keeps its folder."""
    with own_folder() as folder:
        environment = {**os.environ, "TMPDIR": str(folder.parent)}
        again = "from studycards.running import run_code; run_code('')"
        subprocess.run([sys.executable, "-c", again], env=environment, check=True)
        assert folder.exists()


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
