"""The palette of commands: a box over the window that finds what can be done by a few letters."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QCloseEvent, QFocusEvent, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from lstm_gui.gui.widgets.labels import PlainLabel
from lstm_gui.gui.widgets.theme import GRID

_Index = QModelIndex | QPersistentModelIndex

__all__ = ["Command", "CommandPalette", "found", "initials"]


@dataclass(frozen=True, slots=True)
class Command:
    """One line of the palette.

    Args:
        title: What it is called in the language in use.
        kind: What it is: an action, a view, a setting.
        act: Does it.
        names: What it is called in other languages; it is found by these as well.
        shortcut: Its keys, as they are written.
        possible: Whether it makes sense now.
    """

    title: str
    kind: str
    act: Callable[[], object] = field(repr=False)
    names: tuple[str, ...] = ()
    shortcut: str = ""
    possible: bool = True


_FIRST_OF_LETTER = (
    *("啊", "芭", "擦", "搭", "蛾", "发", "噶", "哈", "击", "喀", "垃", "妈", "拿", "哦"),
    *("啪", "期", "然", "撒", "塌", "挖", "昔", "压", "匝"),
)
_LETTERS = "abcdefghjklmnopqrstwxyz"
_ENCODING = "gb2312"
"""Its common characters stand in the order of their sound."""
_BOUNDS = tuple(character.encode(_ENCODING) for character in _FIRST_OF_LETTER)
_AFTER_LAST = "亍".encode(_ENCODING)


def initials(text: str) -> str:
    """Return the letters that a Chinese text's syllables begin with: 学习率 is xxl."""
    letters = []
    for character in text:
        try:
            code = character.encode(_ENCODING)
        except UnicodeEncodeError:
            continue
        if len(code) == 2 and _BOUNDS[0] <= code < _AFTER_LAST:
            letters.append(_LETTERS[bisect_right(_BOUNDS, code) - 1])
        elif character.isalnum():
            letters.append(character.lower())
    return "".join(letters)


def found(commands: Sequence[Command], query: str) -> list[Command]:
    """Return what has every word of a query, the best first; all of them for no word.

    Only where nothing has them are the letters of a word looked for one by one.
    """
    words = query.casefold().split()
    ranked = [(_rank(command, words), command) for command in commands]
    fitting = [(rank, command) for rank, command in ranked if rank is not None]
    whole = [one for one in fitting if one[0] < _SCATTERED]
    return [command for _, command in sorted(whole or fitting, key=lambda one: one[0])]


_SHORTEST_SCATTERED = 3
"""So many letters, at least, may be scattered over a name: fewer are in nearly every one."""
_SCATTERED = 1000


def _rank(command: Command, words: Sequence[str]) -> int | None:
    """Tell how far a command is from these words; nothing if it lacks one."""
    names = [name.casefold() for name in (command.title, *command.names)]
    sounds = [initials(command.title), *map(initials, command.names)]
    total = 0
    for word in words:
        if any(name.startswith(word) for name in names):
            continue
        if any(f" {word}" in name for name in names):
            total += 1
        elif any(word in name for name in names):
            total += 2
        elif any(word in sound for sound in sounds):
            total += 3
        elif len(word) >= _SHORTEST_SCATTERED and any(_scattered(word, name) for name in names):
            total += _SCATTERED
        else:
            return None
    return total


def _scattered(word: str, name: str) -> bool:
    """Tell whether the letters of a word stand in a name in this order."""
    letters = iter(name)
    return all(letter in letters for letter in word)


_COMMAND = Qt.ItemDataRole.UserRole
_WIDTH, _ROWS = 560, 12
_TOP = 6 * GRID


class _CommandLine(QStyledItemDelegate):
    """Draws a command: what it is called, of what kind it is, and its keys at the right."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: _Index) -> None:
        """Grey out what makes no sense now."""
        super().initStyleOption(option, index)
        if not index.data(_COMMAND).possible:
            muted = option.palette.color(QPalette.ColorRole.PlaceholderText)
            option.palette.setColor(QPalette.ColorRole.Text, muted)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw a line."""
        super().paint(painter, option, index)
        command: Command = index.data(_COMMAND)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.PlaceholderText
        painter.save()
        painter.setPen(option.palette.color(role))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        place = option.rect.adjusted(0, 0, -GRID, 0)
        painter.drawText(place.adjusted(0, 0, -_KEYS_WIDTH, 0), right, command.kind)
        painter.drawText(place, right, command.shortcut)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Leave some room between the lines."""
        size = super().sizeHint(option, index)
        return QSize(1, size.height() + GRID)


_KEYS_WIDTH = 13 * GRID
_UP_AND_DOWN = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Backtab: -1,
    Qt.Key.Key_Tab: 1,
    Qt.Key.Key_PageUp: -_ROWS + 1,
    Qt.Key.Key_PageDown: _ROWS - 1,
}


class CommandPalette(QFrame):
    """Finds commands while one types, and does the one that is chosen.

    It lies over the window and has no frame of the desktop's; Esc, a click elsewhere and a command
    put it away, and the keyboard is back where it was.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("commandPalette")
        self.setAutoFillBackground(True)
        self._commands: Sequence[Command] = ()
        self._before: QWidget | None = None
        self._edit = QLineEdit()
        self._edit.setObjectName("commandEdit")
        self._edit.setClearButtonEnabled(True)
        self._list = QListWidget()
        self._list.setObjectName("commandList")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setItemDelegate(_CommandLine(self._list))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setUniformItemSizes(True)
        self._nothing = PlainLabel()
        self._nothing.setObjectName("commandNothing")
        self._nothing.setProperty("role", "muted")
        self._lay_out()
        self._edit.textChanged.connect(self._fill)
        self._edit.installEventFilter(self)
        self._list.currentItemChanged.connect(self._tell)
        self._list.itemClicked.connect(self.do)
        window.installEventFilter(self)
        self.hide()

    def ask(self, commands: Sequence[Command]) -> None:
        """Open with these commands, or put it away if it is open."""
        if self.isVisible():
            self.close()
            return
        self._commands = commands
        self._before = QApplication.focusWidget()
        self._name()
        self._edit.clear()
        self._fill()
        self._place()
        self.show()
        self.raise_()
        self._edit.setFocus()

    def do(self) -> None:
        """Do what is chosen, if it makes sense now."""
        item = self._list.currentItem()
        if item is None:
            return
        command: Command = item.data(_COMMAND)
        if command.possible:
            self.close()
            command.act()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Give the keyboard back."""
        super().closeEvent(event)
        before, self._before = self._before, None
        if before is not None and before in self._window.findChildren(QWidget):
            before.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move in the list by the keys of the box, follow the window, and go when left."""
        if watched is not self._edit:
            if event.type() == QEvent.Type.Resize and self.isVisible():
                self._place()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._press(event)
        elif isinstance(event, QFocusEvent) and event.lostFocus() and self.isVisible():
            away = Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason
            if event.reason() not in away:
                self._before = None
                self.close()
        return False

    def _press(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.close()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.do()
        elif key in _UP_AND_DOWN:
            row = self._list.currentRow() + _UP_AND_DOWN[key]
            self._list.setCurrentRow(min(max(row, 0), self._list.count() - 1))
        else:
            return False
        return True

    def _lay_out(self) -> None:
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.setSpacing(GRID)
        for part in (self._edit, self._list, self._nothing):
            column.addWidget(part)
        column.addStretch(1)

    def _name(self) -> None:
        self.setAccessibleName(self.tr("Commands"))
        self._list.setAccessibleName(self.tr("What fits"))
        self._edit.setAccessibleName(self.tr("Find a command"))
        self._edit.setPlaceholderText(self.tr("An action, a view, a setting, a lesson or a file"))
        self._nothing.setText(self.tr("Nothing is called so."))

    def _fill(self) -> None:
        self._list.clear()
        for command in found(self._commands, self._edit.text()):
            item = QListWidgetItem(command.title)
            item.setData(_COMMAND, command)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, self._said(command))
            self._list.addItem(item)
        self._list.setCurrentRow(0)
        self._list.setVisible(self._list.count() > 0)
        self._nothing.setVisible(self._list.count() == 0)
        self._tell()
        self._place()

    def _said(self, command: Command) -> str:
        parts = [command.title, command.kind, command.shortcut]
        return ", ".join(filter(None, [*parts, "" if command.possible else self.tr("not now")]))

    def _tell(self) -> None:
        """Say what is chosen where the keyboard is."""
        item = self._list.currentItem()
        said = self._nothing.text() if item is None else self._said(item.data(_COMMAND))
        self._edit.setAccessibleDescription(said)

    def _place(self) -> None:
        around = self._window
        rows = min(self._list.count(), _ROWS)
        self._list.setFixedHeight(rows * max(self._list.sizeHintForRow(0), 1) + 2)
        width = min(_WIDTH, around.width() - 4 * GRID)
        height = min(self._column.totalSizeHint().height(), around.height() - 2 * _TOP)
        self.setGeometry((around.width() - width) // 2, _TOP, width, height)
