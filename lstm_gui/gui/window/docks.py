"""The docks of the window: where they stand, their tabs, and what a narrow window does."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QByteArray, QCoreApplication, QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QDockWidget,
    QMainWindow,
    QMenu,
    QTabBar,
    QTabWidget,
    QToolBar,
    QWidget,
)

from lstm_gui.core.i18n import QT_TRANSLATE_NOOP
from lstm_gui.gui.memory.map.panel import MemoryRoom
from lstm_gui.gui.widgets.theme import FRAME, text_scale
from lstm_gui.gui.widgets.timers import one_shot
from lstm_gui.gui.widgets.view import DockContent
from lstm_gui.gui.window.arrangements import ARRANGEMENTS, Arranger, BesideMenu, show_beside
from lstm_gui.gui.window.foreign_layout import is_sound_layout
from lstm_gui.gui.window.parts import Parts
from lstm_gui.gui.window.view_groups import ViewGroups

__all__ = [
    "DEFAULT_SIZE",
    "DockTabs",
    "Docks",
    "EXPERIMENT_WIDTH",
    "FORMS",
    "FRAME",
    "LAYOUT_VERSION",
    "LEAST_SIZE",
    "SideDocks",
    "fit_on_screen",
    "name_tabs",
]

_SETTLED_MS = 50
TEAR_OFF, CLOSE = QT_TRANSLATE_NOOP("Docks", "Tear off"), QT_TRANSLATE_NOOP("Docks", "Close")
BESIDE = QT_TRANSLATE_NOOP("Docks", "Show beside")
FILL = QT_TRANSLATE_NOOP("Docks", "Fill the screen")
VIEWS = QT_TRANSLATE_NOOP("Docks", "Views")


class DockTabs(QObject):
    """Takes the title bar off a dock for as long as it is one tab of several.

    A tab can be dragged out; a double click tears it off, as it does with a title bar, and the
    right button has a menu with that, with a place beside the others, and with closing.

    Signals:
        settled: Every dock has the title that it needs.
        fillAsked(str): The dock of this name is to fill the screen.
    """

    settled = Signal()
    fillAsked = Signal(str)

    def __init__(self, window: QMainWindow, docks: Sequence[QDockWidget]) -> None:
        super().__init__(window)
        self._window = window
        self._docks = docks
        self._timer = one_shot(self, _SETTLED_MS)
        self._timer.timeout.connect(self.settle)
        for dock in docks:
            dock.dockLocationChanged.connect(self._timer.start)
            dock.topLevelChanged.connect(self._timer.start)
            dock.visibilityChanged.connect(self._timer.start)

    def retitle(self) -> None:
        """Name the bars in the current language."""
        for bar in self._window.findChildren(QTabBar):
            if bar.parent() is self._window:
                name_tabs(bar)

    def settle(self) -> None:
        """Give every dock the title that it needs where it is now."""
        if QApplication.mouseButtons() != Qt.MouseButton.NoButton:
            self._timer.start()  # not while one is dragged
            return
        for dock in self._docks:
            _set_bare(dock, self._is_tab(dock))
        for bar in self._window.findChildren(QTabBar):
            self._adopt(bar)
        self.settled.emit()

    def dock_at(self, bar: QTabBar, index: int) -> QDockWidget | None:
        """Return the dock behind a tab."""
        text = bar.tabText(index)
        return next((dock for dock in self._docks if dock.windowTitle() == text), None)

    def menu(self, dock: QDockWidget) -> QMenu:
        """Build the menu of a tab; the caller shows and deletes it."""
        menu = QMenu(self._window)
        menu.addAction(_translated(BESIDE), lambda: show_beside(self._window, dock))
        menu.addAction(_translated(TEAR_OFF), lambda: dock.setFloating(True))
        menu.addAction(_translated(FILL), lambda: self.fillAsked.emit(_name_of(dock)))
        menu.addAction(_translated(CLOSE), dock.close)
        if (content := dock.widget()).actions():  # what may be done with the view
            menu.addSeparator()
            menu.addActions(content.actions())
        return menu

    def _is_tab(self, dock: QDockWidget) -> bool:
        """Tell whether the dock shares its place; those that are closed do not count."""
        others = self._window.tabifiedDockWidgets(dock)
        return not dock.isFloating() and any(d.toggleViewAction().isChecked() for d in others)

    def _adopt(self, bar: QTabBar) -> None:
        custom = Qt.ContextMenuPolicy.CustomContextMenu
        if bar.parent() is not self._window or bar.contextMenuPolicy() == custom:
            return
        bar.setContextMenuPolicy(custom)
        bar.setDrawBase(False)
        bar.setElideMode(Qt.TextElideMode.ElideNone)  # rather scroll than read "R…"
        bar.setUsesScrollButtons(True)
        bar.customContextMenuRequested.connect(self._on_bar_menu_asked)
        bar.tabBarDoubleClicked.connect(self._on_bar_double_clicked)

    def _on_bar_menu_asked(self, position: QPoint) -> None:
        bar = self.sender()
        assert isinstance(bar, QTabBar)
        dock = self.dock_at(bar, bar.tabAt(position))
        if dock is not None:
            menu = self.menu(dock)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(bar.mapToGlobal(position))

    def _on_bar_double_clicked(self, index: int) -> None:
        bar = self.sender()
        assert isinstance(bar, QTabBar)
        dock = self.dock_at(bar, index)
        if dock is not None:
            dock.setFloating(True)


def name_tabs(bar: QTabBar) -> None:
    """Give a bar that Qt has made a name, for screen readers and for scripts."""
    bar.setObjectName(bar.objectName() or "dockTabs")
    bar.setAccessibleName(_translated(VIEWS))


def _name_of(dock: QDockWidget) -> str:
    return dock.objectName().removesuffix("Dock")


def _set_bare(dock: QDockWidget, bare: bool) -> None:
    title = dock.titleBarWidget()
    if bare and title is None:
        dock.setTitleBarWidget(QWidget())
    elif not bare and title is not None:
        dock.setTitleBarWidget(None)  # type: ignore[arg-type]  # None brings Qt's own back
        title.deleteLater()


def _translated(text: str) -> str:
    return QCoreApplication.translate("Docks", text)


LEAST_SIZE = QSize(840, 520)


def fit_on_screen(window: QMainWindow) -> None:
    """Make a window no larger than its screen has room for, and bring all of it there."""
    available = window.screen().availableGeometry()
    room = available.size() - FRAME
    window.setMinimumSize(LEAST_SIZE.boundedTo(room))
    if window.isMaximized() or window.isFullScreen():
        return
    window.resize(window.size().boundedTo(room))
    if window.testAttribute(Qt.WidgetAttribute.WA_Moved):  # the desktop places one that was not
        spare = room - window.size()
        x = min(max(window.x(), available.x()), available.x() + spare.width())
        y = min(max(window.y(), available.y()), available.y() + spare.height())
        window.move(x, y)


class SideDocks(QObject):
    """Puts the right dock behind the left one while the window is too narrow for both.

    Docks that the person has moved, closed or tabbed are left as they are.
    """

    def __init__(self, window: QMainWindow, left: QDockWidget, right: QDockWidget) -> None:
        super().__init__(window)
        self._window, self._left, self._right = window, left, right
        self._needed: int | None = None
        self._right_width = 0
        self._host = left
        window.setMinimumSize(LEAST_SIZE)  # Qt would refuse less than both docks need
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's width."""
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self.fit()
        return False

    def fit(self) -> None:
        """Make room for what needs it, or give the right dock its own place again."""
        width = self._window.width()
        if self._needed is not None:
            if width >= self._needed:
                self.part()
            return
        needed, left = self._window.minimumSizeHint().width(), self._at_the_left()
        if width < needed and left is not None and self._is_at_the_right():
            self._needed, self._right_width = needed, self._right.width()
            tabs = [left, *self._window.tabifiedDockWidgets(left)]
            front = next((dock for dock in tabs if dock.widget().isVisible()), left)
            self._host = left
            self._window.tabifyDockWidget(left, self._right)
            front.raise_()

    def part(self) -> None:
        """Give the right dock its own place again."""
        if self._needed is None:
            return
        self._needed = None
        if self._host in self._window.tabifiedDockWidgets(self._right):
            self._window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self._right)
            widths = [self._right_width]
            self._window.resizeDocks([self._right], widths, Qt.Orientation.Horizontal)

    def _at_the_left(self) -> QDockWidget | None:
        """Return what stands there: the left dock, or another where that is closed."""
        docks = (self._left, *self._window.findChildren(QDockWidget))
        area = Qt.DockWidgetArea.LeftDockWidgetArea
        return next((dock for dock in docks if self._is_in(dock, area)), None)

    def _is_at_the_right(self) -> bool:
        return self._is_in(self._right, Qt.DockWidgetArea.RightDockWidgetArea)

    def _is_in(self, dock: QDockWidget, area: Qt.DockWidgetArea) -> bool:
        there = self._window.dockWidgetArea(dock) == area
        return there and not dock.isFloating() and not dock.isHidden()


FORMS = ("experiment", "search")
"""Docks that only set something."""
LAYOUT_VERSION = 4
DEFAULT_SIZE = QSize(1280, 720)
EXPERIMENT_WIDTH, LYRICS_WIDTH, PLOT_HEIGHT = 288, 320, 260
_READ = {"article": ("lyrics", 410), "lessons": ("experiment", 360), "help": ("lyrics", 360)}
"""Docks with a text to read: the dock that they stand beside, and how wide they are at least."""


_APART = ("search", "article", "lessons", "help")
"""Docks that do not share the place of the plot."""


class Docks:
    """The docks of a window, around the memory in its middle."""

    def __init__(self, window: QMainWindow, parts: Parts) -> None:
        self._window = window
        window.setDockNestingEnabled(True)
        window.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self._set_center(parts)
        self._contents = _contents(parts)
        self._docks = {each.name: _dock(each.name, each.widget) for each in self._contents}
        self._tabs = DockTabs(window, tuple(self._docks.values()))
        self._groups = ViewGroups(window, parts.groups, self._docks)
        self._tabs.settled.connect(self._groups.settle)
        self._docks["perplexity"].visibilityChanged.connect(parts.run_bar.set_plot_seen)
        parts.run_bar.plotAsked.connect(partial(self.show, "perplexity"))
        self._place()
        self._sides = SideDocks(window, self._docks["experiment"], self._docks["lyrics"])
        self._refitted = one_shot(window)
        self._refitted.timeout.connect(self._refit)
        self._scale = text_scale()
        self._wanted: dict[str, float] = {}
        self._default = window.saveState(LAYOUT_VERSION)
        self._arranger = Arranger(
            window,
            self._docks,
            default=self._default,
            restore=self._restore,
            version=LAYOUT_VERSION,
        )
        self._back = parts.actions.by_name["arrangeBack"]
        self._back.setEnabled(False)
        self._beside = BesideMenu(parts.actions.menus["beside"], window, self._docks)
        self._list_in(parts.actions.menus["view"])
        self.retitle()

    def retitle(self) -> None:
        """Set all titles in the current language."""
        for each in self._contents:
            self._docks[each.name].setWindowTitle(_translated(each.title))
        self._tabs.retitle()
        self._groups.retitle()

    def reset(self) -> None:
        """Put everything back where it stood at first."""
        self._sides.part()
        self._window.resize(DEFAULT_SIZE)
        fit_on_screen(self._window)
        self._restore(self._default)
        self._arranger.before = None
        self._back.setEnabled(False)

    def arrange_for(self, purpose: str) -> None:
        """Put the docks where one of `ARRANGEMENTS` has them."""
        self._sides.part()
        self._arranger.arrange(purpose)
        self._groups.bring(ARRANGEMENTS[purpose].views[0])
        self._sides.fit()
        self._back.setEnabled(True)

    def arrange_back(self) -> None:
        """Put everything where it was before the first arrangement."""
        self._sides.part()
        self._arranger.go_back()
        self._sides.fit()
        self._back.setEnabled(False)

    def state(self) -> str:
        """Return where everything stands, as text."""
        return bytes(self._window.saveState(LAYOUT_VERSION).toBase64().data()).decode()

    def arrange(self, text: str) -> None:
        """Put everything where it stood in this window, as `state` told."""
        self._restore(QByteArray.fromBase64(text.encode()))

    def restore_foreign(self, text: str) -> bool:
        """Put everything where somebody else's window had it; False if that is no sound layout."""
        state = QByteArray.fromBase64(text.encode())
        docks = [dock.objectName() for dock in self._docks.values()]
        bars = [bar.objectName() for bar in self._window.findChildren(QToolBar)]
        if not is_sound_layout(bytes(state.data()), LAYOUT_VERSION, docks, bars):
            return False
        self._sides.part()
        return self._restore(state)

    def widen(self) -> None:
        """Take back what a narrow window made necessary, so that it is not remembered."""
        self._sides.part()

    def show(self, name: str) -> None:
        """Bring one dock to the front; a text to read gets its place, and room for its lines."""
        dock, place = self._docks[name], _READ.get(name)
        if place is not None and dock.isHidden() and not dock.isFloating():
            beside = self._docks[place[0]]
            if not beside.isFloating():
                self._window.tabifyDockWidget(beside, dock)
        dock.show()
        dock.raise_()
        if place is not None and dock.width() < place[1] and not dock.isFloating():
            self._window.resizeDocks([dock], [place[1]], Qt.Orientation.Horizontal)

    @property
    def tabs(self) -> DockTabs:
        """Their tabs, whose menus ask for something."""
        return self._tabs

    def view_at(self, *places: QWidget | None) -> str:
        """Return the dock that the first of these widgets in one is in; empty for the middle."""
        for place in places:
            while place is not None:
                if place is self._center:
                    return ""
                if isinstance(place, QDockWidget):
                    return _name_of(place)
                place = place.parentWidget()
        return ""

    def keep_only(self, view: str) -> None:
        """Close everything but one view; empty is the middle."""
        docks = [dock for name, dock in self._docks.items() if name != view]
        for dock in sorted(docks, key=lambda dock: dock.widget().isVisible()):
            dock.hide()  # those in front last, or others would come forward
        if view:
            self._center.hide()
            self._docks[view].setFloating(False)
            self.show(view)

    def put_back(self, text: str) -> None:
        """Put everything where it stood before all but some was closed, as `state` told."""
        self._center.show()
        self._refitted.stop()
        self._wanted.clear()
        self._sides.part()
        self.arrange(text)
        self._sides.fit()

    def refit(self) -> None:
        """Find out anew what there is room for: texts may be larger now."""
        growth, self._scale = text_scale() / self._scale, text_scale()
        if growth != 1.0:
            widths = {name: self._docks[name].width() for name in ("experiment", "lyrics")}
            before = widths | self._wanted  # what has not come about yet
            self._wanted = {name: before[name] * growth for name in widths}
        self._refitted.start()

    def hide(self, name: str) -> None:
        """Put one dock away."""
        self._docks[name].hide()

    def title(self, name: str) -> str:
        """Return what a dock is called in the language in use."""
        return self._docks[name].windowTitle()

    def shortcut(self, name: str) -> QKeySequence:
        """Return the keys that show and hide a dock."""
        return self._docks[name].toggleViewAction().shortcut()

    @property
    def contents(self) -> tuple[DockContent, ...]:
        """What stands in all docks."""
        return self._contents

    @property
    def exported(self) -> tuple[DockContent, ...]:
        """The docks whose views can be exported: all but those that are forms."""
        return tuple(each for each in self._contents if each.name not in FORMS)

    def _restore(self, state: QByteArray) -> bool:
        known = self._window.restoreState(state, LAYOUT_VERSION)
        self._groups.restored()
        return known

    def _refit(self) -> None:
        """Let the docks at the sides grow and shrink with their texts."""
        self._sides.fit()
        docks = {self._docks[name]: round(width) for name, width in self._wanted.items()}
        here = [dock for dock in docks if not dock.isFloating() and not dock.isHidden()]
        self._wanted.clear()
        if here:
            widths = [docks[dock] for dock in here]
            self._window.resizeDocks(here, widths, Qt.Orientation.Horizontal)
            self._sides.fit()

    def _list_in(self, menu: QMenu) -> None:
        """Let docks be shown and hidden in a menu, and by Alt with a digit."""
        menu.addSeparator()
        for number, dock in enumerate(self._docks.values(), start=1):
            action = dock.toggleViewAction()
            keys = "Alt" if number <= 10 else "Alt+Shift"
            action.setShortcut(f"{keys}+{number % 10}")
            menu.addAction(action)
            self._window.addAction(action)  # or its keys rest while there are no menus

    def _set_center(self, parts: Parts) -> None:
        self._center = MemoryRoom(parts.memory)
        self._center.setObjectName("center")
        self._window.setCentralWidget(self._center)

    def _place(self) -> None:
        window, docks, areas = self._window, self._docks, Qt.DockWidgetArea
        for corner in (Qt.Corner.TopLeftCorner, Qt.Corner.BottomLeftCorner):
            window.setCorner(corner, areas.LeftDockWidgetArea)
        for corner in (Qt.Corner.TopRightCorner, Qt.Corner.BottomRightCorner):
            window.setCorner(corner, areas.RightDockWidgetArea)
        window.addDockWidget(areas.LeftDockWidgetArea, docks["experiment"])
        window.addDockWidget(areas.RightDockWidgetArea, docks["lyrics"])
        first, *others = [name for name in list(docks)[2:] if name not in _APART]
        window.addDockWidget(areas.TopDockWidgetArea, docks[first])
        for name in others:
            window.tabifyDockWidget(docks[first], docks[name])
        docks[first].raise_()
        window.resize(DEFAULT_SIZE)
        sides = [docks["experiment"], docks["lyrics"]]
        window.resizeDocks(sides, [EXPERIMENT_WIDTH, LYRICS_WIDTH], Qt.Orientation.Horizontal)
        window.resizeDocks([docks[first]], [PLOT_HEIGHT], Qt.Orientation.Vertical)
        window.tabifyDockWidget(docks["experiment"], docks["search"])
        docks["experiment"].raise_()
        window.tabifyDockWidget(docks["lyrics"], docks["article"])
        docks["article"].hide()
        window.tabifyDockWidget(docks["lyrics"], docks["help"])
        docks["help"].hide()
        window.tabifyDockWidget(docks["experiment"], docks["lessons"])
        docks["lessons"].hide()
        docks["experiment"].raise_()
        docks["lyrics"].raise_()


def _contents(parts: Parts) -> tuple[DockContent, ...]:
    """Return what stands in each dock.

    What comes after the plot shares its place, as tabs, but the search is a tab beside the
    experiment, and so are the lessons, once they are asked for; the article and the help are then
    tabs beside the lyrics.
    """
    return (
        DockContent("experiment", QT_TRANSLATE_NOOP("Docks", "Experiment"), parts.config),
        DockContent("lyrics", QT_TRANSLATE_NOOP("Docks", "Lyrics"), parts.lyrics),
        DockContent("perplexity", QT_TRANSLATE_NOOP("Docks", "Perplexity"), parts.plot),
        DockContent("studio", QT_TRANSLATE_NOOP("Docks", "Studio"), parts.studio),
        DockContent("runs", QT_TRANSLATE_NOOP("Docks", "Runs"), parts.runs),
        DockContent("training", QT_TRANSLATE_NOOP("Docks", "Training"), parts.training),
        DockContent("steps", QT_TRANSLATE_NOOP("Docks", "Steps"), parts.steps),
        *parts.views.docked,
        DockContent("search", QT_TRANSLATE_NOOP("Docks", "Search"), parts.search),
        DockContent("article", QT_TRANSLATE_NOOP("Docks", "Article"), parts.article),
        DockContent("lessons", QT_TRANSLATE_NOOP("Docks", "Lessons"), parts.lessons),
        DockContent("help", QT_TRANSLATE_NOOP("Docks", "Help"), parts.help),
    )


def _dock(name: str, widget: QWidget) -> QDockWidget:
    dock = QDockWidget()
    dock.setObjectName(f"{name}Dock")
    dock.setWidget(widget)
    # Qt moves the tabs that are behind another off the screen, where they count as visible: they
    # would go on drawing for nobody (7 % of a core). Hidden, they rest until they come forward.
    policy = widget.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    widget.setSizePolicy(policy)
    dock.visibilityChanged.connect(widget.setVisible)
    # Of a tab behind another that is torn off Qt says only that it floats.
    dock.topLevelChanged.connect(partial(_show_if, widget))
    return dock


def _show_if(widget: QWidget, floats: bool) -> None:
    if floats:
        widget.show()
