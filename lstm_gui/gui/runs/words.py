"""What the table says of a run: its name, what is different in it, and everything in a tooltip."""

from __future__ import annotations

from math import isnan

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from lstm_gui.core.i18n import QT_TRANSLATE_NOOP
from lstm_gui.core.numbers import significant
from lstm_gui.core.runs.run import Origin, Run, text_difference
from lstm_gui.core.settings.difference import differences
from lstm_gui.gui.widgets.formats import fixed, tooltip
from lstm_gui.gui.widgets.translation import translated

__all__ = ["difference", "listed_name", "marked", "name_of", "tip"]

_MOST_TOLD = 8

_ORIGINS: dict[Origin, str] = {
    "window": "",
    "search": QT_TRANSLATE_NOOP("Runs", "search"),
    "twin": QT_TRANSLATE_NOOP("Runs", "twin"),
    "branch": QT_TRANSLATE_NOOP("Runs", "branch"),
}


def name_of(run: Run) -> str:
    """Return what a run is called: the name it was given, or its number."""
    return run.name or _tr(QT_TRANSLATE_NOOP("Runs", "Run {number}")).format(number=run.number)


def listed_name(run: Run) -> str:
    """Return the number and, if it has one, the name."""
    return f"{run.number} · {run.name}" if run.name else name_of(run)


def difference(run: Run, before: Run | None) -> str:
    """Tell what is set differently than in the run before it, or in the one it branched from."""
    origin = _tr(_ORIGINS[run.origin]) if _ORIGINS[run.origin] else ""
    if before is not None and run.parent == before.id:
        template = _tr(QT_TRANSLATE_NOOP("Runs", "branch of {name}"))
        origin = template.format(name=name_of(before))
    parts = [origin] if origin else []
    if before is not None:
        settings = [translated(said) for said in differences(before.experiment, run.experiment)]
        settings += [translated(said) for said in text_difference(before.corpus, run.corpus)]
        parts += settings
        if not settings and not origin:
            parts.append(_tr(QT_TRANSLATE_NOOP("Runs", "same settings")))
    return " · ".join(parts)


def marked(run: Run, different: str) -> str:
    """Return what is different in a run that is not under way, and whether it broke off."""
    broken = _tr(QT_TRANSLATE_NOOP("Runs", "interrupted")) if run.interrupted else ""
    return " · ".join(part for part in (broken, different) if part)


def tip(run: Run, different: str) -> str:
    """Return the tooltip of a run: when, on what, and what was changed on the way."""
    moment = QDateTime.fromSecsSinceEpoch(int(run.began))
    when = QLocale().toString(moment, QLocale.FormatType.ShortFormat)
    on = _tr(QT_TRANSLATE_NOOP("Runs", "{when} · {text}")).format(when=when, text=run.corpus)
    marks = _tr(QT_TRANSLATE_NOOP("Runs", "Epoch {x}: {change}"))
    changes = [
        marks.format(x=fixed(change.x, 2), change=", ".join(map(translated, change.described())))
        for change in run.changes[-_MOST_TOLD:]
    ]
    held_out = _tr(QT_TRANSLATE_NOOP("Runs", "Best on the part held out: perplexity {value}"))
    best = held_out.format(value=significant(run.held_out)) if not isnan(run.held_out) else ""
    model = (
        ""
        if run.model_bytes
        else _tr(QT_TRANSLATE_NOOP("Runs", "Its model is not kept, so it cannot go on."))
    )
    return tooltip(listed_name(run), on, different, best, *changes, run.notes, model)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Runs", text)
