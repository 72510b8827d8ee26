"""README's recipes are true: what a new setting, cell or language needs, and nothing else.

That of a view is in tests/gui/memory/test_views.py, where there is a window.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from lstm_gui.core.i18n import languages
from lstm_gui.core.preferences import Preferences
from lstm_gui.gui.window.action_table import ACTIONS
from tests.architecture import HOUSE, Sources, code_without_prose
from tests.translations import ROOT, STEM, TS, release

# A setting: its line in core/settings/groups.py, and the module that obeys it

SETTING = """
    patience: Annotated[
        int,
        Field(ge=0, le=99),
        Knob(
            kind="integer",
            group="training",
            flag="--patience",
            label="Patience",
            help="How many epochs without a better perplexity are waited for.",
            slider=(0, 99),
        ),
    ] = 7
"""

ASK_FOR_IT = """
from lstm_gui.cli.flags import add_knobs, experiment_of
from lstm_gui.core.settings.experiment import Experiment, changed
from lstm_gui.core.settings.options import Parser
from lstm_gui.gui.forms.config_panel import ConfigPanel
from lstm_gui.gui.widgets.theme import Theme
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from tests.readme import settings_table

parser = Parser()
add_knobs(parser)
print(experiment_of(parser.parse_args(["--patience", "8"])).train.patience)
application = QApplication([])
panel = ConfigPanel(Theme(application, "light"), QWidget())
print(panel.findChild(QLineEdit, "patienceEdit").text())
panel.propose(changed(Experiment(), "train.patience", 9))
print(panel.findChild(QLineEdit, "patienceEdit").text())
print([line for line in settings_table().splitlines() if "--patience" in line])
"""


def copied(folder: Path) -> None:
    """Copy the program there, to be changed."""
    for name in ("lstm_gui", "tests", "resources"):
        ignored = shutil.ignore_patterns("__pycache__", "pictures")
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)


def asked(folder: Path, program: str) -> list[str]:
    """Return the lines that a program says there."""
    child = subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert child.returncode == 0, child.stderr
    return child.stdout.splitlines()


def test_a_setting_stands_in_one_place(tmp_path: Path) -> None:
    """Form, flags and README's table have it, and nothing but its field was written."""
    copied(tmp_path)
    groups = tmp_path / "lstm_gui" / "core" / "settings" / "groups.py"
    text = groups.read_text("utf-8")
    head = re.search(
        r'^class TrainConfig\(Config\):\n    """.*?"""\n', text, re.MULTILINE | re.DOTALL
    )
    assert head is not None
    groups.write_text(text[: head.end()] + SETTING + text[head.end() :], "utf-8")
    row = "| Patience | `--patience` | 0 … 99 | 7 | 7 |  |"
    assert asked(tmp_path, ASK_FOR_IT) == ["8", "7", "9", f"['{row}']"]


# A kind of cell

CELL_FILES = 11
"""Modules that the peephole LSTM touches, the kind that was added last: one writes it out in
the script of a run. It may only fall."""
TELLS_OF_IT = {"lstm_gui.core.corpus.tasks", "lstm_gui.core.help.glossary"}
"""Counting is learned with it, and it is a word of the field; another kind changes neither."""


def cell_files(sources: Sources) -> set[str]:
    """Name the modules that speak of the peephole LSTM in their code."""
    return {
        name
        for name, path in sources.files.items()
        if re.search("peephole", code_without_prose(path), re.IGNORECASE)
    }


def test_a_kind_of_cell_touches_few_files(tmp_path: Path) -> None:
    found = cell_files(HOUSE) - TELLS_OF_IT
    assert len(found) == CELL_FILES, ("set CELL_FILES, if there are fewer", sorted(found))
    package = tmp_path / "lstm_gui"
    package.mkdir()
    planted = ('CELL = "peephole"', "class PeepholeStep: ...", '"""As with peepholes."""', "x = 1")
    for number, text in enumerate(planted):
        (package / f"planted_{number}.py").write_text(text)
    assert cell_files(Sources(package)) == {"lstm_gui.planted_0", "lstm_gui.planted_1"}


# A language: its .ts file, and the .qm made of it

GERMAN = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context><name>Actions</name>
<message><source>&amp;File</source><translation>&amp;Datei</translation></message>
</context>
</TS>
"""

LOOK_AT_IT = """
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication, QMainWindow
from lstm_gui.core.files import resource
from lstm_gui.core.i18n import languages
from lstm_gui.core.lessons.lesson import in_language
from lstm_gui.core.numbers import compact
from lstm_gui.core.preferences import Preferences
from lstm_gui.gui.article.words import article_text
from lstm_gui.gui.widgets.translation import Language
from lstm_gui.gui.window.actions import Actions

print(languages(), Preferences(language="de").language)
application = QApplication([])
window = QMainWindow()
language = Language(application, "de")
made = Actions(window, window.menuBar())
made.check("language", "de")
action = made.by_name["language.de"]
print(action.text(), action.isChecked(), made.menus["file"].title(), compact(0.5))
print(article_text(QLocale().name()) == article_text("en"))
print(in_language({"": "plain", "zh": "中"}, QLocale().name()))
resource("article", "article_de.html").write_text("Der Artikel", "utf-8")
article_text.cache_clear()
print(article_text(QLocale().name()))
language.set_choice("en")
made.retitle()
print(made.menus["file"].title(), compact(0.5))
"""


def test_a_language_is_a_file(tmp_path: Path) -> None:
    """It stands in the menu by its own name; what it has not is English."""
    copied(tmp_path)
    ts = tmp_path / "resources" / "i18n" / f"{STEM}de.ts"
    ts.write_text(GERMAN, "utf-8")
    release(ts)
    assert asked(tmp_path, LOOK_AT_IT) == [
        "('en', 'de', 'zh_CN') de",
        "Deutsch True &Datei 0,5",
        "True",
        "plain",
        "Der Artikel",
        "&File 0.5",
    ]


def test_without_the_file_it_is_no_language() -> None:
    assert languages() == ("en", "zh_CN")
    with pytest.raises(ValidationError):
        Preferences(language="de")


def test_every_language_is_offered_and_has_its_source() -> None:
    offered = {spec.name.partition(".")[2] for spec in ACTIONS if spec.group == "language"}
    assert offered == {"system", *languages()}
    written = {path.stem.removeprefix(STEM) for path in TS.parent.glob(f"{STEM}*.ts")}
    assert {"en", *written} == set(languages())


# A number in a sentence: the language chooses its form

POLISH = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="pl" sourcelanguage="en">
<context><name>RunsController</name>
<message numerus="yes"><source>{count} runs are deleted.</source><translation>
<numerusform>Usunięto {count} przebieg.</numerusform>
<numerusform>Usunięto {count} przebiegi.</numerusform>
<numerusform>Usunięto {count} przebiegów.</numerusform>
</translation></message>
</context>
</TS>
"""

COUNT_THEM = """
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication
from lstm_gui.gui.widgets.translation import Language


def deleted(count):
    text = QCoreApplication.translate("RunsController", "{count} runs are deleted.", "", count)
    return text.format(count=count)


application = QApplication([])
language = Language(application, "pl")
for count in (1, 3, 5, 22):
    print(deleted(count))
language.set_choice("en")
print(deleted(3))
"""


def test_a_language_has_as_many_plurals_as_it_has(tmp_path: Path) -> None:
    copied(tmp_path)
    ts = tmp_path / "resources" / "i18n" / f"{STEM}pl.ts"
    ts.write_text(POLISH, "utf-8")
    release(ts)
    assert asked(tmp_path, COUNT_THEM) == [
        "Usunięto 1 przebieg.",
        "Usunięto 3 przebiegi.",
        "Usunięto 5 przebiegów.",
        "Usunięto 22 przebiegi.",
        "3 runs are deleted.",
    ]
