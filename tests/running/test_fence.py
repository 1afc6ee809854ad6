"""Code that reaches out of its folder is stopped and reported, and cannot hide it."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import sys
import tempfile
from pathlib import Path

import pytest

from studycards.running import Limits, Outcome, RunResult, run_code
from studycards.running.folder import own_folder

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix", reason="paths and processes of POSIX"),
]


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file of the learner in a folder of its own."""
    path = tmp_path.resolve() / "own" / "secret"
    path.parent.mkdir()
    path.write_text("mine")
    return path


def forbidden(code: str, **places: object) -> RunResult:
    """Run code that is forbidden something and would print if it went on."""
    text = code.format(**places)
    lines = "\n".join(f"    {line}" for line in text.splitlines())
    ran = run_code(f"try:\n{lines}\nexcept BaseException: pass\nprint('went on')")
    assert ran.outcome is Outcome.FORBIDDEN, ran
    assert "went on" not in ran.stdout
    return ran


@pytest.mark.parametrize(
    "code",
    [
        "open({file!r})",
        "open({file!r}.encode())",
        "import pathlib; pathlib.Path({file!r}).read_text()",
        "import os; os.open({file!r}, os.O_RDONLY)",
        "import os, pathlib; os.open(pathlib.Path({file!r}), os.O_RDONLY)",
        "import io; io.FileIO({file!r})",
        "import _io; _io.open_code({file!r})",
        "import codecs; codecs.open({file!r}, 'rb')",
        "import fileinput; list(fileinput.input({file!r}))",
        "import linecache; linecache.getlines({file!r})",
        "import runpy; runpy.run_path({file!r})",
        "import shutil; shutil.copy({file!r}, 'copy')",
        "import urllib.request; urllib.request.urlopen('file://' + {file!r})",
        "import os; os.chdir({folder!r}); open('secret')",
        "import os; os.chdir('/'); open({file!r}[1:])",
        "open('../' * 20 + {file!r})",
        "import os; open('/proc/self/cwd/../..' + {file!r})",
        (
            "class Path(str):\n def __getitem__(self, _): return '/dev/null'\n"
            " def split(self, _): return []\nopen(Path({file!r}))"
        ),
        (
            "class Path:\n calls = 0\n def __fspath__(self):\n  self.calls += 1\n"
            "  return 'x' if self.calls > 1 else {file!r}\nimport os; os.open(Path(), 0)"
        ),
        "import threading\nt = threading.Thread(target=open, args=({file!r},))\nt.start(); t.join()",
    ],
)
def test_reading_a_file(secret: Path, code: str) -> None:
    """A file outside of the folder and the library is not read, by whatever way."""
    ran = forbidden(code, file=str(secret), folder=str(secret.parent))
    assert ran.detail.startswith("it reads ")


@pytest.mark.parametrize(
    "path", ["~/.bashrc", "/etc/passwd", "/proc/self/environ", "/dev/tty", "/", ".."]
)
def test_reading_the_machine(path: str) -> None:
    """Neither the home of the learner nor the system is read."""
    path = str(Path(path).expanduser())
    code = "import os; os.listdir({path!r})" if path in ("/", "..") else "open({path!r})"
    assert path in forbidden(code, path=path).detail


@pytest.mark.parametrize(
    "code",
    [
        "import os; os.listdir({folder!r})",
        "import os; os.scandir({folder!r})",
        "import os; list(os.walk({folder!r}))",
        "import glob; glob.glob({folder!r} + '/*')",
        "import pathlib; list(pathlib.Path({folder!r}).iterdir())",
        "import os; os.chdir({folder!r})",
    ],
)
def test_reading_a_folder(secret: Path, code: str) -> None:
    """A folder outside is not listed."""
    ran = forbidden(code, folder=str(secret.parent))
    assert ran.detail == f"it reads the folder {secret.parent}"


@pytest.mark.parametrize(
    "code",
    [
        "open({file!r}, 'w')",
        "open({file!r}, 'a')",
        "open({file!r}, 'r+')",
        "open({new!r}, 'x')",
        "import os; os.open({file!r}, os.O_WRONLY | os.O_TRUNC)",
        "import os; os.open({new!r}, os.O_CREAT)",
        "import os; os.remove({file!r})",
        "import pathlib; pathlib.Path({file!r}).unlink()",
        "import os; os.rename({file!r}, 'taken')",
        "open('x', 'w').close(); import os; os.replace('x', {file!r})",
        "import shutil; shutil.move({file!r}, 'taken')",
        "import shutil; shutil.rmtree({folder!r})",
        "import os; os.rmdir({folder!r})",
        "import os; os.mkdir({new!r})",
        "import os; os.link({file!r}, 'link')",
        "import os; os.symlink({file!r}, 'link')",
        "import os; os.symlink('../../' + {file!r}, 'link')",
        "import os; os.symlink('x', {new!r})",
        "import os; os.truncate({file!r}, 0)",
        "import os; os.chmod({file!r}, 0)",
        "import os; os.utime({file!r}, (0, 0))",
        "import os; os.chown({file!r}, 1, 1)",
        "import os; os.mkfifo({new!r})",
        "import os; os.mknod({new!r})",
        "import posix; posix.mkfifo({new!r})",
        "import tempfile; tempfile.mkdtemp(dir={folder!r})",
        "import os; os.mkdir('a'); os.chdir('a'); os.rename('../a', 'b')",
        "import os; os.chdir({folder!r}); open('new', 'w')",
        "import sqlite3; sqlite3.connect({new!r})",
        "import sqlite3; sqlite3.connect('file:' + {new!r}, uri=True)",
        "import pathlib, sqlite3; sqlite3.connect(pathlib.Path({new!r}))",
        "import os; fd = os.open('.', os.O_RDONLY); os.open('../x', os.O_CREAT, dir_fd=fd)",
    ],
)
def test_changing_a_file(secret: Path, code: str) -> None:
    """A file outside is neither written, renamed, removed nor changed otherwise."""
    before = secret.stat()
    places = {"file": secret, "folder": secret.parent, "new": secret.with_name("new")}
    ran = forbidden(code, **{name: str(path) for name, path in places.items()})
    assert ran.detail
    assert secret.read_text() == "mine"
    after = secret.stat()
    assert (after.st_mode, after.st_mtime_ns, after.st_nlink, after.st_uid) == (
        before.st_mode, before.st_mtime_ns, before.st_nlink, before.st_uid,
    )  # fmt: skip
    assert list(secret.parent.iterdir()) == [secret]


def test_library_is_not_changed() -> None:
    """The interpreter's own library is read, not written."""
    ran = forbidden("import json; open(json.__file__, 'a')")
    assert ran.detail.startswith("it writes ")
    assert ran.detail.endswith("json/__init__.py")


@pytest.mark.parametrize(
    ("code", "detail"),
    [
        ("os.fork()", "it starts a process (os.fork)"),
        ("os.forkpty()", "it starts a process (os.forkpty)"),
        ("os.system('true')", "it starts a process (os.system)"),
        ("os.popen('true')", "it starts a process (subprocess.Popen)"),
        ("os.execv('/bin/true', ['true'])", "it starts a process (os.exec)"),
        ("os.spawnlp(os.P_WAIT, 'true', 'true')", "it starts a process (os.fork)"),
        ("os.posix_spawn('/bin/true', ['true'], {{}})", "it starts a process (os.posix_spawn)"),
        ("import pty; pty.spawn('true')", "it starts a process (pty.spawn)"),
        ("import subprocess; subprocess.run('true')", "it starts a process (subprocess.Popen)"),
        ("import subprocess; subprocess.Popen(['uname', '-a'], executable='/bin/sh')",
         "it starts a process (subprocess.Popen)"),
        ("import multiprocessing as m; m.get_context('fork').Process(target=print).start()",
         "it starts a process (os.fork)"),
        ("import multiprocessing as m; m.get_context('spawn').Process(target=print).start()",
         "it calls fork_exec"),
        ("import asyncio; asyncio.run(asyncio.create_subprocess_shell('true'))",
         "it starts a process (subprocess.Popen)"),
        ("import _posixsubprocess as p; p.fork_exec()", "it calls fork_exec"),
        ("import multiprocessing as m; m.Lock()", "it calls SemLock"),
        ("os.setpriority(which=os.PRIO_PROCESS, who=os.getppid(), priority=19)",
         "it calls setpriority"),
        ("os.setsid()", "it calls setsid"),
        ("os.kill(os.getppid(), 15)", "it sends a signal to another process"),
        ("os.kill(0, 15)", "it sends a signal to another process"),
        ("os.kill(-1, 15)", "it sends a signal to another process"),
        ("os.killpg(os.getpgid(os.getppid()), 15)",
         "it sends a signal to other processes (os.killpg)"),
        ("import resource as r; r.setrlimit(r.RLIMIT_CPU, (99, 99))",
         "it changes its limits (resource.setrlimit)"),
    ],
)  # fmt: skip
def test_processes(code: str, detail: str) -> None:
    """No process is started or signalled."""
    assert forbidden(f"import os; {code}").detail == detail


@pytest.mark.parametrize(
    ("code", "detail"),
    [
        ("import socket; socket.socket()", "it opens a socket"),
        ("import _socket; _socket.socket(2, 1)", "it opens a socket"),
        ("import socket; socket.create_connection(('127.0.0.1', {port}))",
         "it uses the network (socket.getaddrinfo)"),
        ("import socket; socket.gethostbyname('localhost')",
         "it uses the network (socket.gethostbyname)"),
        ("import urllib.request; urllib.request.urlopen('http://127.0.0.1:{port}')",
         "it uses the network (socket.getaddrinfo)"),
        ("import asyncio; asyncio.run(asyncio.open_connection('127.0.0.1', {port}))",
         "it opens a socket"),
    ],
)  # fmt: skip
def test_network(code: str, detail: str) -> None:
    """No socket is opened, and nobody is called."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        ran = forbidden(code, port=server.getsockname()[1])
        with pytest.raises(BlockingIOError):
            server.accept()
    assert ran.detail == detail


def test_sockets_in_the_file_system(tmp_path: Path) -> None:
    """Nobody on the machine is called through a socket that has a path."""
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "s"))
        server.listen()
        server.setblocking(False)
        path = str(tmp_path / "s")
        ran = run_code(f"import socket; socket.socket(socket.AF_UNIX).connect({path!r})")
        with pytest.raises(BlockingIOError):
            server.accept()
    by_kernel = "PermissionError: [Errno 1] Operation not permitted\n"
    assert ran.detail == "it uses the network (socket.connect)" or ran.stderr.endswith(by_kernel)


@pytest.mark.parametrize(
    "code",
    [
        "import ctypes",
        "import ctypes.util",
        "from multiprocessing import sharedctypes",
        "import sys; del sys.modules['ctypes'], sys.modules['_ctypes']; import ctypes",
    ],
)
def test_ctypes(code: str) -> None:
    """Native code is not called through ctypes."""
    ran = run_code(code)
    assert ran.outcome is Outcome.FORBIDDEN
    assert ran.detail.startswith(("it calls into libraries", "it loads native code"))


def test_doing_without_ctypes() -> None:
    """A library that can do without ctypes does."""
    code = "try: import ctypes\nexcept ImportError: ctypes = None\nprint(ctypes)"
    ran = run_code(code)
    assert (ran.outcome, ran.stdout) == (Outcome.OK, "None\n")


def test_native_code_of_its_own() -> None:
    """A library that the code wrote itself is not loaded."""
    ran = forbidden(
        "import _imp, importlib.machinery as m\n"
        "open('mine.so', 'wb').write(b'ELF')\n"
        "_imp.create_dynamic(m.ModuleSpec('mine', None, origin='mine.so'))"
    )
    assert ran.detail == "it loads native code (mine.so)"


@pytest.mark.skipif(sys.version_info < (3, 12), reason="the event came with Python 3.12")
def test_another_interpreter() -> None:
    """In another interpreter of the same process the hook would not be heard."""
    name = "_interpreters" if sys.version_info >= (3, 13) else "_xxsubinterpreters"
    ran = forbidden(f"import {name}; {name}.create()")
    assert ran.detail == f"it makes another interpreter ({name})"


@pytest.mark.parametrize(
    "replace",
    [
        "os.path.realpath = os.path.abspath = os.fspath = os.getcwd = lambda *_: '/dev/null'",
        "import builtins\nfor n in ('isinstance', 'type', 'any', 'str'): setattr(builtins, n, print)",
        "os._exit = os.write = os.getpid = lambda *_: 0",
        "import sys; sys.modules.clear()",
        "sys.addaudithook(lambda *_: 1 / 0)",
        "sys.settrace(lambda *_: None); sys.setprofile(lambda *_: None)",
        "os.closerange(3, 64)",
        "os.set_blocking(2, False)",
        (
            "for c in object.__subclasses__():\n"
            "  if c.__module__ not in sys.modules:\n"
            "    try: c.audit_hook = c.refuse = lambda *_: None\n"
            "    except TypeError: pass"
        ),
        (
            "import gc\nfor f in gc.get_objects():\n"
            "  if getattr(f, '__name__', '') in ('audit_hook', 'refuse', 'opens', 'resolve'):\n"
            "    f.__code__ = (lambda *_, **__: None).__code__"
        ),
        (
            "frame = sys._getframe()\nwhile frame:\n"
            "  frame.f_globals.pop('opens', None); frame.f_globals.pop('may_read', None)\n"
            "  frame = frame.f_back"
        ),
        (
            "import platform\ntry: platform.os.popen\nexcept BaseException as e:\n"
            "  e.__traceback__.tb_next.tb_frame.f_globals.clear()"
        ),
    ],
)
def test_the_fence_stands(secret: Path, replace: str) -> None:
    """Replacing what the hook might use does not open a way."""
    ran = run_code(f"import os, sys\n{replace}\nopen({str(secret)!r})\nprint('went on')")
    assert ran.outcome is Outcome.FORBIDDEN, ran
    assert ran.stdout == ""


def test_event_with_anything_in_it() -> None:
    """Whatever is said to the hook, no code of the card runs within it."""
    ran = run_code(
        "import sys\n"
        "class Liar(str):\n"
        "  def __eq__(self, other): print('asked')\n"
        "  __hash__ = None\n"
        "  __class__ = property(lambda self: print('asked'))\n"
        "sys.audit('open', Liar('x'), Liar('r'), 0)\n"
        "sys.audit('open', [], 'r', 0)"
    )
    assert (ran.outcome, ran.stdout, ran.detail) == (Outcome.FORBIDDEN, "", "it reads /something")


def test_number_of_files() -> None:
    """Files are not made for ever."""
    ran = run_code("for n in range(10**9): open(str(n), 'w').close()", limits=Limits(files=20))
    assert (ran.outcome, ran.detail) == (Outcome.FORBIDDEN, "it changes files too often")


def test_size_of_a_file() -> None:
    """A file does not grow for ever."""
    ran = run_code("with open('x', 'wb') as f:\n while True: f.write(bytes(9999))")
    assert ran.outcome is Outcome.FAILED
    assert "OSError: [Errno 27] File too large" in ran.stderr


def test_number_of_open_files() -> None:
    """Not more than a few files are open at once."""
    ran = run_code("import os\nwhile True: os.dup(0)")
    assert ran.outcome is Outcome.FAILED
    assert "Too many open files" in ran.stderr


@pytest.mark.parametrize("mode", ["0", "0o500"])
def test_folder_is_gone_whatever_was_done_to_it(tmp_path: Path, mode: str) -> None:
    """Nothing stays, and what links point to keeps its mode."""
    ran = run_code(
        "import os\nos.makedirs('a/b')\nopen('a/b/c', 'w').close()\nos.symlink('a', 'link')\n"
        f"os.chmod('a/b', {mode}); os.chmod('a', {mode})\nprint(os.getcwd())"
    )
    folder = Path(ran.stdout.strip())
    assert (ran.outcome, folder.name[:11]) == (Outcome.OK, "studycards-")
    assert not folder.exists()


DEEP = """\
import os
for _ in range(90): os.mkdir('d' * 250); os.chmod('d' * 250, 0o700); os.chdir('d' * 250)
"""


def test_folder_is_gone_however_deep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path longer than the system allows stops neither the program nor the removal."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert run_code(DEEP).outcome is Outcome.FORBIDDEN
    with own_folder() as folder:
        place = os.open(folder, os.O_RDONLY)
        for _ in range(400):
            os.mkdir("d" * 250, dir_fd=place)
            below = os.open("d" * 250, os.O_RDONLY, dir_fd=place)
            os.close(os.open("f", os.O_CREAT, 0, dir_fd=below))
            os.fchmod(place, 0)
            os.close(place)
            place = below
        os.close(place)
    assert list(tmp_path.iterdir()) == []


def test_history_is_untouched(tmp_path: Path) -> None:
    """A database that is open in the parent is out of reach."""
    path = tmp_path / "studycards.db"
    db = sqlite3.connect(path)
    db.execute("create table reviews (at integer)")
    db.execute("insert into reviews values (1)")
    db.commit()
    ran = run_code(f"import sqlite3; sqlite3.connect({str(path)!r}).execute('drop table reviews')")
    assert ran.detail == f"it changes {path} (sqlite3.connect)"
    assert db.execute("select at from reviews").fetchall() == [(1,)]
    db.close()


def test_no_file_of_the_parent_is_open(secret: Path) -> None:
    """Files that the parent has open are not inherited."""
    code = (
        "import os\nfound = []\nfor n in range(64):\n"
        "  try: found.append(os.fstat(n).st_ino)\n  except OSError: pass\nprint(found)"
    )
    with secret.open() as held:
        os.set_inheritable(held.fileno(), True)
        ran = run_code(code)
        inode = os.fstat(held.fileno()).st_ino
    assert ran.outcome is Outcome.OK
    assert inode not in json.loads(ran.stdout)


def test_signal_handlers_of_the_parent() -> None:
    """A run leaves the parent's signals as they are."""
    before = signal.getsignal(signal.SIGINT)
    run_code("import os, signal; signal.signal(signal.SIGINT, signal.SIG_IGN); os.getpid()")
    assert signal.getsignal(signal.SIGINT) is before
