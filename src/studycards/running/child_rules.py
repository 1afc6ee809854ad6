"""The events that the child's audit hook refuses or checks; sealed, so nothing here can change.

Events are listed in https://docs.python.org/3/library/audit_events.html. What raises no event is in
UNHEARD and MODULES. Run as text under Python 3.8 or later.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    CONFINED: bool
    """Whether the kernel refuses all files but those of the run."""

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random", "nul")
READS_FOLDER = ("os.listdir", "os.scandir", "os.chdir", "os.listxattr", "os.getxattr")
CHANGES_TWO = ("os.rename", "os.link", "os.symlink")
CHANGES_ENTRY = (*CHANGES_TWO, "os.remove", "os.rmdir", "os.mkdir")
CHANGES = (
    *CHANGES_ENTRY,
    "sqlite3.connect",
    *("os.truncate", "os.utime", "os.chmod", "os.chown", "os.chflags"),
    *("os.setxattr", "os.removexattr"),
)
FORBIDDEN = (
    (
        "it starts a process",
        *("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork"),
        *("os.forkpty", "pty.spawn", "os.startfile", "os.startfile/2", "_winapi.CreateProcess"),
    ),
    (
        "it reaches into another process",
        *("sys.remote_exec", "_winapi.OpenProcess", "_winapi.TerminateProcess"),
    ),
    ("it sends a signal to other processes", "os.killpg"),
    ("it makes another interpreter", "cpython.PyInterpreterState_New"),
    ("it changes its limits", "resource.setrlimit", "resource.prlimit"),
    ("it loads native code", "sqlite3.enable_load_extension", "sqlite3.load_extension"),
    ("it writes to the system's log", "syslog.openlog", "syslog.syslog"),
    (
        "it changes the registry",
        *("winreg.CreateKey", "winreg.DeleteKey", "winreg.DeleteValue", "winreg.SetValue"),
        *("winreg.LoadKey", "winreg.SaveKey", "winreg.ConnectRegistry"),
    ),
    (
        "it opens files unseen",
        *("_winapi.CreateFile", "_winapi.CreateJunction", "_winapi.CreateNamedPipe"),
    ),
)
"""What is refused: the reason, and the events."""
REFUSED = tuple(event for _, *events in FORBIDDEN for event in events)
SET_ATTRIBUTE = "object.__setattr__"
HEARD = frozenset(("open", "import", "os.kill", SET_ATTRIBUTE, *READS_FOLDER, *CHANGES, *REFUSED))
BEGINNINGS = ("socket.", "ctypes.")
UNHEARD = (
    ("posix", "mkfifo", "mknod", "setsid", "setpgid", "chroot", "unshare", "setns", "openpty"),
    ("posix", "posix_openpt", "login_tty", "setpriority", "sched_setaffinity"),
    ("posix", "sched_setscheduler", "sched_setparam"),
    ("_signal", "pidfd_send_signal"),
    ("_posixsubprocess", "fork_exec"),
    ("_multiprocessing", "SemLock", "sem_unlink"),
    ("_posixshmem", "shm_open", "shm_unlink"),
    ("gc", "unfreeze"),
    ("_imp", "create_builtin"),
)
"""Functions that raise no event, by module: replaced by ones that are refused.

Without `create_builtin` there is no second copy of a built-in module, with the functions as they
were; all are loaded before the card.
"""
MODULES = (
    ("it calls into libraries", "ctypes", "_ctypes", "_ctypes_test"),
    (
        "it makes another interpreter",
        *("_interpreters", "_interpchannels", "_interpqueues"),
        *("_xxsubinterpreters", "_xxinterpchannels"),
    ),
    (
        "it reaches into the interpreter",
        *("_testcapi", "_testinternalcapi", "_testlimitedcapi", "_remote_debugging"),
    ),
    ("it reads the list of users", "pwd", "grp", "spwd", "nis"),
    ("it opens files unseen", "readline", "_tkinter", "ossaudiodev"),
    ("it opens files unseen, and this system does not refuse them",)
    + (() if CONFINED else ("_sqlite3", "_dbm", "_gdbm")),
)
"""Modules in native code that are refused: the reason, and the names."""
ABSENT = frozenset(
    ("ctypes", "_ctypes", "pwd", "grp", "spwd", "nis", "readline", "_tkinter", "ossaudiodev")
)
"""Of these, those that seem not to be installed, because libraries do without them."""
ONCE = frozenset(module for module, *_ in UNHEARD)
"""Modules of which no second copy is loaded."""
AF_UNIX = 1
"""Sockets that may be created, but not bound or connected: asyncio wakes itself with a pair."""


def reason_of(module: str) -> str:
    """Why a module is refused; empty if it is not."""
    for reason, *names in MODULES:
        if module in names:
            return reason
    return ""
