"""Views in groups: a row of groups, tabs of one group at a time, and the curve in a glance."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDockWidget, QTabBar

from lstm_gui.core.preferences import Preferences
from lstm_gui.core.worker.states import RunState
from lstm_gui.gui.plots.curve_glance import CurveGlance
from lstm_gui.gui.window.docks import LEAST_SIZE
from lstm_gui.gui.window.view_groups import GROUPS, GroupBar

offscreen = pytest.mark.qt_log_ignore(r"does not support raise\(\)", extend=True)

NAMES = [group.title for group in GROUPS]
MEMORY, TRY, COMPARE = (NAMES.index(name) for name in ("Read memory", "Try", "Compare"))


def dock(stage, name: str) -> QDockWidget:
    return stage.find(QDockWidget, f"{name}Dock")


def bar_of(stage, name: str) -> QTabBar | None:
    """Return the bar that has the tab of a view."""
    title = dock(stage, name).windowTitle()
    for bar in stage.window.findChildren(QTabBar):
        if bar.parent() is stage.window and bar.isVisible() and title in tab_names(bar):
            return bar
    return None


def tabs(stage, name: str = "perplexity") -> list[str]:
    """Return the tabs that are seen in the bar of a view."""
    bar = bar_of(stage, name)
    texts = tab_names(bar) if bar is not None else []
    return [text for index, text in enumerate(texts) if bar.isTabVisible(index)]


def tab_names(bar: QTabBar) -> list[str]:
    return [bar.tabText(index) for index in range(bar.count())]


def click(bar: QTabBar, index: int) -> None:
    place = bar.tabRect(index).center()
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=place)


def in_front(stage, name: str) -> bool:
    return dock(stage, name).widget().isVisible()


def test_every_view_beside_the_curve_is_in_one_group(stage):
    grouped = [name for group in GROUPS for name in group.views]
    docks = [one.objectName() for one in stage.window.findChildren(QDockWidget)]
    apart = {"experimentDock", "lyricsDock", "searchDock", "articleDock", "lessonsDock", "helpDock"}
    assert sorted(f"{name}Dock" for name in grouped) == sorted(set(docks) - apart)
    assert len(set(grouped)) == len(grouped)


def test_only_the_tabs_of_the_group_in_use_are_seen(stage):
    stage.until(lambda: tabs(stage) == ["Perplexity", "Training"])
    bar = stage.parts.groups
    click(bar, MEMORY)
    stage.until(lambda: in_front(stage, "reading"))
    assert tabs(stage) == ["One cell", "Ledger", "Cells", "Lifetimes", "Phrases", "Distance"]
    click(bar, COMPARE)
    stage.until(lambda: in_front(stage, "runs"))
    assert tabs(stage) == ["Runs"]


@pytest.mark.parametrize("name", ["cells", "distance", "whatIf", "training"])
def test_each_tab_of_a_group_can_be_clicked(stage, name: str):
    group = next(index for index, group in enumerate(GROUPS) if name in group.views)
    stage.parts.groups.setCurrentIndex(COMPARE)
    stage.until(lambda: tabs(stage) == ["Runs"])
    stage.parts.groups.setCurrentIndex(group)
    stage.until(lambda: dock(stage, name).windowTitle() in tabs(stage))
    bar = bar_of(stage, name)
    rects = [bar.tabRect(index) for index in range(bar.count()) if bar.isTabVisible(index)]
    assert all(rect.width() > 0 for rect in rects)
    click(bar, tab_names(bar).index(dock(stage, name).windowTitle()))
    stage.until(lambda: in_front(stage, name))
    assert len(tabs(stage)) == len(rects)


def test_a_group_comes_back_with_the_view_that_was_in_front(stage):
    dock(stage, "lifetimes").raise_()
    stage.until(lambda: stage.parts.groups.currentIndex() == MEMORY)
    QTest.keyClick(stage.parts.groups, Qt.Key.Key_Right)
    stage.until(lambda: in_front(stage, "steps"))
    QTest.keyClick(stage.parts.groups, Qt.Key.Key_Left)
    stage.until(lambda: in_front(stage, "lifetimes"))


def test_a_group_whose_views_are_closed_is_opened_again(stage):
    click(stage.parts.groups, COMPARE)
    dock(stage, "runs").close()
    stage.until(lambda: not in_front(stage, "runs"))
    click(stage.parts.groups, COMPARE)
    stage.until(lambda: in_front(stage, "runs"))


def test_few_tabs_are_all_seen_whatever_their_groups(stage):
    for group in GROUPS:
        for name in group.views[1:] if group.views[0] != "perplexity" else ():
            dock(stage, name).close()
    seen = ["Perplexity", "Studio", "Runs", "Training", "Steps", "One cell"]
    stage.until(lambda: tabs(stage) == seen)


@offscreen
def test_a_view_that_comes_back_is_hidden_among_the_tabs_of_its_group(stage):
    cells = dock(stage, "cells")
    cells.setFloating(True)
    stage.until(cells.widget().isVisible)
    cells.setFloating(False)
    stage.until(lambda: stage.parts.groups.currentIndex() == MEMORY)
    stage.until(lambda: "Perplexity" not in tabs(stage, "cells"))
    assert "Cells" in tabs(stage, "cells")


def test_a_stored_layout_opens_with_its_group(stage, make_stage):
    dock(stage, "whatIf").raise_()
    stage.until(lambda: in_front(stage, "whatIf"))
    stage.window.close()
    stored = stage.kept[-1]
    again = make_stage(preferences=Preferences(language="en", layout=stored.layout)).open()
    again.until(lambda: tabs(again) == ["Steps", "Intervention", "What if"])
    assert again.parts.groups.currentIndex() == TRY


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_groups_have_names_in_both_languages(stage, language: str):
    bar = stage.parts.groups
    stage.language.set_choice(language)
    stage.until(lambda: (tab_names(bar) == NAMES) == (language == "en"))
    stage.until(lambda: dock(stage, "ledger").windowTitle() in bar.tabToolTip(MEMORY))
    assert all(tab_names(bar)) and len(set(tab_names(bar))) == len(GROUPS)
    stage.until(lambda: len(tabs(stage)) == 2)
    for size in (LEAST_SIZE, QSize(1280, 720)):
        stage.window.resize(size)
        stage.until(lambda: bar.tabRect(len(GROUPS) - 1).right() < bar.width())


# The curve


def test_the_curve_is_seen_in_the_bar_while_its_plot_is_not(stage):
    glance = stage.find(CurveGlance, "curveGlance")
    stage.plan(5)
    stage.parts.actions.by_name["start"].trigger()
    stage.wait_for(RunState.FINISHED)
    assert not glance.isVisible()
    click(stage.parts.groups, MEMORY)
    stage.until(glance.isVisible)
    assert glance.points().size() == 5
    assert glance.accessibleDescription().startswith("5 epochs, from ")
    QTest.mouseClick(glance, Qt.MouseButton.LeftButton)
    stage.until(lambda: in_front(stage, "perplexity"))
    stage.until(lambda: not glance.isVisible())


@pytest.fixture
def glance(theme, qtbot) -> CurveGlance:
    glance = CurveGlance(theme)
    qtbot.addWidget(glance)
    glance.resize(100, 26)
    glance.set_needed(True)
    return glance


def test_the_curve_falls_on_a_log_scale(glance: CurveGlance) -> None:
    glance.set_curve(np.array([1000.0, 100.0, 10.0]))
    first, middle, last = (glance.points().at(index) for index in range(3))
    assert first.y() < middle.y() < last.y()
    assert middle.y() == pytest.approx((first.y() + last.y()) / 2)
    assert glance.rect().contains(last.toPoint()) and glance.rect().contains(first.toPoint())


def test_a_long_curve_has_a_point_for_each_pixel_at_most(glance: CurveGlance) -> None:
    glance.set_curve(np.linspace(900.0, 2.0, 12_345))
    assert 50 <= glance.points().size() <= glance.width() + 1


@pytest.mark.parametrize("values", [[], [3.0], [np.inf, np.nan], [np.nan, 4.0]])
def test_what_is_no_curve_is_not_drawn(glance: CurveGlance, values: list[float]) -> None:
    glance.set_curve(np.array(values))
    assert glance.points().isEmpty()
    glance.grab()


def test_without_room_it_is_not_drawn_and_takes_no_focus(glance: CurveGlance) -> None:
    glance.set_curve(np.array([5.0, 4.0]))
    glance.show()
    assert glance.focusPolicy() == Qt.FocusPolicy.TabFocus
    glance.resize(10, 26)
    assert glance.points().isEmpty()
    assert glance.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_a_tip_of_a_group_names_its_views(qtbot) -> None:
    bar = GroupBar()
    qtbot.addWidget(bar)
    bar.set_views([["A", "B"], *([] for _ in GROUPS[1:])])
    assert "A, B" in bar.tabToolTip(0)
