"""Who is at work on something, a trial or a run, and whether that process is still alive."""

from __future__ import annotations

import os
import platform
from pathlib import Path

__all__ = ["Owner", "is_gone", "is_here", "myself"]

Owner = dict[str, str | int]
"""The machine, the process and when that began, as it is kept with what the process works on."""


def myself() -> Owner:
    """Return this process."""
    pid = os.getpid()
    return {"host": _host(), "boot": _boot(), "pid": pid, "born": _born(pid)}


def is_here(owner: Owner) -> bool:
    """Tell whether the process belongs to this machine, so that it can be looked up."""
    return owner.get("host") == _host()


def is_gone(owner: Owner) -> bool:
    """Tell whether a process of this machine has ended; its number may be another's by now."""
    pid = owner.get("pid")
    if not isinstance(pid, int) or pid <= 0 or owner.get("boot", _boot()) != _boot():
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except PermissionError:  # it is somebody else's, so it is there
        return False
    return _born(pid) != owner.get("born")


def _host() -> str:
    # Two containers may share a name and a disk, but not their numbers of processes.
    try:
        return f"{platform.node()} {Path('/proc/self/ns/pid').readlink()}"
    except OSError:  # macOS
        return platform.node()


def _boot() -> str:
    """Tell one start of the machine from another; numbers and times begin again with each."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except OSError:  # macOS
        return ""


def _born(pid: int) -> int:
    """Return when a process began, in ticks; 0 where that is unknown, -1 when it is a zombie."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    except OSError:
        return 0
    return -1 if fields[0] in "ZX" else int(fields[19])
