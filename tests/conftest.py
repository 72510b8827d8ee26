"""Fixtures for all tests: no window on a screen unless asked, no leftovers, no warnings."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lstm_gui.gui.widgets.garbage import MainThreadCollector
from tests.release import CASES, Cases

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("PYTEST_QT_API", "pyside6")

PATIENCE_MS = 120_000
"""How long a test waits for what is to come: one that passes waits no longer than it must, and a
busy machine is no failure."""

COLLECTOR = pytest.StashKey[MainThreadCollector]()
SCREEN = pytest.StashKey[tuple[subprocess.Popen[bytes], QApplication]]()


def start_screen(size: str) -> tuple[subprocess.Popen[bytes], QApplication]:
    """Start an X server for this process and connect to it; it ends with its last connection."""
    told, tells = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(tells), "-screen", "0", size, "-nolisten", "tcp", "-terminate"],
        pass_fds=[tells],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(tells)
    with os.fdopen(told) as number:
        os.environ["DISPLAY"] = f":{number.readline().strip()}"
    return server, QApplication(["tests"])


def pytest_sessionstart(session: pytest.Session) -> None:
    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # or nohup would be handed on to all programs
    if "OWN_SCREEN" in os.environ and "PYTEST_XDIST_WORKER" in os.environ:
        session.stash[SCREEN] = start_screen(os.environ["OWN_SCREEN"])
    # No thread of a test is to destroy widgets that went out of use in a test before it.
    session.stash[COLLECTOR] = MainThreadCollector()


@pytest.hookimpl(trylast=True)  # after the fixtures
def pytest_runtest_teardown(item: pytest.Item) -> None:
    item.session.stash[COLLECTOR].collect_if_due()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the tests that start processes, so that none of them is waited for at the end."""
    items.sort(key=lambda item: not item.nodeid.startswith(("tests/test_", "tests/cli/")))


class PatientBot(QtBot):
    """Waits longer than pytest-qt's five seconds."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE_MS) -> None:
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(
        self, signal: SignalInstance, *, timeout: int = PATIENCE_MS, **kwargs: Any
    ) -> Any:
        return super().waitSignal(signal, timeout=timeout, **kwargs)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """pytest-qt's own fixture, with more patience."""
    return PatientBot(request)


@pytest.fixture
def cases(request: pytest.FixtureRequest) -> Cases:
    """Count the cases of a test that a release runs at length."""
    return request.node.stash.setdefault(CASES, Cases())
