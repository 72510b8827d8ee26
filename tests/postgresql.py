"""A PostgreSQL of the tests' own, in a temporary folder and reached by a Unix socket alone.

PostgreSQL refuses to run as root; a root's tests give the folder to the user `postgres`.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

INSTALLED = Path("/usr/lib/postgresql")
USER = "postgres"


@contextmanager
def running_postgresql() -> Iterator[str]:
    """Start a server and yield its address; skip the test where that is not possible."""
    programs = _programs()
    become = _another_user()
    folder = Path(tempfile.mkdtemp(prefix="lstm-gui-pg-", dir="/tmp"))  # short: for the socket
    try:
        if become:
            shutil.chown(folder, USER, USER)
        data = folder / "data"
        _do([*become, programs / "initdb", "-D", data, "-U", USER, "-A", "trust", "-N"])
        control = [*become, programs / "pg_ctl", "-D", data, "-w", "-s"]
        options = f"-k {folder} -c listen_addresses='' -c fsync=off -c shared_buffers=8MB"
        _do([*control, "-l", folder / "log", "-o", options, "start"])
        try:
            yield f"postgresql://{USER}@/postgres?host={folder}"
        finally:
            _do([*control, "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    found = shutil.which("initdb")
    folders = [Path(found).parent] if found else sorted(INSTALLED.glob("*/bin"))
    folders = [folder for folder in folders if (folder / "initdb").is_file()]
    if not folders:
        pytest.skip("PostgreSQL is not installed")
    return folders[-1]


def _another_user() -> list[str]:
    if os.geteuid() != 0:
        return []
    try:
        pwd.getpwnam(USER)
    except KeyError:
        pytest.skip("PostgreSQL does not run as root, and there is no user postgres")
    if shutil.which("setpriv") is None:
        pytest.skip("PostgreSQL does not run as root, and there is no setpriv")
    return ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups"]


def _do(command: list[object]) -> None:
    done = subprocess.run(
        [str(word) for word in command],
        cwd="/",
        env={**os.environ, "LC_ALL": "C"},  # and so a database without an encoding
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        timeout=60,
    )
    if done.returncode:
        pytest.skip(f"PostgreSQL cannot be started here: {done.stderr.strip()[:300]}")
