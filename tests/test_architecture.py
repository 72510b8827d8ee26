"""The import directions hold in fact, not only in the contract; and nothing dangerous is used."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "lstm_gui"

CORE_MAY_IMPORT = {
    "annotated_types",
    "chardet",
    "lstm_gui",
    "numpy",
    "platformdirs",
    "pydantic",
    "safetensors",
}
AN_EXTRA = {"optuna", "sqlalchemy"}
"""May be missing, so only the search imports them, in functions: see tests/core/test_search.py."""

IMPORT_ALL = """
import importlib, pkgutil, sys
import lstm_gui
for blocked in {blocked!r}:
    sys.modules[blocked] = None
wanted = {wanted!r}
names = [
    module.name
    for module in pkgutil.walk_packages(lstm_gui.__path__, "lstm_gui.")
    if module.name.startswith(tuple(wanted))
]
assert len(names) >= len(wanted), names
for name in names:
    importlib.import_module(name)
print(" ".join(sorted(sys.modules)))
"""


def python(code: str) -> str:
    child = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert child.returncode == 0, child.stderr
    return child.stdout


def loaded_by(*wanted: str, without: tuple[str, ...] = ()) -> set[str]:
    """Import every module whose name begins so, in a process that lacks `without`."""
    return set(python(IMPORT_ALL.format(blocked=without, wanted=wanted)).split())


def sources() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def test_core_and_cli_live_without_qt_and_mxnet() -> None:
    missing = ("PySide6", "pyqtgraph", "mxnet")
    modules = loaded_by("lstm_gui.core", "lstm_gui.cli", without=missing)
    assert "lstm_gui.core.worker.engine_thread" in modules and "lstm_gui.cli.train" in modules


def test_the_engine_lives_without_qt_and_is_light_to_import() -> None:
    code = IMPORT_ALL.format(blocked=("PySide6", "pyqtgraph"), wanted=("lstm_gui.core",))
    code += "import lstm_gui.engine\nprint(' '.join(sorted(sys.modules)))\n"
    assert not {"mxnet", "numba"} & set(python(code).split())


@pytest.mark.mxnet
def test_the_engine_with_mxnet_lives_without_qt() -> None:
    code = """
import sys
sys.modules["PySide6"] = sys.modules["pyqtgraph"] = None
from lstm_gui.engine import create_backend
print(create_backend().contexts()[0])
"""
    assert python(code.strip()) == "cpu\n"


def test_app_and_gui_live_without_mxnet() -> None:
    modules = loaded_by("lstm_gui.app", "lstm_gui.gui", without=("mxnet", "lstm_gui.cli"))
    assert "lstm_gui.gui.session.bridge" in modules


def test_the_app_leaves_mxnet_unloaded() -> None:
    code = "import sys, lstm_gui.app\nprint([n for n in ('mxnet', 'numba') if n in sys.modules])"
    assert python(code) == "[]\n"


def test_the_door_loads_nothing_heavy() -> None:
    code = "import sys, lstm_gui.__main__ as m\nprint('numpy' in sys.modules, m.__name__)"
    assert python(code) == "False lstm_gui.__main__\n"


def test_core_imports_no_more_than_it_may() -> None:
    for path in sorted((PACKAGE / "core").rglob("*.py")):
        found: set[str] = set()
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found.update(alias.name.split(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.split(".")[0])
        searches = path.parent.name == "core" and path.stem.startswith("search")
        allowed = CORE_MAY_IMPORT | AN_EXTRA if searches else CORE_MAY_IMPORT
        assert found - sys.stdlib_module_names <= allowed, path


def test_the_contracts_are_kept() -> None:
    command = Path(sys.executable).with_name("lint-imports")
    child = subprocess.run([command], cwd=ROOT, capture_output=True, text=True, timeout=100)
    assert child.returncode == 0, child.stdout
    assert "6 kept, 0 broken" in child.stdout


PLANTED = {
    "core/turns.py": ("import mxnet", "Only the engine imports MXNet"),
    "core/smoothing.py": ("import PySide6", "No Qt below the window"),
    "core/batching.py": ("import lstm_gui.app", "Layers"),
    "gui/pace.py": ("import numba", "Only the engine compiles"),
    "gui/session.py": ("import sqlite3", "Only core.runs opens a database"),
    "core/corpus/songs.py": (
        "import lstm_gui.core.training.loop",
        "The engine thread's work stands on training, and that on plain values",
    ),
}


def test_every_contract_finds_what_breaks_it(tmp_path: Path) -> None:
    """A contract that nothing can break proves nothing."""
    for path in sources():
        copy = tmp_path / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    for name, (statement, _) in PLANTED.items():
        with (tmp_path / "lstm_gui" / name).open("a") as file:
            file.write(f"\n\ndef _planted() -> None:\n    {statement}\n")
    command = Path(sys.executable).with_name("lint-imports")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    child = subprocess.run(
        [command, "--no-cache"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert child.returncode != 0
    for _, contract in PLANTED.values():
        assert f"{contract} BROKEN" in child.stdout


@pytest.mark.parametrize(
    "pattern",
    [
        r"\bpickle\b|\bmarshal\b|\bshelve\b",
        r"(?<![\w.])(eval|exec)\(",
        r"\bnd\.load\b|\bload_frombuffer\b",
        r"\bload_parameters\b|\bsave_states\b|\bload_states\b",
        r"shell=True|os\.system|\bextractall\b",
        r"\bsocket\b|urllib|requests|http\.client",
    ],
)
def test_nothing_dangerous_is_called(pattern: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}: {line}"
        for path in sources()
        for line in _code_of(path).splitlines()
        if re.search(pattern, line)
    ]
    assert found == []


def _code_of(path: Path) -> str:
    """Return a file without its comments and docstrings, which may speak of dangers."""
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            node.body = [
                part
                for part in node.body
                if not (isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant))
            ] or [ast.Pass()]
    return ast.unparse(tree)


def test_the_root_holds_what_it_should() -> None:
    allowed = {"lstm_gui", "resources", "tests", "pyproject.toml", "README.md", "LICENSE"}
    allowed |= {"CHANGELOG.md", "build", "dist"}
    found = {entry.name for entry in ROOT.iterdir() if not entry.name.startswith(".")}
    assert found <= allowed


def test_modules_stay_small_and_say_what_they_are_for() -> None:
    for path in sources():
        text = path.read_text("utf-8")
        assert ast.get_docstring(ast.parse(text)), path
        assert len(text.splitlines()) <= 600, path
