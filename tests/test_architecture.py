"""The import directions hold in fact, not only in the contract; and nothing dangerous is used."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture import (
    HOUSE,
    Sources,
    circle,
    class_names_twice,
    code_without_prose,
    crowded_classes,
    file_names_twice,
    folder_imports,
    private_reaches,
    roots_that_look_up,
    small_siblings,
    third_parties,
)
from tests.commands import python

ROOT = Path(__file__).resolve().parents[1]

MAY_IMPORT = {
    "": {"PySide6"},
    "cli": {"annotated_types", "numpy", "pydantic"},
    "core": {"annotated_types", "chardet", "numpy", "platformdirs", "pydantic", "safetensors"},
    "core/corpus/known_forms.py": {"opencc"},
    "core/export/film_file.py": {"PIL"},
    "core/export/run_files.py": {"tensorboardX"},
    "core/inspection/rhymes.py": {"pypinyin"},
    "core/process.py": {"psutil"},
    "core/search": {"optuna", "sqlalchemy"},
    "engine": {"mxnet", "numpy"},
    "engine/kernels/source": {"llvmlite", "numba"},
    "gui": {"PySide6", "numpy", "pyqtgraph"},
}
"""What others' packages a folder or a file may import, beside what the folder around it may.

Optuna, SQLAlchemy, OpenCC and pypinyin may be missing, so they are imported in functions: see
tests/core/search/test_search.py, tests/core/corpus/test_known_forms.py and
tests/core/inspection/test_rhymes.py.
"""

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


def loaded_by(*wanted: str, without: tuple[str, ...] = ()) -> set[str]:
    """Import every module whose name begins so, in a process that lacks `without`."""
    return set(python(IMPORT_ALL.format(blocked=without, wanted=wanted)).split())


def house(folder: Path, planted: dict[str, str]) -> Sources:
    """Build a package of these files, in which something is wrong."""
    package = folder / "lstm_gui"
    for name, text in {"__init__.py": "", **planted}.items():
        path = package / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        for inner in path.relative_to(package).parents:
            (package / inner / "__init__.py").touch()
    return Sources(package)


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


def imported_without_leave(sources: Sources) -> dict[str, set[str]]:
    """Return what each file imports of others' packages and may not."""
    found = {}
    for name, path in sources.files.items():
        place = path.relative_to(sources.package)
        allowed = {sources.package.name}.union(
            *(
                MAY_IMPORT.get(str(part).removeprefix("."), set())
                for part in (place, *place.parents)
            )
        )
        found[str(place)] = third_parties(sources.trees[name]) - allowed
    return {place: names for place, names in found.items() if names}


def test_no_more_is_imported_than_may_be(tmp_path: Path) -> None:
    assert imported_without_leave(HOUSE) == {}
    planted = {
        "app.py": "import numpy",
        "core/process.py": "import psutil",
        "core/files.py": "import psutil",
        "core/search/study.py": "import optuna",
        "core/runs/store.py": "def load():\n    from optuna import create_study",
        "gui/session/session.py": "import sqlalchemy.exc",
    }
    assert imported_without_leave(house(tmp_path, planted)) == {
        "app.py": {"numpy"},
        "core/files.py": {"psutil"},
        "core/runs/store.py": {"optuna"},
        "gui/session/session.py": {"sqlalchemy"},
    }


CONTRACTS = tuple(
    re.findall(r'^name = "(.+)"$', (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE)
)[1:]  # the first is the project's own


def lint(folder: Path, *options: str) -> tuple[int, str]:
    """Check the contracts on the package in a folder; return the code and what was said."""
    command = Path(sys.executable).with_name("lint-imports")
    child = subprocess.run(
        [command, *options],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "400"},
        capture_output=True,
        text=True,
        timeout=100,
    )
    return child.returncode, child.stdout


def test_the_contracts_are_kept() -> None:
    code, said = lint(ROOT)
    assert code == 0, said
    assert f"{len(CONTRACTS)} kept, 0 broken" in said


PLANTED = (
    ("Layers", "core.corpus.batches", "lstm_gui.app"),
    ("No Qt below the window", "core.training.curves", "PySide6"),
    ("Only the engine imports MXNet", "core.worker.turns", "mxnet"),
    ("Only the kernels' source needs a compiler", "gui.session.run_model", "numba"),
    (
        "Only the kernels' source needs a compiler",
        "engine.fast",
        "lstm_gui.engine.kernels.source.batch",
    ),
    ("Only core.runs opens a database", "gui.session.session", "sqlite3"),
    ("Layers of the core", "core.corpus.text", "lstm_gui.core.training.loop"),
    ("Layers of the core", "core.files", "lstm_gui.core.settings.knob"),
    ("Layers of the core", "core.planted", ""),
    ("Kernels below the engine", "engine.kernels.layout", "lstm_gui.engine.scratch"),
    ("Kernels below the engine", "engine.planted", ""),
    ("Layers of the command line", "cli.output", "lstm_gui.cli.bench.scale"),
    ("Layers of the command line", "cli.search.search_report", "lstm_gui.cli.bench.scale"),
    ("Layers of the command line", "cli.planted", ""),
    ("Layers of the window", "gui.widgets.theme", "lstm_gui.gui.session.bridge"),
    ("Layers of the window", "gui.steps.timeline", "lstm_gui.gui.window.about"),
    ("Layers of the window", "gui.planted", ""),
    (
        "Features of the window do not know each other",
        "gui.lyrics.samples_list",
        "lstm_gui.gui.forms.draft",
    ),
    (
        "Views of the memory do not know each other",
        "gui.memory.ledger.panel",
        "lstm_gui.gui.memory.map.order_bar",
    ),
    (
        "Views of the memory do not know each other",
        "gui.memory.colors",
        "lstm_gui.gui.memory.map.order_bar",
    ),
    ("Views of the memory do not know each other", "gui.memory.planted", ""),
)
"""The contract, the module that breaks it, and by which import: by its place alone if by none."""


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What is said of each contract, when all of `PLANTED` is there."""
    folder = tmp_path_factory.mktemp("planted")
    for path in (ROOT / "pyproject.toml", *HOUSE.files.values()):
        copy = folder / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    for _, module, imported in PLANTED:
        path = folder / "lstm_gui" / f"{module.replace('.', '/')}.py"
        assert path.exists() == bool(imported), path
        line = f"import {imported}" if imported else "pass"
        with path.open("a") as file:
            file.write(f"\n\ndef _planted() -> None:\n    {line}\n")
    code, said = lint(folder, "--no-cache")
    assert code != 0
    parts = re.split(r"^(.+)\n-+\n", said.partition("Broken contracts")[2], flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_every_contract_is_planted_against() -> None:
    assert {contract for contract, _, _ in PLANTED} == set(CONTRACTS)


@pytest.mark.parametrize(("contract", "module", "imported"), PLANTED)
def test_a_contract_finds_what_breaks_it(
    broken: dict[str, str], contract: str, module: str, imported: str
) -> None:
    """A contract that nothing can break proves nothing."""
    line = f"lstm_gui.{module} -> {imported} (l." if imported else module.rpartition(".")[2]
    assert line in broken[contract]


@pytest.mark.parametrize(
    "pattern",
    [
        r"\bpickle\b|\bmarshal\b|\bshelve\b",
        r"(?<![\w.])(eval|exec)\(",
        r"\bnd\.load\b|\bload_frombuffer\b",
        r"\bload_parameters\b|\bsave_states\b|\bload_states\b",
        r"shell=True|os\.system|\bextractall\b",
    ],
)
def test_nothing_dangerous_is_called(pattern: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}: {line}"
        for path in HOUSE.files.values()
        for line in code_without_prose(path).splitlines()
        if re.search(pattern, line)
    ]
    assert found == []


def test_the_network_is_spoken_to_in_one_place() -> None:
    """A text of the catalogue is fetched when a person asks for it; nothing else ever is."""
    pattern = r"(import|from) (socket|urllib|requests|http|ssl|ftplib|smtplib|asyncio)\b|QtNetwork"
    found = {
        str(path.relative_to(HOUSE.package))
        for path in HOUSE.files.values()
        if re.search(pattern, code_without_prose(path))
    }
    assert found == {"core/corpus/download.py"}


def misuses_of_qt(path: Path) -> list[str]:
    """List where Qt is used so that it depends on the locale, crashes, or guesses.

    - A property by keyword: PySide looks for `setInterval` with the C library's `toupper`, which
      finds none in Turkish.
    - A painter without `with`: when drawing fails it stays on its picture, and Qt crashes later.
    - A QLabel, which takes a text for markup if it looks like it; PlainLabel does not.
    """
    found, closed = [], set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.With):
            closed |= {item.context_expr for item in node.items}
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        name = node.func.id
        if re.match("Q[A-Z]", name) and node.keywords:
            found.append((node.lineno, "keyword"))
        if name == "QPainter" and node not in closed:
            found.append((node.lineno, "painter"))
        if name == "QLabel" and path.name != "labels.py":
            found.append((node.lineno, "label"))
    return [f"{path.name}:{line} {what}" for line, what in sorted(found)]


def test_qt_neither_depends_on_the_locale_nor_crashes_nor_guesses(tmp_path: Path) -> None:
    for path in [ROOT / "lstm_gui" / "app.py", *(ROOT / "lstm_gui" / "gui").rglob("*.py")]:
        assert misuses_of_qt(path) == []
    planted = tmp_path / "planted.py"
    planted.write_text(
        "QTimer(self, interval=3)\nwith QPainter(x) as p: pass\nq = QPainter(x)\nQLabel(s)\n"
    )
    assert misuses_of_qt(planted) == [
        "planted.py:1 keyword",
        "planted.py:3 painter",
        "planted.py:4 label",
    ]


def test_the_root_holds_what_it_should() -> None:
    allowed = {"lstm_gui", "resources", "tests", "pyproject.toml", "README.md", "LICENSE"}
    allowed |= {"CHANGELOG.md", "build", "dist"}
    found = {entry.name for entry in ROOT.iterdir() if not entry.name.startswith(".")}
    assert found <= allowed


def test_modules_stay_small_and_say_what_they_are_for() -> None:
    for path in HOUSE.files.values():
        text = path.read_text("utf-8")
        assert ast.get_docstring(ast.parse(text)), path
        assert len(text.splitlines()) <= 600, path


# The house: folders, names and sizes


def test_there_is_no_circle_between_modules_or_folders(tmp_path: Path) -> None:
    assert circle(HOUSE.imports) == []
    assert circle(folder_imports(HOUSE)) == []
    planted = house(
        tmp_path,
        {
            "core/one.py": "import lstm_gui.core.two",
            "core/two.py": "def later():\n    from lstm_gui.core import one",
            "gui/map/here.py": "import lstm_gui.gui.plots.there",
            "gui/map/other.py": "",
            "gui/plots/there.py": "",
            "gui/plots/another.py": "from lstm_gui.gui.map.other import what",
        },
    )
    assert set(circle(planted.imports)) == {"lstm_gui.core.one", "lstm_gui.core.two"}
    assert set(circle(folder_imports(planted))) == {"lstm_gui.gui.map", "lstm_gui.gui.plots"}


LOOK_UP = {
    "lstm_gui.__main__": "the way in",
    "lstm_gui.app": "the way in, which puts the window together",
    "lstm_gui.engine.fast": "the kernels lie below the engine, which is why they have a folder",
}
"""Modules that import from a folder beside them, and why; the list may only shrink."""


def test_the_root_of_a_package_is_its_ground_floor(tmp_path: Path) -> None:
    assert roots_that_look_up(HOUSE) == set(LOOK_UP)
    planted = {
        "core/errors.py": "",
        "core/files.py": "from lstm_gui.core.settings.knob import Knob",
        "core/settings/knob.py": "from lstm_gui.core.errors import ConfigError",
    }
    assert roots_that_look_up(house(tmp_path, planted)) == {"lstm_gui.core.files"}


LEAST_LINES = 100
STAND_ALONE: dict[str, str] = {}
"""Small modules that only the module beside them imports, and why; the list may only shrink."""


def test_a_small_module_with_one_reader_lives_in_it(tmp_path: Path) -> None:
    assert small_siblings(HOUSE, LEAST_LINES) == set(STAND_ALONE)
    planted = {
        "core/big.py": "\n" * 100 + "import lstm_gui.core.errors",
        "core/errors.py": "",
        "gui/frame.py": "",
        "gui/panel.py": "import lstm_gui.core.big, lstm_gui.core.errors, lstm_gui.gui.frame",
    }
    assert small_siblings(house(tmp_path, planted), LEAST_LINES) == {"lstm_gui.gui.frame"}


def test_one_name_is_one_thing(tmp_path: Path) -> None:
    repeated = ("__init__.py", "panel.py", "words.py")
    assert class_names_twice(HOUSE) == set()
    assert file_names_twice(HOUSE, but=repeated) == set()
    planted = {
        "core/runs/panel.py": "class Place: ...\nclass _Part: ...",
        "gui/runs/panel.py": "class _Part: ...\nclass Panel: ...",
        "gui/runs/place.py": "class Other: ...",
        "gui/place.py": "def make():\n    class Place: ...",
    }
    assert class_names_twice(house(tmp_path, planted)) == {"Place"}
    assert file_names_twice(house(tmp_path, planted), but=repeated) == {"place.py"}


MOST_METHODS = 20
CROWDED: dict[str, int] = {}
"""Classes with more public methods, and how many; the list may only shrink."""


def test_no_class_has_more_than_20_public_methods(tmp_path: Path) -> None:
    assert crowded_classes(HOUSE, MOST_METHODS) == CROWDED
    methods = [f"    def method_{number}(self): ..." for number in range(20)]
    private = [
        "    def _helper(self): ...",
        "    def __len__(self): ...",
        "    def showEvent(self): ...",
    ]
    fine = "\n".join(["class Fine:", *methods, *private])
    more = "class More(Fine):\n    @property\n    def wide(self): ...\n    def method_1(self): ..."
    planted = house(tmp_path, {"core/fine.py": f"{fine}\n{more}"})
    assert crowded_classes(planted, MOST_METHODS) == {"More": 21}


REACHES = 175
"""Lines of the tests that reach into private attributes; the number may only fall."""


def test_tests_reach_into_private_attributes_less_and_less(tmp_path: Path) -> None:
    found = len(private_reaches(sorted((ROOT / "tests").rglob("*.py"))))
    assert found <= REACHES, "ask what can be seen from outside"
    assert found > REACHES - 10, f"lower REACHES to {found}"
    planted = tmp_path / "planted.py"
    planted.write_text(
        "self._mine\ncls._ours\nx.__dict__\nx.public\n"
        "x._one\nself.panel._two + x._three\nf(x)._four\nx._FIVE = 1\n"
        "patch.setattr(x, '_six', 1)\npatch.setattr(x, 'six', '_')\n"
    )
    assert private_reaches([planted]) == [f"planted.py:{number}" for number in range(5, 10)]
