"""Why a search was refused, in the words of the form: where a sentence has a flag, its field."""

from __future__ import annotations

import re

from PySide6.QtCore import QCoreApplication

from lstm_gui.core.config import KNOBS
from lstm_gui.core.knobs import Knob, percent_text
from lstm_gui.core.search_events import RefusedTold
from lstm_gui.core.search_space import searchable
from lstm_gui.core.words import QT_TRANSLATE_NOOP
from lstm_gui.gui.knob_editors import knob_text
from lstm_gui.gui.notices import sentence

__all__ = ["refusal_text"]

_FLAG = re.compile(r"--[a-z][a-z-]*")
_NAME = re.compile(r"[a-z_]+")
_FIELDS: dict[str, tuple[str, str]] = {
    "--study": ("SettingsForm", QT_TRANSLATE_NOOP("SettingsForm", "Study")),
    "--storage": ("SettingsForm", QT_TRANSLATE_NOOP("SettingsForm", "Database")),
    "--trials": ("SettingsForm", QT_TRANSLATE_NOOP("SettingsForm", "Trials")),
    "--epochs": ("SettingsForm", QT_TRANSLATE_NOOP("SettingsForm", "Epochs each")),
    "--range": ("SearchPanel", QT_TRANSLATE_NOOP("SearchPanel", "Settings to try")),
    "--corpus": ("Knobs", QT_TRANSLATE_NOOP("Knobs", "Text")),
}
"""What the panel itself calls some flags; the others are called as in the experiment."""

_OF_KNOBS = {knob.flag: knob for knob in KNOBS.values()}
_QUOTED = QT_TRANSLATE_NOOP("Search", "“{field}”")


def refusal_text(refused: RefusedTold) -> str:
    """Return the sentence of a refusal for a person who sees fields, not a command line."""
    values = dict(refused.values)
    knob = _OF_KNOBS.get(values.get("flag", ""))
    if knob is not None:
        values |= {key: _value(knob, values[key]) for key in ("theirs", "ours") if key in values}
    if "ranges" in values:
        values["ranges"] = _NAME.sub(_label, values["ranges"])
    text = _FLAG.sub(_field, sentence(refused.template, values))
    about = KNOBS.get(refused.field)
    return text if about is None else f"{knob_text(about.label)}: {text}"


def _field(found: re.Match[str]) -> str:
    flag = found[0]
    if flag in _FIELDS:
        context, text = _FIELDS[flag]
        name = QCoreApplication.translate(context, text)
    elif flag in _OF_KNOBS:
        name = knob_text(_OF_KNOBS[flag].label)
    else:
        return flag
    return QCoreApplication.translate("Search", _QUOTED).format(field=name)


def _label(found: re.Match[str]) -> str:
    names = {knob.field: knob.label for knob in searchable()}
    return knob_text(names[found[0]]) if found[0] in names else found[0]


def _value(knob: Knob, value: str) -> str:
    if knob.percent:
        return percent_text(float(value))
    labels = {choice.value: choice.label for choice in knob.choices}
    return knob_text(labels[value]) if value in labels else value
