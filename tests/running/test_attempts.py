"""Attempts to get past the fence: each is held with all guards, and by the audit hook alone.

What the audit hook alone does not hold is at the end, and in docs/security.md.
"""

from __future__ import annotations

import os
import platform
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from studycards.running import Limits, Outcome, RunResult, run_code
from tests.running.interpreters import HOOK_ALONE, KERNEL_ALONE, interpreter

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix", reason="paths and processes of POSIX"),
]

PATIENT = Limits(seconds=30)
"""A busy machine must not end an attempt before it is refused."""

LOAD = """\
import importlib.machinery as m, importlib.util as u, _imp
def load(name, under=''):
    spec = u.find_spec(name)
    spec.name = under + name
    return _imp.create_dynamic(spec)
"""
"""Load a module in native code a second time, under a name of its own."""

SILENCE = """\
def silence(frame):
    while frame:
        if frame.f_code.co_name in ('audit_hook', 'check', 'plain', 'opens', 'may_read', 'resolve'):
            seen.append(frame)
            frame.f_globals['HEARD'] = frame.f_globals['BEGINNINGS'] = ()
        frame = frame.f_back
seen = []
"""
"""Take from the fence all names that its frames lead to."""

INSIDE = """\
here, rest = os.getcwd(), PATH[1:]
depth = here.count('/') + 1
os.makedirs('a/' * depth)
os.makedirs(os.path.dirname(rest)); open(rest, 'w').close()
"""
"""A file inside with the path of the one outside, and folders as deep as the card's own and one more."""

ATTEMPTS = {
    # Names of the fence.
    "globals of a replaced function": "os.mkfifo.__globals__['HEARD'].clear()",
    "closure of a replaced function": "os.mkfifo.__closure__[0].cell_contents.clear()",
    "arguments of a replaced function": "os.mkfifo.__setstate__((print, (), {}, {})); os.mkfifo(PATH)",
    "unfrozen objects": (
        "import gc; gc.unfreeze()\n"
        "for o in gc.get_objects():\n"
        "  if type(o) in (dict, set) and 'open' in o and 'os.kill' in o: o.clear()"
    ),
    "code of the hook": (
        "import gc, types\n"
        "def names(o): return getattr(getattr(o, '__code__', None), 'co_filename', '')\n"
        "for o in gc.get_objects() + [r for o in gc.get_objects() for r in gc.get_referents(o)]:\n"
        "  if names(o) == 'studycards fence': o.__code__ = (lambda *_: None).__code__"
    ),
    "traceback of an exhausted stack": SILENCE + (
        "def deep(n):\n"
        "  try: return deep(n + 1)\n"
        "  except RecursionError: pass\n"
        "  try: open('/dev/null').close()\n"
        "  except RecursionError as e:\n"
        "    t = e.__traceback__\n"
        "    while t: caught.append(t.tb_frame); t = t.tb_next\n"
        "caught = []; deep(0)\n"
        "for frame in caught: silence(frame)"
    ),
    "code of a sealed function in a frame": (
        "import gc\n"
        "def deep():\n"
        "  try: deep()\n"
        "  except RecursionError: pass\n"
        "  try: open('/dev/null').close()\n"
        "  except RecursionError as e:\n"
        "    t = e.__traceback__\n"
        "    while t: caught.append(t.tb_frame); t = t.tb_next\n"
        "caught = []; deep()\n"
        "found = [c for f in caught for c in gc.get_referents(f.f_code)]\n"
        "found += [c for t in found if type(t) is tuple for c in t]\n"
        "for f in found:\n"
        "  if hasattr(f, '__code__'): f.__code__ = (lambda *_: None).__code__"
    ),
    "signal during the check": SILENCE + (
        "import signal\n"
        "signal.signal(signal.SIGALRM, lambda _, frame: silence(frame))\n"
        "signal.setitimer(signal.ITIMER_REAL, 0.0001, 0.0001)\n"
        "for _ in range(1000): open('/dev/null').close()\n"
        "signal.setitimer(signal.ITIMER_REAL, 0)"
    ),
    "finalizer during the check": SILENCE + (
        "import gc; gc.set_threshold(1)\n"
        "def walk():\n"
        "  while True: silence(me.gi_frame); yield\n"
        "me = walk()\n"
        "class A:\n"
        "  def __init__(self): self.a = self\n"
        "  def __del__(self):\n"
        "    try: next(me)\n"
        "    except ValueError: pass\n"
        "for _ in range(300): A(); open('/dev/null').close()"
    ),
    "frames of another thread": SILENCE + (
        "import threading\n"
        "def often():\n"
        "  for _ in range(1000): open('/dev/null').close()\n"
        "t = threading.Thread(target=often); t.start()\n"
        "while t.is_alive():\n"
        "  for frame in sys._current_frames().values(): silence(frame)"
    ),
    "codec of the report": (
        "import codecs, encodings\n"
        "def mine(name): raise KeyError\n"
        "getattr(codecs, 'unregister', print)(encodings.search_function); codecs.register(mine)"
    ),
    "tracing the check": (
        "def trace(frame, *_):\n"
        "  if frame.f_code.co_filename == 'studycards fence': frame.f_globals['HEARD'] = ()\n"
        "  return trace\n"
        "sys.settrace(trace); sys.setprofile(trace)\n"
        "sys.call_tracing(open, ('/dev/null',)).close()"
    ),
    "bytes that change": (
        "class Path(bytes):\n def __buffer__(self, flags): return memoryview(b'/dev/null')\n"
        "PATH = Path(PATH.encode())"
    ),
    "gc callback during the check": SILENCE + (
        "import gc; gc.set_threshold(1)\n"
        "def walk():\n"
        "  while True: silence(me.gi_frame); yield\n"
        "me = walk()\n"
        "def often(*_):\n"
        "  try: next(me)\n"
        "  except ValueError: pass\n"
        "gc.callbacks.append(often)\n"
        "for _ in range(300): [[]]; open('/dev/null').close()"
    ),
    "a hook of its own": SILENCE + (
        "sys.addaudithook(lambda *_: silence(sys._getframe()))\nopen('/dev/null').close()"
    ),
    "monitoring the check": (
        "m, hooked = sys.monitoring, []\n"
        "def started(code, _):\n"
        "  hooked.append(code.co_name)\n"
        "  if code.co_name in ('check', 'opens'): raise OSError\n"
        "m.use_tool_id(1, 'x'); m.register_callback(1, m.events.PY_START, started)\n"
        "m.set_events(1, m.events.PY_START)\n"
        "open('/dev/null').close()"
    ),
    "folder changed after the check": INSIDE + (
        "os.chdir('a/' * (depth - 1)); path = '../' * (depth - 1) + rest\n"
        "def meanwhile(event, args):\n"
        "  if event == 'open' and args[0] == path: os.chdir(here)\n"
        "sys.addaudithook(meanwhile); print(open(path).read())"
    ),
    "link changed after the check": INSIDE + (
        "os.symlink('a/' * depth, 'l'); path = here + '/l/' + '../' * depth + rest\n"
        "def meanwhile(event, args):\n"
        "  if event == 'open' and args[0] == path: os.remove('l'); os.mkdir('l')\n"
        "sys.addaudithook(meanwhile); print(open(path).read())"
    ),
    "folder of the library": "os.chdir(os.path.dirname(os.__file__)); open('new', 'w')",
    # What raises no event.
    "a second posix": "import posix, _imp\n_imp.create_builtin(posix.__spec__).mkfifo(PATH + '2')",
    "posix loaded again": "import importlib, posix\nimportlib.reload(posix).mkfifo(PATH + '2')",
    "built-in modules forgotten": (
        "import importlib\ndel sys.modules['posix']\nimportlib.import_module('posix').mkfifo(PATH + '2')"
    ),
    "ctypes forgotten": "sys.modules.pop('_ctypes'); import _ctypes",
    "ctypes under a name": LOAD + "sys.modules.pop('_ctypes'); load('_ctypes', 'a.')",
    "fork_exec under a name": LOAD + "load('_posixsubprocess', 'a.').fork_exec()",
    "semaphore under a name": LOAD + "load('_multiprocessing', 'a.').SemLock(1, 1, 1, '/of-a-card', False)",
    "readline": LOAD + "sys.modules.pop('readline'); load('readline').read_history_file(PATH)",
    "tcl": "import _tkinter; _tkinter.create().eval('open ' + PATH)",
    "shared memory": "from multiprocessing import shared_memory as s; s.SharedMemory('of-a-card', True, 9)",
    "semaphore": "import multiprocessing as m; m.Lock()",
    "users": "sys.modules.pop('pwd'); import pwd; pwd.getpwall()",
    "passwords": "sys.modules.pop('spwd', 0); import spwd; spwd.getspall()",
    "groups": "import grp; grp.getgrall()",
    "interpreter for tests": "import _testcapi; _testcapi.run_in_subinterp('open(PATH)')",
    "priority of the parent": "os.setpriority(os.PRIO_PROCESS, os.getppid(), 19)",
    "processors of the parent": "os.sched_setaffinity(os.getppid(), [0])",
    "scheduler of the parent": "os.sched_setscheduler(os.getppid(), 3, os.sched_param(0))",
    "attached database": (
        "import sqlite3; sqlite3.connect(':memory:').execute('attach ? as x', (PATH + '2',))"
    ),
    "vacuum into a file": (
        "import sqlite3; sqlite3.connect(':memory:').execute('vacuum into ?', (PATH + '2',))"
    ),
    "extension of sqlite": "import sqlite3; sqlite3.connect('').enable_load_extension(True)",
    "database of dbm": "import dbm.ndbm; dbm.ndbm.open(PATH, 'n')",
    "keys of ssl": "import ssl; ssl.SSLContext(ssl.PROTOCOL_TLS).keylog_filename = PATH + '2'",
    "the system's log": "import syslog; syslog.syslog('x')",
    "zip of others": "import zipimport; zipimport.zipimporter(PATH)",
    "mode through a descriptor": "os.chmod(os.open('/', os.O_RDONLY), 0)",
}  # fmt: skip
"""Attempts by name; afterwards each of them reads the file at PATH."""


@pytest.fixture(scope="module")
def hook_alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An interpreter without ctypes, in which no guard of the kernel is set."""
    return interpreter(tmp_path_factory.mktemp("hook"), HOOK_ALONE)


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file of the learner in a folder of its own."""
    path = tmp_path.resolve() / "own" / "secret"
    path.parent.mkdir()
    path.write_text("mine")
    return path


def after(attempt: str, path: Path) -> str:
    """An attempt, whose exceptions are caught, then a file that is read in spite of all."""
    lines = "\n".join(f"  {line}" for line in attempt.splitlines())
    return (
        f"import os, sys\nPATH = {str(path)!r}\ntry:\n{lines}\nexcept Exception as e: print(e)\n"
        "print(open(PATH).read() if os else '')"
    )


def attempted(path: Path, python: Path | None) -> dict[str, RunResult]:
    """The results of all attempts."""
    with ThreadPoolExecutor(2) as pool:
        codes = [after(attempt, path) for attempt in ATTEMPTS.values()]
        runs = pool.map(lambda code: run_code(code, python=python, limits=PATIENT), codes)
        return dict(zip(ATTEMPTS, runs, strict=True))


@pytest.mark.parametrize("alone", [False, True])
def test_attempts(secret: Path, hook_alone: Path, alone: bool) -> None:
    """Nothing is read, written or changed outside, whatever was attempted before."""
    mine = os.getpriority(os.PRIO_PROCESS, 0), sys.platform == "linux" and os.sched_getscheduler(0)
    runs = attempted(secret, hook_alone if alone else None)
    held = {name for name, ran in runs.items() if ran.outcome is Outcome.FORBIDDEN}
    assert {name: runs[name] for name in runs.keys() - held} == {}
    assert [name for name, ran in runs.items() if "mine" in ran.stdout] == []
    assert [path.name for path in secret.parent.iterdir()] == ["secret"]
    assert list(Path("/dev/shm").glob("*of-a-card")) == []
    assert mine == (
        os.getpriority(os.PRIO_PROCESS, 0),
        sys.platform == "linux" and os.sched_getscheduler(0),
    )
    assert {ran.guards for ran in runs.values()} == {run_code("").guards} or alone


FATAL = {
    "fork": (57,), "vfork": (58,), "clone": (56, 0x11), "execveat": (322,), "ptrace": (101,),
    "execve": (59, b"/bin/sh", 0, 0), "process_vm_readv": (310,), "unshare": (272, 0x10000000),
    "mount": (165,), "umount": (166,), "mount_setattr": (442,), "setsid": (112,), "bpf": (321,),
    "io_uring_setup": (425,), "pidfd_send_signal": (424,), "shmget": (29, 0, 4096, 0o1600),
    "semget": (64, 0, 1, 0o1600), "msgget": (68, 0, 0o1600), "mq_open": (240, b"x", 0o102, 0o600, 0),
    "add_key": (248, b"user", b"x", b"x", 1, -4), "keyctl": (250, 0, -4, 1), "reboot": (169,),
}  # fmt: skip
"""System calls that end the process, with arguments that they need to be of use. x86-64."""

REFUSED = {
    "open to read": (2, b"PATH", 0),
    "open to write": (2, b"PATH", 0o1),
    "create": (2, b"PATH2", 0o102, 0o600),
    "chmod": (90, b"PATH", 0),
    "chown": (92, b"PATH", 1, 1),
    "utime": (132, b"PATH", 0),
    "unlink": (87, b"PATH"),
    "rename": (82, b"PATH", b"taken"),
    "link": (86, b"PATH", b"link"),
    "mkfifo": (133, b"PATH2", 0o10600, 0),
    "setxattr": (188, b"PATH", b"user.x", b"x", 1, 0),
    "socket": (41, 1, 1, 0),
    "kill": (62, -1, 15),
    "kill the parent": (62, os.getpid(), 15),
    "tkill": (200, os.getpid(), 15),
    "setpriority": (141, 0, os.getpid(), 19),
    "sched_setaffinity": (203, os.getpid(), 8, b"\1" * 8),
    "sched_setscheduler": (144, os.getpid(), 3, b"\0" * 4),
    "ioprio_set": (251, 1, os.getpid(), 0x6000),
    "prlimit": (302, os.getpid(), 7, 0, 0),
}
"""System calls that fail."""


@pytest.fixture(scope="module")
def kernel_alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An interpreter in which code can make system calls of which the hook hears nothing."""
    if sys.platform != "linux" or platform.machine() != "x86_64":
        pytest.skip("system calls of Linux on x86-64")
    if not {"mounts", "landlock", "seccomp"} <= set(run_code("").guards):
        pytest.skip("guards that this system does not have")
    return interpreter(tmp_path_factory.mktemp("kernel"), KERNEL_ALONE)


def test_fatal_calls(kernel_alone: Path) -> None:
    """Behind the back of the hook, what reaches out of the process ends it."""
    codes = [f"import sys; print(sys.refusal(*{call!r}))" for call in FATAL.values()]
    with ThreadPoolExecutor(2) as pool:
        runs = list(
            pool.map(lambda code: run_code(code, python=kernel_alone, limits=PATIENT), codes)
        )
    outcomes = {name: (ran.outcome, ran.stdout) for name, ran in zip(FATAL, runs, strict=True)}
    assert outcomes == dict.fromkeys(FATAL, (Outcome.FORBIDDEN, ""))


def test_refused_calls(kernel_alone: Path, secret: Path) -> None:
    """Behind the back of the hook, the kernel keeps files, programs and sockets."""
    calls = {
        name: [a.replace(b"PATH", bytes(secret)) if isinstance(a, bytes) else a for a in call]
        for name, call in REFUSED.items()
    }
    code = f"import sys\nfor name, call in {calls!r}.items():\n  print(name, sys.refusal(*call))"
    ran = run_code(code, python=kernel_alone)
    errors = dict(line.rsplit(" ", 1) for line in ran.stdout.splitlines())
    assert errors.keys() == REFUSED.keys(), ran
    assert set(errors.values()) <= {"1", "13", "18", "30"}  # EPERM, EACCES, EXDEV, EROFS
    assert secret.read_text() == "mine"
    assert [path.name for path in secret.parent.iterdir()] == ["secret"]


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's guards are of Linux")
def test_ctypes_is_not_in_the_process() -> None:
    """What sets the guards is another program than the card's interpreter."""
    ran = run_code("print([c for c in object.__subclasses__() if 'ctypes' in c.__module__])")
    assert (ran.outcome, ran.stdout) == (Outcome.OK, "[]\n")
