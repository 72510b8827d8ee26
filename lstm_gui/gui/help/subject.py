"""What a widget or an action is about: its topic or setting, or that of what it stands in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QKeySequence, QTextDocumentFragment
from PySide6.QtWidgets import QDockWidget, QLabel, QToolButton, QWidget

from lstm_gui.core.help.control_topics import CONTROLS
from lstm_gui.core.help.memory_topics import MEMORY
from lstm_gui.core.help.topic import Topic, by_name
from lstm_gui.core.help.view_topics import VIEWS
from lstm_gui.core.help.window_topics import WINDOW
from lstm_gui.core.settings.knob import Knob
from lstm_gui.gui.widgets.formats import without_mnemonic

__all__ = ["HelpSubject", "subject_of"]

TOPICS = by_name((*VIEWS, *CONTROLS, *MEMORY, *WINDOW))
"""By the object names of what they are about."""


@dataclass(frozen=True, slots=True)
class HelpSubject:
    """What is told of one thing, apart from what its topic or setting says.

    Args:
        title: What it is called; without one, what its topic is called.
        tip: What the thing itself says, where the topic is that of something around it.
        within: What that is called.
        error: What is wrong with what is typed.
        keys: Its shortcut.
        usable: Whether it can be used now.
    """

    title: str
    topic: Topic | None = None
    knob: Knob | None = None
    tip: str = ""
    within: str = ""
    error: str = ""
    keys: str = ""
    usable: bool = True


def subject_of(target: QWidget | QAction) -> HelpSubject:
    """Return what something is about; whatever it is, there is something to tell of it."""
    return _of_action(target) if isinstance(target, QAction) else _of_widget(target)


def _of_action(action: QAction) -> HelpSubject:
    dock = action.parent()
    if isinstance(dock, QDockWidget):
        return _of_widget(dock)
    name, tip = action.objectName(), action.whatsThis()
    topic = TOPICS.get(name) or TOPICS.get(name.partition(".")[0])
    return HelpSubject(
        without_mnemonic(action.text()),
        topic if topic or tip else TOPICS["mainWindow"],
        tip="" if topic else tip or _plain(action.toolTip()),
        keys=action.shortcut().toString(QKeySequence.SequenceFormat.NativeText),
        usable=action.isEnabled(),
    )


def _of_widget(widget: QWidget) -> HelpSubject:
    meant = _meant(widget)
    if isinstance(meant, QAction):
        return _of_action(meant)
    parts: list[QWidget] = []
    for part in _outwards(meant):
        parts.append(part)
        knob, topic = part.property("knob"), TOPICS.get(part.objectName())
        if topic is not None or isinstance(knob, Knob):
            break
    own = next((part for part in parts if part.accessibleName()), parts[-1])
    title, around = _title(own), _title(parts[-1])
    inner = own is not parts[-1] and not isinstance(knob, Knob)
    return HelpSubject(
        title or around,
        topic,
        knob if isinstance(knob, Knob) else None,
        tip=_plain(own.toolTip()) if inner else "",
        within=around if inner and title != around else "",
        error=next(
            (p.accessibleDescription() for p in parts if p.property("state") == "invalid"), ""
        ),
        keys=_keys(parts[-1]),
        usable=meant.isEnabled(),
    )


def _meant(widget: QWidget) -> QWidget | QAction:
    """Return what a label is the name of, and what a button does."""
    if isinstance(widget, QLabel) and widget.buddy() is not None:
        return widget.buddy()
    if isinstance(widget, QToolButton) and widget.defaultAction() is not None:
        return widget.defaultAction()
    return widget


def _outwards(widget: QWidget) -> Iterator[QWidget]:
    part: QWidget | None = widget
    while part is not None:
        yield part
        part = part.parentWidget()


def _title(thing: object) -> str:
    if not isinstance(thing, QWidget):
        return ""
    topic = TOPICS.get(thing.objectName())
    if topic is not None and topic.title:
        return QCoreApplication.translate("Help", topic.title)
    return thing.windowTitle() if isinstance(thing, QDockWidget) else thing.accessibleName()


def _keys(thing: QWidget) -> str:
    if not isinstance(thing, QDockWidget):
        return ""
    shortcut = thing.toggleViewAction().shortcut()
    return shortcut.toString(QKeySequence.SequenceFormat.NativeText)


def _plain(tip: str) -> str:
    rich = tip.startswith("<p>")  # see `tooltip`
    return QTextDocumentFragment.fromHtml(tip).toPlainText() if rich else tip
