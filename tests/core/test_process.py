"""Whether a process lives: its number may be of another one, a zombie, or another machine."""

from __future__ import annotations

import os
import subprocess
import sys

import psutil
import pytest

from lstm_gui.core.process import is_gone, is_here, myself, owner_of


@pytest.fixture
def child():
    with subprocess.Popen(["sleep", "600"]) as child:
        yield child
        child.kill()


def test_it_lives_until_it_is_killed_though_nobody_has_waited_for_it(child) -> None:
    owner = owner_of(child.pid)
    assert is_here(owner) and not is_gone(owner) and owner != myself()
    child.kill()
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)  # it is a zombie now
    assert psutil.Process(child.pid).status() == psutil.STATUS_ZOMBIE and is_gone(owner)
    child.wait()
    assert is_gone(owner)


def test_a_number_that_is_another_process_by_now_is_noticed(child) -> None:
    owner = owner_of(child.pid)
    assert is_gone({**owner, "born": int(owner["born"]) - 1000})
    assert is_gone({**owner, "boot": "another start of the machine"})
    assert is_gone({**owner, "pid": -1}) and is_gone({**owner, "pid": "1"})
    assert not is_here({**owner, "host": "elsewhere"})


def test_a_clock_that_is_set_changes_nothing(child, monkeypatch) -> None:
    owner = owner_of(child.pid)
    real, jump = psutil.boot_time(), 3600.0
    monkeypatch.setattr(psutil, "boot_time", lambda: real + jump)
    monkeypatch.setattr(psutil._psplatform, "boot_time", lambda: real + jump)
    assert psutil.Process(child.pid).create_time() > real + jump
    assert owner_of(child.pid) == owner and not is_gone(owner)


@pytest.mark.skipif(sys.platform != "linux", reason="older versions read it in /proc there")
def test_when_it_began_is_written_as_by_older_versions(child) -> None:
    with open(f"/proc/{child.pid}/stat", encoding="utf-8") as file:
        ticks = int(file.read().rpartition(")")[2].split()[19])
    assert owner_of(child.pid)["born"] == ticks


def test_an_owner_of_whom_an_older_version_knew_only_the_number(child) -> None:
    assert not is_gone({**owner_of(child.pid), "born": 0})  # as on macOS
