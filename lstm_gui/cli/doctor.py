"""`lstm-gui doctor`: what is missing on this machine, and the remedy.

What may crash is asked in a child process, which answers in JSON. It prints a line for each thing
that it finds out, so that what was known before a crash is kept.
"""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
import sys
import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

import lstm_gui
from lstm_gui.cli.output import print_json, print_text
from lstm_gui.core.corpus.text import SHIPPED, load_shipped
from lstm_gui.core.errors import CorpusError
from lstm_gui.core.files import config_folder, log_folder
from lstm_gui.core.process import last_crash
from lstm_gui.core.settings.options import PROGRAM, Manual, Parser

__all__ = ["run"]

TIMEOUT_S = 120

_ENGINE = """
import json, os, sys
from lstm_gui.core.settings.groups import ComputeConfig, ModelConfig
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
    from lstm_gui.engine.fast import has_kernels
    from lstm_gui.engine.kernels.programs import fitting_level
    if has_kernels():
        print(json.dumps({"kernels": fitting_level().name}), flush=True)
except PlaygroundError as error:
    print(json.dumps({"error": str(error)}), flush=True)
"""

_QT = """
import json, os
from PySide6 import __version__
print(json.dumps({"version": __version__}), flush=True)
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication
from lstm_gui.gui.widgets.translation import input_methods, missing_input_method
wanted = missing_input_method(os.environ)
print(json.dumps({"inputs": input_methods(), "wanted": wanted}), flush=True)
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
    seconds: float = 0.0
    late: bool = False
    """It was stopped before it had answered, which says nothing of what is installed."""

    def text(self, key: str) -> str:
        """Return a value as text, empty when it is not known."""
        value = self.values.get(key)
        return value if isinstance(value, str) else ""

    def texts(self, key: str) -> tuple[str, ...] | None:
        """Return a list of texts, or None when it is not known."""
        value = self.values.get(key)
        return tuple(map(str, value)) if isinstance(value, list) else None


def _ask_engine() -> Answer:
    """Ask MXNet for its `version`, `contexts`, `threads`, and whether it `works`."""
    return _ask(_ENGINE)


def _ask_qt(platform: str | None = None) -> Answer:
    """Ask Qt for its `version`, its `platform` and Chinese `fonts`."""
    return _ask(_QT, environment={} if platform is None else {"QT_QPA_PLATFORM": platform})


def _ask_libraries(names: tuple[str, ...]) -> Answer:
    """Ask which system libraries are `missing`."""
    return _ask(_LIBRARIES, *names)


def _ask(code: str, *arguments: str, environment: dict[str, str] | None = None) -> Answer:
    package = str(Path(lstm_gui.__file__).resolve().parents[1])
    path = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH", ""))))
    command = [sys.executable, "-c", code, *arguments]
    began = time.monotonic()
    try:
        child = subprocess.run(  # noqa: S603 - our own code in our own interpreter
            command,
            env={**os.environ, **(environment or {}), "PYTHONPATH": path},
            capture_output=True,
            check=False,
            timeout=TIMEOUT_S,
        )
    except subprocess.TimeoutExpired as stopped:
        values = _values((stopped.stdout or b"").decode(errors="replace"))
        return Answer(1, f"no answer within {TIMEOUT_S} s", values, TIMEOUT_S, late=True)
    seconds = time.monotonic() - began
    lines = child.stderr.decode(errors="replace").strip().splitlines()
    values = _values(child.stdout.decode(errors="replace"))
    return Answer(child.returncode, _telling(lines), values, seconds)


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


Status = Literal["ok", "advice", "missing"]

_PACKAGES = (  # name, at least, below, whether the window needs it
    ("numpy", "1.26", "2", True),
    ("PySide6-Essentials", "6.8", "6.12", True),
    ("pyqtgraph", "0.14", "", True),
)
_LATER = "the machine may be busy: run doctor again when it is not"
_FOR_THE_WINDOW = frozenset({"PySide6-Essentials", "pyqtgraph", "display", "Qt's libraries", "Qt"})
"""The checks of what only the window needs; the commands train and write without them."""
_FOR_THE_ENGINE = frozenset({"MXNet", "libquadmath"})
"""The checks of what only training and writing need; the window opens without them."""
_DEBIAN = {  # a library that Qt loads, and the Debian package that brings it
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}
_NEEDS_NO_DISPLAY = ("offscreen", "minimal", "vnc", "linuxfb", "eglfs")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing: `missing` keeps the window from starting or training, `advice` does not."""

    name: str
    status: Status
    found: str
    remedy: str = ""


def examine() -> Iterator[Check]:
    """Yield the checks, from the ground up; each is made when it is asked for."""
    yield _python()
    yield _platform()
    yield from (_package(*wanted) for wanted in _PACKAGES)
    if sys.platform == "linux" and platform.machine() == "x86_64":
        yield _quadmath()
    yield from _engine(_ask_engine())
    yield from _window()
    yield from (_lyrics(key) for key in SHIPPED)
    yield _preferences()
    yield _logs()


def _python() -> Check:
    found = f"{platform.python_version()} ({sys.executable})"
    if (3, 10) <= sys.version_info[:2] < (3, 13):
        return Check("Python", "ok", found)
    return Check("Python", "missing", found, "use Python 3.10, 3.11 or 3.12")


def _platform() -> Check:
    here = f"{platform.system()} {platform.machine()}"
    if here in ("Linux x86_64", "Linux aarch64", "Darwin x86_64"):
        return Check("platform", "ok", here)
    remedy = "MXNet 1.9.1 has no build for it; use Linux (x86_64 or aarch64) or an Intel Mac"
    if platform.system() == "Windows":
        remedy = "use Linux in WSL2: run `wsl --install`, and install the playground in there"
    elif here == "Darwin arm64":
        remedy = "use an x86_64 Python under Rosetta 2: run `arch -x86_64 zsh`, and install there"
    return Check("platform", "missing", here, remedy)


def _package(name: str, least: str, below: str, needed: bool) -> Check:
    wanted = f"{name}>={least}" + (f",<{below}" if below else "")
    status: Status = "missing" if needed else "advice"
    try:
        found = version(name)
    except PackageNotFoundError:
        return Check(name, status, "not installed", f'python -m pip install "{wanted}"')
    if _numbers(least) <= _numbers(found) and not (below and _numbers(found) >= _numbers(below)):
        return Check(name, "ok", found)
    return Check(name, status, found, f'python -m pip install "{wanted}"')


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", text.split("+")[0])[:3]))


def _quadmath() -> Check:
    if _ask_libraries(("libquadmath.so.0",)).texts("missing") == ():
        return Check("libquadmath", "ok", "libquadmath.so.0")
    return Check("libquadmath", "missing", "not found", "sudo apt-get install libquadmath0")


def _engine(answer: Answer) -> Iterator[Check]:
    found = answer.text("version")
    if answer.values.get("works"):
        yield Check("MXNet", "ok", found)
        yield Check("threads", "ok", f"{answer.text('threads')} (of {os.cpu_count()} processors)")
        contexts = ", ".join(answer.texts("contexts") or ())
        yield Check("contexts", "ok", contexts)
        yield _kernels(answer.text("kernels"))
        start = f"{answer.seconds:.1f} s, the first time as every time: nothing is compiled here"
        yield Check("engine's start", "ok", start)
        return
    if answer.late:
        yield Check("MXNet", "advice", answer.complaint, _LATER)
        return
    complaint = answer.text("error") or answer.complaint
    if answer.status < 0 or answer.status in (134, 139, 255):
        complaint = f"MXNet crashed (status {answer.status}). {complaint}"
    remedy = 'python -m pip install --force-reinstall mxnet==1.9.1 "numpy>=1.26,<2"'
    if answer.text("error"):  # a sentence that names its remedy
        remedy = "as said there"
    yield Check("MXNet", "missing", complaint or "does not start", remedy)


def _kernels(level: str) -> Check:
    if level:
        return Check("kernels", "ok", f"for {level}")
    found = "none for this processor: MXNet's static graph trains in their place, more slowly"
    return Check("kernels", "advice", found, "use Linux on an x86-64 processor with AVX2")


def _window() -> Iterator[Check]:
    chosen = os.environ.get("QT_QPA_PLATFORM", "").split(":")[0]
    answer = _ask_qt()
    libraries = _libraries(started=bool(answer.text("platform")))
    whole = libraries is None or libraries.status == "ok"
    can_tell = bool(answer.text("version")) and whole and not answer.late
    display = _display(chosen, bool(answer.text("platform")) if can_tell else None)
    yield display
    if display.status == "missing":  # the rest can be asked all the same
        answer = _ask_qt("offscreen")
    if libraries is not None:
        yield libraries
    yield _qt(answer)
    if answer.texts("inputs") is not None:
        yield _input_method(answer)
    if answer.texts("fonts") is not None:
        yield _fonts(answer.texts("fonts") or ())


def _display(chosen: str, opened: bool | None) -> Check:
    """Judge by whether Qt could open it; None if Qt is not whole, so that nobody can tell."""
    if sys.platform != "linux":
        return Check("display", "ok", platform.system())
    if chosen in _NEEDS_NO_DISPLAY:
        return Check("display", "ok", f"none needed (QT_QPA_PLATFORM={chosen})")
    names = ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY")
    named = ", ".join(f"{name}={os.environ[name]}" for name in names if os.environ.get(name))
    if opened or (opened is None and named):
        return Check("display", "ok", named)
    remedy = (
        "start the window with xvfb-run -a lstm-gui (sudo apt-get install xvfb), or log in with "
        "ssh -X; train and generate need none"
    )
    found = (
        f"{named}: it cannot be opened" if named else "neither DISPLAY nor WAYLAND_DISPLAY is set"
    )
    return Check("display", "missing", found, remedy)


def _libraries(*, started: bool) -> Check | None:
    if sys.platform != "linux":
        return None
    missing = _ask_libraries(tuple(_DEBIAN)).texts("missing") or ()
    if not missing:
        return Check("Qt's libraries", "ok", f"all {len(_DEBIAN)}")
    packages = " ".join(_DEBIAN[name] for name in missing)
    status: Status = "advice" if started else "missing"  # on Wayland it works without xcb's
    return Check("Qt's libraries", status, ", ".join(missing), f"sudo apt-get install {packages}")


def _qt(answer: Answer) -> Check:
    if answer.text("platform"):
        return Check("Qt", "ok", f"{answer.text('version')}, {answer.text('platform')}")
    if answer.late:
        return Check("Qt", "advice", answer.complaint, _LATER)
    complaint = answer.complaint or f"does not start (status {answer.status})"
    remedy = 'python -m pip install --force-reinstall "PySide6-Essentials>=6.8,<6.12"'
    if answer.text("version"):  # it is there, and does not reach the display
        remedy = "check the display and Qt's libraries above"
    return Check("Qt", "missing", complaint, remedy)


def _input_method(answer: Answer) -> Check:
    there = ", ".join(answer.texts("inputs") or ())
    wanted = answer.text("wanted")
    if not wanted:
        return Check("input methods", "ok", there)
    found = f"QT_IM_MODULE={wanted} is not among {there}: Chinese cannot be typed"
    return Check("input methods", "advice", found, "set QT_IM_MODULE=ibus; fcitx5 knows it, too")


def _fonts(families: tuple[str, ...]) -> Check:
    if families:
        return Check("Chinese fonts", "ok", ", ".join(families))
    remedy = "sudo apt-get install fonts-noto-cjk"
    return Check("Chinese fonts", "advice", "none: Chinese is shown as boxes", remedy)


def _lyrics(key: str) -> Check:
    name = f"lyrics ({key})"
    try:
        corpus = load_shipped(key)
    except CorpusError as error:
        return Check(name, "missing", str(error), "install the playground again")
    return Check(name, "ok", f"{len(corpus):,} characters, {len(corpus.songs)} songs")


def _preferences() -> Check:
    folder = config_folder()
    place = _nearest(folder)
    if place.is_dir() and os.access(place, os.W_OK):
        return Check("preferences", "ok", str(folder))
    remedy = f"make {place} writable, or set XDG_CONFIG_HOME; without it nothing is remembered"
    return Check("preferences", "advice", f"{place} cannot be written", remedy)


def _logs() -> Check:
    folder = log_folder()
    place, crash = _nearest(folder), last_crash()
    if not (place.is_dir() and os.access(place, os.W_OK)):
        remedy = f"make {place} writable, or set XDG_STATE_HOME; without it no log is kept"
        return Check("logs", "advice", f"{place} cannot be written", remedy)
    when = "" if crash is None else f"; the last crash was on {crash:%Y-%m-%d at %H:%M}"
    return Check("logs", "ok", f"{folder}{when}")


def _nearest(folder: Path) -> Path:
    """Return the folder, or the nearest one above it that exists."""
    return next(path for path in (folder, *folder.parents) if path.exists())


UNFIT = 1

MANUAL = Manual(
    examples={
        "lstm-gui doctor": "a line for each thing, and the remedy below what is missing",
        "xvfb-run -a lstm-gui doctor": "the same where there is no display",
        "lstm-gui doctor --json": "for a program to read, or to send to somebody",
    },
    statuses={
        0: "the window would start and train",
        1: "it would not, and what is missing is named",
        2: "bad input, and one sentence says what",
    },
    environment={
        "DISPLAY, WAYLAND_DISPLAY": "where the window would open",
        "QT_QPA_PLATFORM": "how it would reach the screen",
        "QT_IM_MODULE": "the input method that is asked about",
    },
)


def run(argv: Sequence[str]) -> int:
    """Examine the machine; return 0 only when the window would start and could train."""
    parser = Parser(
        prog=f"{PROGRAM} doctor",
        description="Tell what is missing on this machine, and how to get it.",
        manual=MANUAL,
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    json = parser.parse_args(argv).json
    missing: set[str] = set()
    for check in examine():
        if check.status == "missing":
            missing.add(check.name)
        _print(check, json=json)
    if not json:
        print_text(f"\n{verdict(missing)}\n")
    return UNFIT if missing else 0


def verdict(missing: Collection[str]) -> str:
    """Tell in one sentence what would work and what would not, by the names of what is missing."""
    if not missing:
        return "The window would start and train."
    if missing == {"display"}:
        return "The window would not start without a display; train and generate need none."
    if _FOR_THE_WINDOW.issuperset(missing):
        return "The window would not start; train and generate do not need what is missing."
    if _FOR_THE_ENGINE.issuperset(missing):
        return "The window would start, but could not train."
    return "The window would not start or not train until what is missing is there."


def _print(check: Check, *, json: bool) -> None:
    if json:
        print_json(check=check.name, status=check.status, found=check.found, remedy=check.remedy)
        return
    print_text(f"{check.status:<8}{check.name:<20}{check.found}\n")
    if check.remedy:
        print_text(f"{'':<28}-> {check.remedy}\n")
