"""A topic, and the glossary, as markup for Qt."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from PySide6.QtCore import QCollator, QCoreApplication, QLocale

from lstm_gui.core.help.glossary import TERMS, GlossaryTerm
from lstm_gui.core.settings.experiment import KNOBS
from lstm_gui.core.settings.knob import Knob, bound_text
from lstm_gui.gui.help.subject import HelpSubject
from lstm_gui.gui.widgets.formats import escaped

__all__ = ["glossary_html", "subject_html"]

_INDEX = re.compile(r"_\{([^}]*)\}|_(\w)")

Titles = Callable[[str], str]
"""Returns what a view is called, by the name of its dock."""


def subject_html(subject: HelpSubject, titles: Titles) -> str:
    """Return the page that explains one thing."""
    titled = subject.title or (_said("Help", subject.topic.title) if subject.topic else "")
    parts = [_head("h1", titled)]
    if subject.error:
        parts.append(f'<p><span class="error">{escaped(subject.error)}</span></p>')
    elif not subject.usable:
        idle = QCoreApplication.translate("HelpPage", "It cannot be used now.")
        parts.append(f'<p class="lead">{idle}</p>')
    parts.append(_paragraphs(subject.tip))
    if subject.within:
        parts.append(_head("h2", subject.within))
    if subject.knob is not None:
        parts += _knob_parts(subject.knob)
    elif subject.topic is not None:
        parts.append(_paragraphs(_said("Help", subject.topic.text)))
        parts.append(_formula(subject.topic.formula))
    if subject.keys:
        shortcut = QCoreApplication.translate("HelpPage", "Shortcut")
        parts.append(_facts([(shortcut, subject.keys)]))
    return "".join((*parts, *_links(subject, titles)))


def glossary_html(sought: str, titles: Titles) -> str:
    """Return the words that have this in their names, then those in whose meaning it is."""
    collator = QCollator(QLocale())
    entries = sorted(TERMS.items(), key=lambda entry: collator.sortKey(_name(entry[1])))
    named = [entry for entry in entries if _has(sought, _names(entry[1]))]
    meant = [entry for entry in entries if _has(sought, [_said("Glossary", entry[1].meaning)])]
    found = dict((*named, *meant))
    head = _head("h1", QCoreApplication.translate("HelpPage", "Glossary"))
    if not found:
        nothing = QCoreApplication.translate(
            "HelpPage", "No word of the glossary has “{sought}” in it."
        )
        return f'{head}<p class="lead">{nothing.format(sought=escaped(sought))}</p>'
    return head + "".join(_entry(key, term, titles) for key, term in found.items())


# Parts of a page


def _knob_parts(knob: Knob) -> list[str]:
    raised = QCoreApplication.translate("HelpPage", "If you raise it")
    if knob.kind in ("choice", "text", "texts"):
        raised = QCoreApplication.translate("HelpPage", "What difference it makes")
    parts = [_paragraphs(_said("Knobs", knob.help)), _formula(knob.formula)]
    if knob.raised:
        parts += [_head("h2", raised), _paragraphs(_said("Knobs", knob.raised))]
    return [*parts, _facts(_knob_facts(knob))]


def _knob_facts(knob: Knob) -> Iterator[tuple[str, str]]:
    if knob.low is not None and knob.high is not None:
        unit = f" {_said('Knobs', knob.unit)}" if knob.unit and not knob.percent else ""
        bounds = f"{bound_text(knob, knob.low)} … {bound_text(knob, knob.high)}{unit}"
        yield QCoreApplication.translate("HelpPage", "Range"), bounds
    at_once = QCoreApplication.translate("HelpPage", "from the next batch on")
    later = QCoreApplication.translate("HelpPage", "with a new model")
    yield QCoreApplication.translate("HelpPage", "Acts"), at_once if knob.live else later
    if knob.flag:
        yield QCoreApplication.translate("HelpPage", "Command line"), knob.flag


def _links(subject: HelpSubject, titles: Titles) -> Iterator[str]:
    knob, topic = subject.knob, subject.topic
    terms: Iterable[str] = topic.terms if topic is not None else ()
    places: Iterable[str] = topic.see if topic is not None else ()
    if knob is not None:
        terms = [key for key, term in TERMS.items() if term.setting == knob.path]
        places = ("lyrics",) if knob.group == "samples" else ("perplexity",)
    words = [f'<a href="term:{key}">{escaped(_name(TERMS[key]))}</a>' for key in terms]
    shown = [_show(f"show:{place}", _titled(place, titles)) for place in places]
    if words:
        yield _head("h2", QCoreApplication.translate("HelpPage", "In the glossary"))
        yield f"<p>{' · '.join(words)}</p>"
    if shown:
        yield _head("h2", QCoreApplication.translate("HelpPage", "Where to look"))
        yield f"<p>{'<br/>'.join(shown)}</p>"


def _entry(key: str, term: GlossaryTerm, titles: Titles) -> str:
    links = []
    if term.place:
        links.append(_show(f"show:{term.place}", _titled(term.place, titles)))
    if term.setting:
        links.append(_show(f"setting:{term.setting}", _said("Knobs", KNOBS[term.setting].label)))
    name, *others = _names(term)
    return (
        f'<h2><a name="{key}"></a>{escaped(name)} {_also(others)}</h2>'
        f"<p>{escaped(_said('Glossary', term.meaning))}</p>{_formula(term.formula)}"
        f"<p>{' &nbsp; '.join(links)}</p>"
    )


def _also(others: Iterable[str]) -> str:
    names = escaped(" · ".join(others))
    return f'&nbsp;<span class="muted" style="font-weight: 400">{names}</span>'


def _titled(place: str, titles: Titles) -> str:
    view = place.partition(":")[0]
    memory = QCoreApplication.translate("HelpPage", "Memory")
    return memory if view == "memory" else titles(view)  # it stands in no dock


def _show(address: str, title: str) -> str:
    text = QCoreApplication.translate("HelpPage", "Show: {view}").format(view=title)
    return f'<a href="{address}">{escaped(text)}</a>'


def _head(tag: str, text: str) -> str:
    return f"<{tag}>{escaped(text)}</{tag}>"


def _facts(facts: Iterable[tuple[str, str]]) -> str:
    rows = "".join(_fact(escaped(name), escaped(value)) for name, value in facts)
    return f'<table cellspacing="0">{rows}</table>'


def _fact(name: str, value: str) -> str:
    left = f'<td style="padding-left: 0px"><span class="muted">{name}</span></td>'
    return f"<tr>{left}<td>{value}</td></tr>"


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{escaped(part)}</p>" for part in text.split("\n\n") if part)


def _formula(text: str) -> str:
    if not text:
        return ""
    set_low = _INDEX.sub(lambda found: f"<sub>{found[1] or found[2]}</sub>", escaped(text))
    return f'<p class="eq" align="center">{set_low}</p>'


# Words


def _name(term: GlossaryTerm) -> str:
    return _said("Glossary", term.name)


def _names(term: GlossaryTerm) -> list[str]:
    """Return what a term is called here, and then in the other languages."""
    return list(dict.fromkeys((_name(term), term.name, term.chinese)))


def _has(sought: str, texts: Iterable[str]) -> bool:
    return any(sought.casefold() in text.casefold() for text in texts)


def _said(context: str, text: str) -> str:
    return QCoreApplication.translate(context, text) if text else ""
