"""Every view becomes a picture and a table that other programs open, and is left as it was."""

from __future__ import annotations

import csv
import io
import json
import math
import xml.etree.ElementTree as ET

import pyqtgraph as pg
import pytest
from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from lstm_gui.core.errors import ExportError
from lstm_gui.core.settings.experiment import changed
from lstm_gui.gui.widgets.exportable import Exportable
from lstm_gui.gui.widgets.picture import PictureForm, picture, png, svg

VIEWS = (
    *("memory", "lyrics", "perplexity", "studio", "runs", "training", "steps", "reading"),
    *("ledger", "cells", "lifetimes", "phrases", "touch", "whatIf", "distance", "article"),
    "lessons",
    "help",
)
WITH_NUMBERS = ("memory", "lyrics", "perplexity", "runs", "training", "reading", "ledger")
SIZE = QSize(640, 360)


@pytest.fixture
def stage(make_stage):
    stage = make_stage().open()
    stage.parts.config.propose(changed(stage.session.experiment, "train.sample_every", 1))
    stage.train()
    stage.until(lambda: len(stage.bridge.run.samples) > 0)
    return stage


def view_of(stage, key: str) -> Exportable:
    """Bring a view to the front, laid out, and return it."""
    exports = stage.window.exporting
    exports.bring_forward(key)
    stage.until(lambda: exports.widgets[key].isVisible())
    view = next(one for one in exports.things() if one.key == key).view()
    if key in WITH_NUMBERS:
        stage.until(lambda: not view.exported().table().empty)
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    return view


def colors(image: QImage) -> set[int]:
    small = image.scaled(160, 90)
    return {small.pixel(x, y) for x in range(small.width()) for y in range(small.height())}


def require_svg(drawn: bytes) -> None:
    """See that an SVG is XML, that Qt draws all of it, and that something is in it."""
    root = ET.fromstring(drawn)
    for path in root.iter("{http://www.w3.org/2000/svg}path"):
        assert path.get("d") and "nan" not in path.get("d", "") and "inf" not in path.get("d", "")
    renderer = QSvgRenderer(drawn)
    assert renderer.isValid() and renderer.viewBox().size() == SIZE
    painted = QImage(SIZE, QImage.Format.Format_RGB32)
    painted.fill(QColor("magenta"))
    with QPainter(painted) as painter:
        renderer.render(painter)
    assert len(colors(painted)) > 2


def test_the_window_offers_every_view_but_the_forms(stage) -> None:
    assert tuple(one.key for one in stage.window.exporting.things()) == VIEWS


def test_a_picture_and_a_table_of_each_view(stage) -> None:
    form = PictureForm(size=SIZE, scale=2, title="Title 分开")
    for key in VIEWS:
        view = view_of(stage, key)
        before = view.exported().widget.size()
        image = QImage.fromData(png(view, stage.theme, form), "PNG")
        assert image.size() == 2 * SIZE and len(colors(image)) > 2, key
        require_svg(svg(view, stage.theme, form))
        assert view.exported().widget.size() == before, key
        table = view.exported().table()
        rows = list(csv.reader(io.StringIO(table.csv(), newline="")))
        assert len(rows) == len(table) + 1, key
        assert list(json.loads(table.json())["columns"]) == list(table.columns), key


def test_the_menu_of_each_view_copies_it(stage) -> None:
    for key in VIEWS:
        view_of(stage, key)
        copy, numbers, export = stage.window.exporting.widgets[key].actions()
        texts = [action.text() for action in (copy, numbers, export)]
        assert texts == ["Copy as picture", "Show numbers…", "Export…"]
        QGuiApplication.clipboard().clear()
        copy.trigger()
        assert not QGuiApplication.clipboard().image().isNull(), key
        export.trigger()
        dialog = stage.window.exporting.controller.dialog
        assert dialog.wish is not None and dialog.wish.thing.key == key
        dialog.reject()


def test_menus_inside_a_view_have_the_lines_as_well(stage) -> None:
    view_of(stage, "runs")
    for menu in (stage.parts.plot.menu(), stage.parts.runs.menu()):
        texts = [action.text() for action in menu.actions()]
        assert texts[-3:] == ["Copy as picture", "Show numbers…", "Export…"]


def test_pillow_opens_the_picture(stage) -> None:
    image = pytest.importorskip("PIL.Image", reason="an extra: Pillow is not installed")
    data = png(view_of(stage, "perplexity"), stage.theme, PictureForm(size=SIZE))
    with image.open(io.BytesIO(data)) as opened:
        opened.load()
        assert (opened.format, opened.size) == ("PNG", (640, 360))


def test_for_paper_it_is_on_white_and_the_window_stays_dark(stage) -> None:
    stage.theme.set_mode("dark")
    for key in ("memory", "perplexity", "lyrics", "runs", "training", "ledger"):
        view = view_of(stage, key)
        widget, scheme = view.exported().widget, stage.theme.scheme
        sheet, ground = widget.styleSheet(), widget.palette().window().color()
        paper = picture(view, stage.theme, PictureForm(size=SIZE, paper=True, title="A"))
        dark = picture(view, stage.theme, PictureForm(size=SIZE, title="A"))
        for image, color in ((paper, QColor("white")), (dark, QColor(scheme.surface))):
            assert image.pixelColor(0, 0) == color, key
        assert stage.theme.scheme is scheme
        assert (widget.styleSheet(), widget.palette().window().color()) == (sheet, ground)


def test_without_a_title_the_view_takes_the_whole_picture(stage) -> None:
    view = view_of(stage, "memory")
    own = picture(view, stage.theme, PictureForm())
    assert own.size() == view.exported().widget.size()
    titled = picture(view, stage.theme, PictureForm(title="A"))
    assert titled.height() > own.height() and titled.width() == own.width()


def test_a_picture_that_no_memory_holds_is_refused_in_a_sentence(stage) -> None:
    form = PictureForm(size=QSize(8192, 8192), scale=4)
    with pytest.raises(ExportError, match="would have 1024 million pixels, and 64 million"):
        png(view_of(stage, "perplexity"), stage.theme, form)


def test_what_stands_nowhere_is_left_out_of_an_svg(stage) -> None:
    plot = view_of(stage, "perplexity")
    item = pg.PlotCurveItem([0.0, math.nan, 1.0], [1.0, 2.0, math.nan], connect="all")
    stage.parts.plot.exported().widget.addItem(item)
    require_svg(svg(plot, stage.theme, PictureForm(size=SIZE)))
