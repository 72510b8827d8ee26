"""How settings and the state of a search are told in the window."""

from __future__ import annotations

import re

from PySide6.QtCore import QCoreApplication

from lstm_gui.core.i18n import QT_TRANSLATE_NOOP
from lstm_gui.core.numbers import significant, thousands
from lstm_gui.core.search.messages import RefusalMessage, TrialMessage
from lstm_gui.core.search.space import Settings, Value, searchable
from lstm_gui.core.settings.experiment import KNOBS
from lstm_gui.core.settings.knob import Knob, percent_text
from lstm_gui.gui.forms.knob_editors import knob_text
from lstm_gui.gui.widgets.translation import template_text

__all__ = [
    "best_text",
    "knob_of",
    "label_of",
    "outcome_text",
    "refusal_text",
    "settings_text",
    "trial_text",
    "value_text",
]

OUTCOMES: dict[str, str] = {
    "complete": "",
    "pruned": QT_TRANSLATE_NOOP("Search", "ended early, worse than the median"),
    "diverged": QT_TRANSLATE_NOOP("Search", "broke down"),
    "failed": QT_TRANSLATE_NOOP("Search", "failed"),
    "stopped": QT_TRANSLATE_NOOP("Search", "stopped, begun again"),
    "lost": QT_TRANSLATE_NOOP("Search", "lost, begun again"),
}
TRIAL = QT_TRANSLATE_NOOP("Search", "Trial {number}")
PERPLEXITY = QT_TRANSLATE_NOOP("Search", "perplexity {value}")
HELD_OUT = QT_TRANSLATE_NOOP("Search", "held-out perplexity {value}")
TRAINED = QT_TRANSLATE_NOOP("Search", "{value} in training")
BETWEEN = " · "
_KNOBS = {knob.field: knob for knob in searchable()}


def knob_of(name: str) -> Knob:
    """Return the setting with a short name."""
    return _KNOBS.get(name) or next(knob for knob in KNOBS.values() if knob.field == name)


def label_of(name: str) -> str:
    """Return what a setting is called in the form."""
    return knob_text(knob_of(name).label)


def value_text(name: str, value: Value) -> str:
    """Return a value as a person reads it, rounded to three digits."""
    for choice in knob_of(name).choices:
        if choice.value == value:
            return knob_text(choice.label)
    if isinstance(value, int):
        return thousands(value)
    return significant(value) if isinstance(value, float) else value


def settings_text(settings: Settings) -> str:
    """Return settings on one line."""
    parts = (f"{label_of(name)} {value_text(name, value)}" for name, value in settings.items())
    return BETWEEN.join(parts)


def best_text(score: float, *, held_out: bool) -> str:
    """Return how good the best trial is, and by which measure."""
    template = (
        QT_TRANSLATE_NOOP("Search", "best held-out perplexity {value}")
        if held_out
        else QT_TRANSLATE_NOOP("Search", "best perplexity {value}")
    )
    return _tr(template).format(value=significant(score))


def outcome_text(trial: TrialMessage) -> str:
    """Return how a trial ended, or "" when it is complete."""
    return _tr(OUTCOMES[trial.outcome]) if trial.outcome != "complete" else ""


def trial_text(trial: TrialMessage) -> str:
    """Name a trial, its perplexity and its settings on one line."""
    parts = [_tr(TRIAL).format(number=trial.number)]
    trained = PERPLEXITY
    if trial.held_out is not None:
        parts.append(_tr(HELD_OUT).format(value=significant(trial.held_out)))
        trained = TRAINED
    if trial.perplexity is not None:
        parts.append(_tr(trained).format(value=significant(trial.perplexity)))
    if outcome_text(trial):
        parts.append(outcome_text(trial))
    return BETWEEN.join([*parts, settings_text(trial.settings)])


def _tr(text: str) -> str:
    return QCoreApplication.translate("Search", text)


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


def refusal_text(refused: RefusalMessage) -> str:
    """Return the sentence of a refusal for a person who sees fields, not a command line."""
    values = dict(refused.values)
    knob = _OF_KNOBS.get(values.get("flag", ""))
    if knob is not None:
        values |= {key: _value(knob, values[key]) for key in ("theirs", "ours") if key in values}
    if "ranges" in values:
        values["ranges"] = _NAME.sub(_label, values["ranges"])
    text = _FLAG.sub(_field, template_text(refused.template, values))
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
