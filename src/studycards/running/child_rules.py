"""The events that the child's audit hook refuses or checks; run as text under Python 3.8 or later.

Events are listed in https://docs.python.org/3/library/audit_events.html.
"""

from __future__ import annotations

import os

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
FORBIDDEN = {
    "it starts a process": (
        *("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork"),
        *("os.forkpty", "pty.spawn", "os.startfile", "os.startfile/2", "_winapi.CreateProcess"),
    ),
    "it reaches into another process": (
        *("sys.remote_exec", "_winapi.OpenProcess", "_winapi.TerminateProcess"),
    ),
    "it sends a signal to other processes": ("os.killpg",),
    "it makes another interpreter": ("cpython.PyInterpreterState_New",),
    "it changes its limits": ("resource.setrlimit", "resource.prlimit"),
    "it changes the registry": (
        *("winreg.CreateKey", "winreg.DeleteKey", "winreg.DeleteValue", "winreg.SetValue"),
        *("winreg.LoadKey", "winreg.SaveKey", "winreg.ConnectRegistry"),
    ),
}
RULES = {event: what for what, events in FORBIDDEN.items() for event in events}
INTERPRETERS = {"_interpreters", "_xxsubinterpreters"}
"""Modules that create interpreters without the hook; 3.13 has no event for them."""
HEARD = {"open", "import", "os.kill", *READS_FOLDER, *CHANGES, *RULES}
UNHEARD = {
    "posix": (
        *("mkfifo", "mknod", "setsid", "setpgid", "chroot", "unshare", "setns"),
        *("openpty", "posix_openpt"),
    ),
    "_signal": ("pidfd_send_signal",),
    "_posixsubprocess": ("fork_exec",),
}
"""Functions that raise no audit event: replaced."""
AF_UNIX = 1
"""Sockets that may be created, but not bound or connected: asyncio wakes itself with a pair."""
