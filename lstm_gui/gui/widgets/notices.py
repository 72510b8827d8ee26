"""The bar at the window's top: what went wrong or needs to be known, in one sentence each.

It takes no focus and blocks nothing.
"""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF, Qt, Signal, SignalInstance
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QGuiApplication,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from lstm_gui.core.errors import PlaygroundError
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP, Sentence
from lstm_gui.gui.widgets.labels import PlainLabel
from lstm_gui.gui.widgets.theme import GRID, Theme, sized
from lstm_gui.gui.widgets.translation import Retranslated, error_sentence, translated

__all__ = ["Notice", "NoticeBar", "NoticeKind"]

NoticeKind = Literal["info", "warning", "error"]

RANKS: dict[NoticeKind, int] = {"info": 0, "warning": 1, "error": 2}
MOST_NOTICES = 3
EDGE = 4
DETAILS_HEIGHT = 120
_HELP = Sentence(QT_TRANSLATE_NOOP("Notice", "Help"), context="Notice")


class Notice(Retranslated, QFrame):
    """One sentence with its kind as a coloured edge, and optional details, action and help.

    Signals:
        closed: The person closed it.
        acted: The person pressed its action button.
        other: The person pressed the other one.
        helpAsked: The person wants to know more than the sentence says.
    """

    closed = Signal()
    acted = Signal()
    other = Signal()
    helpAsked = Signal()

    def __init__(
        self,
        theme: Theme,
        text: str | Sentence,
        *,
        kind: NoticeKind,
        details: str | Sentence = "",
        key: str = "",
        action: str | Sentence = "",
        other: str | Sentence = "",
        help: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.kind = kind
        self.key = key
        self.help = help
        self._said = (text, details)
        self.text, self._details_text = translated(text), translated(details)
        self._buttons = (
            (self._make_button("noticeActionButton", self.acted), action),
            (self._make_button("noticeOtherButton", self.other), other),
            (self._make_button("noticeHelpButton", self.helpAsked), _HELP if help else ""),
        )
        self._make_widgets()
        self._lay_out()
        self.retranslate()
        theme.changed.connect(self.update)

    def _make_button(self, name: str, pressed: SignalInstance) -> QPushButton:
        button = QPushButton(self)
        button.setObjectName(name)
        button.clicked.connect(pressed)
        return button

    def _make_widgets(self) -> None:
        self.setObjectName("notice")
        self.setAccessibleName(self.text)
        self._label = PlainLabel(self.text, self)
        self._label.setObjectName("noticeText")
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._label.setWordWrap(True)  # last: a policy forgets that the height hangs on the width
        self._toggle = QToolButton(self)
        self._toggle.setObjectName("noticeDetailsButton")
        self._toggle.setCheckable(True)
        self._toggle.setVisible(bool(self._details_text))
        self._toggle.toggled.connect(self._on_toggle_toggled)
        self._close = QToolButton(self)
        self._close.setObjectName("noticeCloseButton")
        self._close.setText("×")
        self._close.setAutoRaise(True)
        self._close.clicked.connect(self.closed)
        self._details = QPlainTextEdit(self._details_text, self)
        self._details.setObjectName("noticeDetails")
        self._details.setReadOnly(True)
        sized(self._details.setFixedHeight, DETAILS_HEIGHT)
        self._details.hide()
        self._copy = QPushButton(self)
        self._copy.setObjectName("noticeCopyButton")
        self._copy.hide()
        self._copy.clicked.connect(self._on_copy_clicked)

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(GRID)
        line.addWidget(self._label, 1)
        for button in (*(one for one, _ in self._buttons), self._toggle, self._close):
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        more = QHBoxLayout()
        more.setSpacing(GRID)
        more.addWidget(self._details, 1)
        more.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(EDGE + GRID, GRID // 2, GRID // 2, GRID // 2)
        column.setSpacing(GRID // 2)
        column.addLayout(line)
        column.addLayout(more)

    def retranslate(self) -> None:
        """Set all texts; one that was given as it stands stays so."""
        self.text, self._details_text = (translated(part) for part in self._said)
        self.setAccessibleName(self.text)
        self._label.setText(self.text)
        self._details.setPlainText(self._details_text)
        for button, said in self._buttons:
            words = translated(said)
            button.setText(words.replace("&", "&&"))
            button.setAccessibleName(words)
            button.setVisible(bool(words))
        self._toggle.setText(self.tr("Details"))
        self._toggle.setAccessibleName(self.tr("Details"))
        self._close.setToolTip(self.tr("Close this message"))
        self._close.setAccessibleName(self.tr("Close this message"))
        self._copy.setText(self.tr("Copy"))
        self._copy.setAccessibleName(self.tr("Copy the details"))
        self._details.setAccessibleName(self.tr("Details"))

    def _on_toggle_toggled(self, shown: bool) -> None:
        self._details.setVisible(shown)
        self._copy.setVisible(shown)

    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(f"{self.text}\n\n{self._details_text}")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the surface and the edge in the colour of the kind."""
        scheme = self._theme.scheme
        colors = {"info": scheme.accent, "warning": scheme.warning, "error": scheme.error}
        with QPainter(self) as painter:
            area = QRectF(self.rect())
            painter.fillRect(area, QColor(scheme.surface))
            painter.fillRect(QRectF(0, 0, EDGE, area.height()), QColor(colors[self.kind]))
            painter.fillRect(QRectF(0, area.height() - 1, area.width(), 1), QColor(scheme.line))


class NoticeBar(Retranslated, QWidget):
    """At most three notices, the newest on top; hidden while there is none.

    Signals:
        actionTriggered: The action button of the notice with this key was pressed.
        otherTriggered: Its other button was pressed.
        dismissed: The person closed the notice with this key.
        helpAsked(str): More is to be said of this trouble.
    """

    actionTriggered = Signal(str)
    otherTriggered = Signal(str)
    dismissed = Signal(str)
    helpAsked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._notices: list[Notice] = []  # newest first
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.setObjectName("noticeBar")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.retranslate()
        self.hide()

    def retranslate(self) -> None:
        """Set the name that screen readers say."""
        self.setAccessibleName(self.tr("Messages"))

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What is shown, the newest first."""
        return tuple(self._notices)

    def show_notice(
        self,
        text: str | Sentence,
        kind: NoticeKind = "info",
        *,
        details: str | Sentence = "",
        key: str = "",
        action: str | Sentence = "",
        other: str | Sentence = "",
        help: str = "",
    ) -> None:
        """Show a sentence; it replaces the notice with the same key, or the same sentence.

        What is given as a `Sentence` follows the language while it is shown. `help` names the
        trouble of which the help tells more.
        """
        for old in self.notices:
            if (key and old.key == key) or old.text == translated(text):
                self._remove(old)
        notice = Notice(
            self._theme,
            text,
            kind=kind,
            details=details,
            key=key,
            action=action,
            other=other,
            help=help,
            parent=self,
        )
        notice.closed.connect(self._on_notice_closed)
        notice.acted.connect(self._on_notice_acted)
        notice.other.connect(self._on_notice_other)
        notice.helpAsked.connect(self._on_notice_help_asked)
        self._make_room()
        self._notices.insert(0, notice)
        self._column.insertWidget(0, notice)
        notice.show()
        self.show()
        _announce(self, notice.text)

    def show_error(self, error: PlaygroundError, *, key: str, action: str | Sentence = "") -> None:
        """Show what an expected error says, with a way to what the help tells of it."""
        said = error_sentence(error.template, error.values)
        self.show_notice(said, "error", key=key, action=action, help=error.help)

    def dismiss(self, key: str) -> None:
        """Take away the notice with this key, if it is there."""
        for notice in self.notices:
            if notice.key == key:
                self._remove(notice)

    def _make_room(self) -> None:
        while len(self._notices) >= MOST_NOTICES:
            lowest = min(RANKS[notice.kind] for notice in self._notices)
            oldest = [notice for notice in self._notices if RANKS[notice.kind] == lowest][-1]
            self._remove(oldest)

    def _remove(self, notice: Notice) -> None:
        self._notices.remove(notice)
        self._column.removeWidget(notice)
        notice.hide()
        notice.deleteLater()
        self.setVisible(bool(self._notices))

    def _on_notice_closed(self) -> None:
        notice = self.sender()
        if isinstance(notice, Notice):
            self._remove(notice)
            self.dismissed.emit(notice.key)

    def _on_notice_acted(self) -> None:
        notice = self.sender()
        if isinstance(notice, Notice):
            self.actionTriggered.emit(notice.key)

    def _on_notice_other(self) -> None:
        notice = self.sender()
        if isinstance(notice, Notice):
            self.otherTriggered.emit(notice.key)

    def _on_notice_help_asked(self) -> None:
        notice = self.sender()
        if isinstance(notice, Notice):
            self.helpAsked.emit(notice.help)


def _announce(source: QWidget, text: str) -> None:
    """Let a screen reader say it, without taking the focus."""
    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(source, text))
