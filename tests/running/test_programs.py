"""What a card's code does of right works as in any program, under every Python."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from studycards.running import Limits, Outcome, run_code

SEVERAL = {
    "asyncio": "import asyncio\nasync def f():\n  await asyncio.sleep(0); print(1)\nasyncio.run(f())",
    "thread": "import threading\nt = threading.Thread(target=print, args=(1,)); t.start()",
    "pool": "from concurrent.futures import ThreadPoolExecutor\n"
    "with ThreadPoolExecutor(16) as p: print(sum(p.map(int, '01')))",
    "dataclass": "from dataclasses import dataclass\n@dataclass\nclass A:\n  x: int\nprint(A(1).x)",
    "own file": "open('a', 'w').write('1'); print(open('a').read())",
    "own folder": "import os, shutil\nos.makedirs('a/b'); os.chdir('a'); os.rename('b', 'c')\n"
    "print(len(os.listdir())); os.chdir('..'); shutil.rmtree('a')",
    "temporary file": "import tempfile\nwith tempfile.TemporaryDirectory() as d, "
    "tempfile.NamedTemporaryFile(dir=d) as f: print(len([f]))",
    "link": "import os; open('a', 'w').write('1'); os.symlink('a', 'b'); print(open('b').read())",
    "pathlib": "from pathlib import Path\np = Path('x'); p.write_text('1'); print(p.read_text())\n"
    "p.unlink()",
    "sqlite": "import sqlite3\ndb = sqlite3.connect('x.db'); print(*db.execute('select 1').fetchone())",
    "zip": "import zipfile\nwith zipfile.ZipFile('x.zip', 'w') as z: z.writestr('a', '1')\n"
    "print(zipfile.ZipFile('x.zip').read('a').decode())",
    "module": "import sys; open('mine.py', 'w').write('x = 1'); sys.path.insert(0, '.')\n"
    "import mine; print(mine.x)",
    "finalizer": "class A:\n  def __del__(self): print(1)\na = A()",
    "exit handler": "import atexit; atexit.register(print, 1)",
    "main": "import __main__, sys\nx = 1\nif __name__ == '__main__': print(__main__.x)\n"
    "assert sys.modules['__main__'].__dict__ is globals()",
    "pickle": "import pickle\nclass A: x = 1\nprint(pickle.loads(pickle.dumps(A())).x)",
    "collector": "import gc\nclass A: pass\na = A(); a.a = a; del a; gc.collect()\n"
    "b = []; c = [b]; print(sum(r is c for r in gc.get_referrers(b)))",
    "referrers": "import gc\nx = object()\nprint(sum(r is globals() for r in gc.get_referrers(x)))",
    "source": "import inspect\ndef f(): return 1\nprint(inspect.getsource(f)[-2])",
    "traceback": "import traceback\ntry: raise ValueError\n"
    "except ValueError: print(traceback.format_exc().count('raise ValueError'))",
    "time zone": "import zoneinfo, time; time.tzset(); print(len(zoneinfo.TZPATH[:0]) + 1)",
    "random": "import os, random, secrets; print(len(os.urandom(1)))",
    "signal": "import signal, os\nsignal.signal(signal.SIGUSR1, lambda *_: print(1))\n"
    "os.kill(os.getpid(), signal.SIGUSR1)",
    "platform": "import platform, uuid; platform.platform(); platform.processor(); print(1)",
    "recursion": "import sys; sys.setrecursionlimit(5000)\n"
    "def f(n): return n and f(n - 1)\nprint(f(3000) + 1)",
    "no input": "try: input()\nexcept EOFError: print(1)",
    "nothing left over": "assert not {n for n in globals() if not n.startswith('__')}\nprint(1)",
    "logging": "import logging, sys\nlogging.basicConfig(stream=sys.stdout, format='%(message)s')\n"
    "logging.warning(1)",
    "debugger": "import pdb, doctest, unittest, cProfile\nprint(1)",
}


UNKEPT = {SEVERAL["own folder"], SEVERAL["sqlite"]}
"""Programs that do not run where nothing but the audit hook keeps files."""


@pytest.mark.parametrize("code", SEVERAL.values(), ids=SEVERAL)
def test_programs(code: str) -> None:
    """A program that keeps to itself runs, and prints what it prints."""
    ran = run_code(code)
    if code in UNKEPT and "landlock" not in ran.guards:
        assert ran.outcome is Outcome.FORBIDDEN
        return
    assert (ran.outcome, ran.stdout, ran.stderr) == (Outcome.OK, "1\n", ""), ran


def test_names() -> None:
    """The code sees the names that it is given, as JSON values."""
    names = {"answer": ["é", 1, 2.5, None, True, {"a": "\ud800"}], "other": (1, 2)}
    ran = run_code(
        "assert answer == ['é', 1, 2.5, None, True, {'a': '\\ud800'}]\nprint(other)", names=names
    )
    assert (ran.outcome, ran.stdout) == (Outcome.OK, "[1, 2]\n")


def test_order_of_sets_is_the_same_each_time() -> None:
    """Hashes of texts do not change from run to run."""
    code = "print({str(n) for n in range(99)})"
    assert run_code(code).stdout == run_code(code).stdout != ""


def test_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable of the learner reaches the code, and home is its own folder."""
    monkeypatch.setenv("SECRET", "mine")
    monkeypatch.setenv("PYTHONPATH", "mine")
    monkeypatch.setenv("PYTHONSTARTUP", "mine")
    ran = run_code(
        "import os, sys, tempfile\n"
        "print(sorted(set(os.environ) - {'LC_CTYPE'} - {n for n in os.environ if '_LIB' in n}))\n"
        "print({os.path.expanduser('~'), tempfile.gettempdir()} == {os.getcwd()})\n"
        "print('mine' in str(sys.path), '' in sys.path, os.getcwd() in sys.path, sys.argv)"
    )
    home = ["TEMP", "TMP", "USERPROFILE"] if sys.platform == "win32" else ["HOME", "TMPDIR"]
    python = ["MALLOC_ARENA_MAX", "PYTHONHASHSEED", "PYTHONIOENCODING", "PYTHONSAFEPATH"]
    first, *others = ran.stdout.splitlines()
    assert first == str(sorted(home + python))
    assert others == ["True", "False False False ['-c']"]


def test_every_run_has_a_folder_of_its_own() -> None:
    """What one run wrote, another does not see, and afterwards nobody."""
    code = "import os; print(os.listdir()); open('x', 'w').close(); print(os.getcwd())"
    first, second = (run_code(code).stdout.splitlines() for _ in range(2))
    assert first[0] == second[0] == "[]"
    assert first[1] != second[1]
    assert not Path(first[1]).exists()


@pytest.mark.slow
def test_importing_the_library() -> None:
    """Every module of the library can be imported, except for those in native code that reach out."""
    ran = run_code(IMPORT_ALL, limits=Limits(seconds=30))
    assert ran.outcome is Outcome.OK
    absent = {"ctypes", "grp", "nis", "ossaudiodev", "pwd", "readline", "spwd"}
    assert set(json.loads(ran.stdout)) <= absent


IMPORT_ALL = """\
import importlib, json, os, pkgutil, sys, warnings
warnings.simplefilter('ignore')
left_out = ('antigravity', 'this', 'idlelib', 'test', 'turtledemo', 'lib2to3', 'tkinter', 'turtle')
places = [os.path.dirname(os.__file__), os.path.dirname(os.__file__) + '/lib-dynload']
names = {m.name for m in pkgutil.iter_modules(places)} | set(sys.builtin_module_names)
missing = []
for name in sorted(names.difference(left_out)):
    if not name.startswith('_'):
        try: importlib.import_module(name)
        except ImportError: missing.append(name)
print(json.dumps(missing))
"""


def others() -> list[str]:
    """Other interpreters that are on the path, by name."""
    return [name for minor in range(8, 16) if shutil.which(name := f"python3.{minor}")]


@pytest.mark.slow
@pytest.mark.parametrize("name", others())
def test_other_interpreters(name: str) -> None:
    """Code runs under any Python from 3.8, as fenced in as under this one."""
    asked = subprocess.run(
        [name, "-c", "import sys; print(sys.executable)"],
        capture_output=True,
        text=True,
        check=False,
    )
    if asked.returncode:
        pytest.skip(f"{name} does not start")
    python = Path(asked.stdout.strip())
    shown = run_code("import sys, json, asyncio; print(sys.version_info[:2])", python=python)
    assert shown.stdout == f"(3, {name.split('.')[1]})\n"
    failed = run_code("def f(): assert answer\nf()", python=python, names={"answer": 0})
    assert (failed.outcome, failed.stderr.count("<card>")) == (Outcome.FAILED, 2)
    assert run_code("open('/etc/passwd')", python=python).detail == "it reads /etc/passwd"
    assert run_code("import os; os.fork()", python=python).outcome is Outcome.FORBIDDEN
    assert run_code("import ctypes", python=python).outcome is Outcome.FORBIDDEN
    assert run_code("x = 'a' * 10**10", python=python).outcome in (Outcome.MEMORY, Outcome.OK)
    assert shown.guards == run_code("").guards
