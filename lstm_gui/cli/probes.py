"""Questions to the machine that may crash: each is put to a child process, which answers in JSON.

The child prints a line for each thing it finds out, so that what was known before a crash is kept.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import lstm_gui

__all__ = ["Answer", "ask_engine", "ask_libraries", "ask_qt"]

TIMEOUT_S = 120

_ENGINE = """
import json, os, sys
from lstm_gui.core.config import ComputeConfig, ModelConfig
from lstm_gui.core.errors import PlaygroundError
from lstm_gui.engine import create_backend
try:
    backend = create_backend()
    print(json.dumps({"version": sys.modules["mxnet"].__version__}), flush=True)
    print(json.dumps({"contexts": backend.contexts()}), flush=True)
    print(json.dumps({"threads": os.environ.get("OMP_NUM_THREADS", "")}), flush=True)
    backend.build(ModelConfig(hidden=2), ComputeConfig(), 3)
    import numpy
    backend.advance(numpy.zeros(1, numpy.int32), None)
    print(json.dumps({"works": True}), flush=True)
except PlaygroundError as error:
    print(json.dumps({"error": str(error)}), flush=True)
"""

_QT = """
import json
from PySide6 import __version__
print(json.dumps({"version": __version__}), flush=True)
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication
app = QApplication([])
print(json.dumps({"platform": app.platformName()}), flush=True)
chinese = QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)
print(json.dumps({"fonts": chinese[:3]}), flush=True)
"""

_LIBRARIES = """
import ctypes, json, sys
missing = []
for name in sys.argv[1:]:
    try:
        ctypes.CDLL(name)
    except OSError:
        missing.append(name)
print(json.dumps({"missing": missing}), flush=True)
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a child found out, its exit status, and the last lines of what it complained about."""

    status: int
    complaint: str = ""
    values: dict[str, object] = field(default_factory=dict)

    def text(self, key: str) -> str:
        """Return a value as text, empty when it is not known."""
        value = self.values.get(key)
        return value if isinstance(value, str) else ""

    def texts(self, key: str) -> tuple[str, ...] | None:
        """Return a list of texts, or None when it is not known."""
        value = self.values.get(key)
        return tuple(map(str, value)) if isinstance(value, list) else None


def ask_engine() -> Answer:
    """Ask MXNet for its `version`, `contexts`, `threads`, and whether it `works`."""
    return _ask(_ENGINE)


def ask_qt(platform: str | None = None) -> Answer:
    """Ask Qt for its `version`, its `platform` and Chinese `fonts`."""
    return _ask(_QT, environment={} if platform is None else {"QT_QPA_PLATFORM": platform})


def ask_libraries(names: tuple[str, ...]) -> Answer:
    """Ask which system libraries are `missing`."""
    return _ask(_LIBRARIES, *names)


def _ask(code: str, *arguments: str, environment: dict[str, str] | None = None) -> Answer:
    package = str(Path(lstm_gui.__file__).resolve().parents[1])
    path = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH", ""))))
    command = [sys.executable, "-c", code, *arguments]
    try:
        child = subprocess.run(  # noqa: S603 - our own code in our own interpreter
            command,
            env={**os.environ, **(environment or {}), "PYTHONPATH": path},
            capture_output=True,
            check=False,
            timeout=TIMEOUT_S,
        )
    except subprocess.TimeoutExpired:
        return Answer(1, f"no answer within {TIMEOUT_S} s")
    lines = child.stderr.decode(errors="replace").strip().splitlines()
    return Answer(child.returncode, _telling(lines), _values(child.stdout.decode(errors="replace")))


def _telling(lines: list[str]) -> str:
    """Pick the line that tells most: what Qt says of its platform, or else the last one."""
    about_qt = [line for line in lines if line.startswith(("qt.qpa", "From 6."))]
    return (about_qt or lines or [""])[0 if about_qt else -1][:300]


def _values(output: str) -> dict[str, object]:
    values: dict[str, object] = {}
    for line in output.splitlines():
        if line.startswith("{"):
            values.update(json.loads(line))
    return values
