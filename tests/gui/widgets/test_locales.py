"""Numbers and dates are written as in the system's country, and a field reads what it shows."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]

ASK = """
import json, sys
from PySide6.QtCore import QDateTime, QLocale, QSettings
from PySide6.QtWidgets import QApplication, QWidget
from lstm_gui.core.settings.experiment import Experiment, changed
from lstm_gui.core.i18n import say
from lstm_gui.gui.forms.config_panel import ConfigPanel
from lstm_gui.gui.forms.knob_editors import NumberEditor
from lstm_gui.gui.plots.training_panel import GoalFields
from lstm_gui.gui.widgets.axes import LogAxis, NumberAxis
from lstm_gui.gui.widgets.formats import duration, percent
from lstm_gui.gui.widgets.number_boxes import CountBox, DecimalBox
from lstm_gui.gui.widgets.theme import Theme
from lstm_gui.gui.widgets.translation import Language, translated

application = QApplication([])
language = Language(application, "system")
found = {"code": language.code, "numbers": [], "wrong": []}
panel = ConfigPanel(Theme(application, "light"), QWidget())
experiment = changed(Experiment(), "train.learning_rate", 0.0125)
experiment = changed(experiment, "train.epochs", 1500)
panel.set_experiment(experiment)


def fields(when):
    for editor in panel.findChildren(NumberEditor):
        text = editor.field.text()
        value = editor.value()
        editor.field.setText(text + " ")
        if editor.value() != value or (text and isinstance(value, str)):
            found["wrong"].append([when, text, str(value)])
        found[f"{when} {editor.knob.field}"] = text


fields("system")
decimal, count = DecimalBox(), CountBox()
decimal.setRange(0, 9999)
decimal.setDecimals(3)
decimal.setValue(1.5)
count.setRange(0, 99999)
count.setGroupSeparatorShown(True)
count.setValue(12345)
found["boxes"] = [decimal.text(), count.text()]
for box in (decimal, count):
    value = box.value()
    box.lineEdit().setText(box.text() + " ")
    box.interpretText()
    if box.value() != value:
        found["wrong"].append(["box", box.text(), value])
found["others"] = [
    duration(3.2), percent(0.034), translated(say("{count:,}", count=1500)),
    *NumberAxis("left", grid=False, least_pixels=9).tickStrings([0.25], 1, 1),
    *LogAxis("left", grid=False).tickStrings([3.0], 1, 1),
]
moment = QDateTime.fromString("2026-12-01T14:05:00", "yyyy-MM-ddTHH:mm:ss")
found["date"] = QLocale().toString(moment, QLocale.FormatType.ShortFormat)
language.set_choice("en")
application.processEvents()
fields("en")
found["boxes in English"] = [decimal.text(), count.text()]
found["values"] = [panel.draft == experiment, decimal.value(), count.value()]
print(json.dumps(found))
"""


def told(locale: str) -> dict[str, object]:
    """Return what a window shows where the system has this locale."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG"))}
    child = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=ROOT,
        env={
            **environment,
            "LC_ALL": f"{locale}.UTF-8",
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONPATH": str(ROOT),
        },
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert child.returncode == 0, child.stderr
    return dict(json.loads(child.stdout))


@pytest.mark.parametrize(
    ("locale", "rate", "epochs", "boxes", "others", "date"),
    [
        (
            "de_DE",
            "0,0125",
            "1.500",
            ["1,500", "12.345"],
            ["3,2 s", "3,4 %", "1.500", "0,25", "1.000"],
            "01/12/2026, 14:05",
        ),
        (
            "en_GB",
            "0.0125",
            "1,500",
            ["1.500", "12,345"],
            ["3.2 s", "3.4 %", "1,500", "0.25", "1,000"],
            "01/12/2026 14:05",
        ),
        (
            "zh_CN",
            "0.0125",
            "1,500",
            ["1.500", "12,345"],
            ["3.2 秒", "3.4%", "1,500", "0.25", "1,000"],
            "2026/12/1 14:05",
        ),
    ],
)
def test_numbers_are_those_of_the_country(
    locale: str, rate: str, epochs: str, boxes: list[str], others: list[str], date: str
) -> None:
    found = told(locale)
    assert found["wrong"] == []
    assert (found["system learning_rate"], found["system epochs"]) == (rate, epochs)
    assert found["boxes"] == boxes
    assert [text.replace("\u202f", " ").replace("\xa0", " ") for text in found["others"]] == others
    assert str(found["date"]).replace(",", "") == date.replace(",", "")
    assert (found["en learning_rate"], found["en epochs"]) == ("0.0125", "1,500")
    assert found["boxes in English"] == ["1.500", "12,345"]
    assert found["values"] == [True, 1.5, 12345]


def test_nothing_in_the_window_writes_thousands_past_the_language():
    """`thousands`, `fixed` and their like know the marks; a format in braces does not."""
    past = re.compile(r"f\"[^\"]*\{[^{}\"]*:,[^{}\"]*\}")
    lines = [
        f"{path.name}: {line.strip()}"
        for path in (ROOT / "lstm_gui" / "gui").rglob("*.py")
        for line in path.read_text("utf-8").splitlines()
        if past.search(line) and "marked(" not in line
    ]
    assert lines == []
