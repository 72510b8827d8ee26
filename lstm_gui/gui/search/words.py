"""How settings and the state of a search are told in the window."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from lstm_gui.core.i18n import QT_TRANSLATE_NOOP
from lstm_gui.core.numbers import significant, thousands
from lstm_gui.core.search.messages import RefusalMessage, TrialMessage
from lstm_gui.core.search.plan import Settings, Value, searchable
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


_FIELDS: dict[str, tuple[str, str]] = {
    "study": ("SettingsForm", QT_TRANSLATE_NOOP("SettingsForm", "Study")),
    "storage": ("SettingsForm", QT_TRANSLATE_NOOP("SettingsForm", "Database")),
    "train.epochs": ("SettingsForm", QT_TRANSLATE_NOOP("SettingsForm", "Epochs each")),
    "range": ("SearchPanel", QT_TRANSLATE_NOOP("SearchPanel", "Settings to try")),
}
"""What the panel itself calls some fields; the others are called as in the experiment."""

_QUOTED = QT_TRANSLATE_NOOP("Search", "“{field}”")


def refusal_text(refused: RefusalMessage) -> str:
    """Return the sentence of a refusal for a person who sees fields, not a command line."""
    values = dict(refused.values)
    for key, field in refused.names.items():
        values[key] = _tr(_QUOTED).format(field=_field_text(field) or values[key])
    for key, field in refused.settings.items():
        if field in KNOBS:
            values[key] = _shown(KNOBS[field], values[key])
    if refused.ranges:
        parts = (f"{label_of(item.name)} {item.values_text}" for item in refused.ranges)
        values["ranges"] = ", ".join(parts)
    text = template_text(refused.template, values)
    about = KNOBS.get(refused.field)
    return text if about is None else f"{knob_text(about.label)}: {text}"


def _field_text(field: str) -> str:
    if field in _FIELDS:
        context, text = _FIELDS[field]
        return QCoreApplication.translate(context, text)
    return knob_text(KNOBS[field].label) if field in KNOBS else ""


def _shown(knob: Knob, value: str) -> str:
    """Return a value as the form shows it; it is written as on a command line."""
    if knob.percent:
        return percent_text(float(value))
    labels = {choice.value: choice.label for choice in knob.choices}
    return knob_text(labels[value]) if value in labels else value
