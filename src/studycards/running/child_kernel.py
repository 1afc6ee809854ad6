"""The first program of a child on Linux: the kernel's guards, then the interpreter anew.

The guards need ctypes, with which code can read and write any memory. So they are set by a process
that then becomes another: the kernel keeps them, and the card's interpreter never loads ctypes.

Run as text under Python 3.8 or later. A guard that the kernel or a container does not allow is
left out. Numbers are from linux/landlock.h, mount.h, sched.h, seccomp.h, filter.h and unistd.h.
"""

from __future__ import annotations

import ctypes
import os
import sys
from stat import S_ISDIR

NEW_USER, NEW_NETWORK, NEW_IPC, NEW_MOUNTS = 0x10000000, 0x40000000, 0x08000000, 0x00020000
BIND, SET_MOUNT, HERE, RECURSIVE, READ_ONLY = 1 << 12, 442, -100, 0x8000, 1
SET_DEATH_SIGNAL, SET_SECCOMP, SET_NO_NEW_PRIVILEGES = 1, 22, 38
SIGKILL = 9

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
EXECUTE, READ_FILE, READ_FOLDER = 1 << 0, 1 << 2, 1 << 3
NOT_IN_OWN = 1 << 6 | 1 << 9 | 1 << 11 | 1 << 15
"""Rights to create devices and sockets."""
RIGHTS = {1: 0x1FFF, 2: 0x3FFF, 3: 0x7FFF, 4: 0x7FFF}
"""Rights on files, by version of Landlock's interface; 0xFFFF from 5."""
LIBRARIES = (
    *("/lib", "/lib32", "/lib64", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/local/lib"),
    *("/nix/store", "/gnu/store", "/system", "/apex", "/etc/ld.so.cache", "/etc/localtime"),
    *("/usr/share/locale", "/dev/zero", "/dev/urandom", "/dev/random"),
)
"""Paths that the C library and extension modules read on their own."""

MACHINES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}
"""AUDIT_ARCH, and the column of the system call numbers below."""
FATAL = (
    *((322, 281), (57, 1 << 20), (58, 1 << 20)),  # execveat, fork, vfork
    *((101, 117), (310, 270), (311, 271)),  # ptrace, process_vm_readv, process_vm_writev
    *((272, 97), (308, 268), (165, 40), (161, 51)),  # unshare, setns, mount, chroot
    *((166, 39), (155, 41), (428, 428), (429, 429)),  # umount2, pivot_root, open_tree, move_mount
    *((430, 430), (442, 442)),  # fsopen, mount_setattr
    *((109, 154), (112, 157)),  # setpgid, setsid
    *((321, 280), (298, 241), (323, 282), (425, 425)),  # bpf, perf, userfaultfd, io_uring_setup
    *((424, 424), (438, 438), (129, 138), (297, 240)),  # pidfd_send_signal, _getfd, sigqueueinfo
    *((440, 440), (448, 448), (312, 272)),  # process_madvise, process_mrelease, kcmp
    *((29, 194), (30, 196), (31, 195)),  # shmget, shmat, shmctl
    *((64, 190), (65, 193), (66, 191), (220, 192)),  # semget, semop, semctl, semtimedop
    *((68, 186), (69, 189), (70, 188), (71, 187)),  # msgget, msgsnd, msgrcv, msgctl
    *((240, 180), (241, 181)),  # mq_open, mq_unlink
    *((248, 217), (249, 218), (250, 219)),  # add_key, request_key, keyctl
    *((103, 116), (164, 170), (227, 112), (159, 171)),  # syslog, set time and clock, adjtimex
    *((169, 142), (170, 161), (171, 162), (246, 104)),  # reboot, set names, kexec_load
    *((175, 105), (313, 273), (176, 106)),  # init_module, finit_module, delete_module
    *((167, 224), (168, 225), (163, 89), (179, 60)),  # swapon, swapoff, acct, quotactl
)
SOCKET, CLONE, CLONE3, EXECVE = (41, 198), (56, 220), (435, 435), (59, 221)
REFUSED = (
    SOCKET,
    *((200, 130), (141, 140), (251, 30)),  # tkill, setpriority, ioprio_set
    *(
        (142, 118),
        (144, 119),
        (203, 122),
        (314, 274),
    ),  # sched_setparam, _scheduler, _affinity, _attr
)
OF_OWN = ((62, 129), (234, 131))
"""kill and tgkill: allowed to the process itself."""
PRLIMIT = (302, 261)
CLONE_THREAD = 0x10000
LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
ALLOW, KILL, EPERM, ENOSYS = 0x7FFF0000, 0x80000000, 0x50001, 0x50026

LIBC = ctypes.CDLL(None, use_errno=True)


def confine(own: str, library: list[str], environment: int) -> list[str]:
    """Install all guards that are available.

    Args:
        own: The folder in which the card may do anything.
        library: Folders and files that it may read.
        environment: Address of the environment with which a program may be started.

    Returns:
        Names of those in force.
    """
    guards = []
    if LIBC.unshare(NEW_USER | NEW_NETWORK | NEW_IPC | NEW_MOUNTS) == 0:
        guards.append("namespaces")
        if is_all_else_read_only(own):
            guards.append("mounts")
    elif LIBC.unshare(NEW_USER | NEW_NETWORK | NEW_IPC) == 0:
        guards.append("namespaces")
    LIBC.prctl(SET_DEATH_SIGNAL, SIGKILL, 0, 0, 0)  # when the parent dies
    if LIBC.prctl(SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return guards
    if restrict_files(own, [*library, *LIBRARIES, *to_start()]):
        guards.append("landlock")
    if filter_calls(environment):
        guards.append("seccomp")
    return guards


def is_all_else_read_only(own: str) -> bool:
    """Mount everything read-only except for one folder; returns whether that is done."""
    path = os.fsencode(own)
    read_only = (ctypes.c_uint64 * 4)(READ_ONLY, 0, 0, 0)  # struct mount_attr
    writable = (ctypes.c_uint64 * 4)(0, READ_ONLY, 0, 0)
    size = ctypes.c_size_t(32)
    done: bool = (
        LIBC.mount(path, path, None, ctypes.c_ulong(BIND), None) == 0
        and LIBC.syscall(SET_MOUNT, HERE, b"/", RECURSIVE, read_only, size) == 0
        and LIBC.syscall(SET_MOUNT, HERE, path, 0, writable, size) == 0
    )
    os.chdir(own)  # as it is mounted now
    return done


def to_start() -> list[str]:
    """What the interpreter reads to start, besides its library."""
    above = os.path.dirname(os.path.dirname(os.path.abspath(sys.executable)))
    custom = getattr(sys.modules.get("sitecustomize"), "__file__", None)
    return [
        *(sys.base_prefix + "/lib", above + "/pyvenv.cfg"),
        *((os.path.realpath(custom),) if custom else ()),
        *filter(None, os.environ.get("LD_LIBRARY_PATH", "").split(":")),
    ]


def restrict_files(own: str, readable: list[str]) -> bool:
    """Landlock: no file but these, no TCP, no signals to others, as far as its version allows.

    What may be executed is up to `filter_calls`.
    """
    version = LIBC.syscall(CREATE_RULESET, None, ctypes.c_size_t(0), 1)
    if version < 1:
        return False
    rights = RIGHTS.get(version, 0xFFFF) & ~EXECUTE
    network, scopes = 3 if version >= 4 else 0, 3 if version >= 6 else 0
    attributes = (ctypes.c_uint64 * 3)(rights, network, scopes)
    ruleset = LIBC.syscall(CREATE_RULESET, attributes, ctypes.c_size_t(24), 0)
    if ruleset < 0:
        return False
    allow(ruleset, own, rights & ~NOT_IN_OWN)
    allow(ruleset, "/dev/null", READ_FILE | 1 << 1)
    for path in readable:
        allow(ruleset, path, READ_FILE | READ_FOLDER)
    done: bool = LIBC.syscall(RESTRICT_SELF, ruleset, 0) == 0
    os.close(ruleset)
    return done


def allow(ruleset: int, path: str, rights: int) -> None:
    """Allow some rights below a path, if it exists."""
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    if not S_ISDIR(os.fstat(place).st_mode):
        rights &= ~READ_FOLDER
    rule = rights.to_bytes(8, sys.byteorder) + place.to_bytes(4, sys.byteorder)
    LIBC.syscall(ADD_RULE, ruleset, 1, rule, 0)
    os.close(place)


def filter_calls(environment: int) -> bool:
    """Seccomp: no new processes, no sockets, nothing that reaches out of the process."""
    machine, column = MACHINES.get(os.uname().machine, (0, 0))
    if not machine or sys.maxsize < 1 << 32:
        return False
    code = bpf(machine, column, environment)
    filters = ctypes.create_string_buffer(code, len(code))
    # struct sock_fprog: a short, padding, a pointer.
    described = (ctypes.c_uint64 * 2)(len(code) // 8, ctypes.addressof(filters))
    done: bool = LIBC.prctl(SET_SECCOMP, 2, described, 0, 0) == 0
    return done


def bpf(machine: int, column: int, environment: int) -> bytes:
    """The filter, in the kernel's BPF; it reads struct seccomp_data."""
    number, architecture, arguments = 0, 4, 16
    parts = [step(LOAD, architecture), step(EQUAL, machine, 1, 0), step(RETURN, KILL)]
    parts += [step(LOAD, number), step(AT_LEAST, 1 << 30, 0, 1), step(RETURN, KILL)]  # x32
    verdicts = [(call[column], KILL) for call in FATAL]
    verdicts += [(call[column], EPERM) for call in REFUSED]
    verdicts += [(CLONE3[column], ENOSYS)]
    for call, verdict in verdicts:
        parts += [step(EQUAL, call, 0, 1), step(RETURN, verdict)]
    checks = [(call[column], 0, EQUAL, os.getpid(), EPERM) for call in OF_OWN]
    checks += [
        (PRLIMIT[column], 0, EQUAL, 0, EPERM),
        (CLONE[column], 0, ANY_BIT, CLONE_THREAD, KILL),
        # An address that this process alone knows: the one start of the card's interpreter.
        (EXECVE[column], 2, EQUAL, environment & 0xFFFFFFFF, KILL),
    ]
    for call, which, test, operand, verdict in checks:
        load = step(LOAD, arguments + 8 * which)
        parts += [step(EQUAL, call, 0, 4), load, step(test, operand, 0, 1)]
        parts += [step(RETURN, ALLOW), step(RETURN, verdict)]
    return b"".join([*parts, step(RETURN, ALLOW)])


def step(code: int, operand: int, if_true: int = 0, if_false: int = 0) -> bytes:
    """One instruction: struct sock_filter."""
    return code.to_bytes(2, "little") + bytes((if_true, if_false)) + operand.to_bytes(4, "little")


def texts(values: list[bytes]) -> ctypes.Array[ctypes.c_char_p]:
    """An array of C strings that ends with a null pointer."""
    return (ctypes.c_char_p * (len(values) + 1))(*values)


def restart(own: str, library: list[str], program: str) -> None:
    """Install the guards, then become a fresh interpreter.

    Args:
        own: The folder in which the card may do anything.
        library: Folders and files that it may read.
        program: What the interpreter runs; its arguments are "confined" and the guards in force.
    """
    environment = texts([name + b"=" + value for name, value in os.environb.items()])
    guards = confine(own, library, ctypes.addressof(environment))
    command = [sys.executable, "-s", "-B", "-X", "utf8", "-c", program, "confined", *guards]
    arguments = texts([os.fsencode(word) for word in command])
    LIBC.execve(os.fsencode(sys.executable), arguments, environment)
    sys.exit(os.strerror(ctypes.get_errno()))
