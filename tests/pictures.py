"""Take README's pictures: `xvfb-run -a -s "-screen 0 1600x1000x24" python -m tests.pictures`.

The real window over the real engine trains on the shipped lyrics with a fixed seed. Each picture
is taken while training goes on, and one that would not show it is taken again. To add a view, add
a line to `VIEWS`: its name, and a function that brings the window to it.

Options: `--to FOLDER`, `--variants light-en,dark-zh`, and `--set train.epochs=80` and the like.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEventLoop, QSize, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QDockWidget,
    QLineEdit,
    QScrollArea,
    QTextBrowser,
    QWidget,
)

from lstm_gui.app import SWITCH_INTERVAL_S
from lstm_gui.core.files import resource
from lstm_gui.core.inspection.naming import NAMING_LENGTH
from lstm_gui.core.model.backend import Backend
from lstm_gui.core.preferences import Preferences
from lstm_gui.core.search.plan import parse_ranges
from lstm_gui.core.settings.difference import Difference
from lstm_gui.core.settings.experiment import Experiment, changed
from lstm_gui.core.settings.presets import PRESETS
from lstm_gui.core.worker.states import RunState
from lstm_gui.engine import create_backend
from lstm_gui.gui.memory.intervention.panel import InterventionView
from lstm_gui.gui.session.bridge import WorkerBridge
from lstm_gui.gui.session.session import CorpusLoader, Session
from lstm_gui.gui.widgets.theme import Theme
from lstm_gui.gui.widgets.translation import Language
from lstm_gui.gui.window.main_window import MainWindow
from tests.late_views import Made

FOLDER = Path(__file__).parent.parent / "resources" / "pictures"
SIZE = QSize(1280, 720)
LARGEST = 100_000
PATIENCE_S = 120.0
SETTLE_MS = 700


class Studio:
    """The whole window over the real engine, as `app.main` puts it together."""

    def __init__(
        self, experiment: Experiment, corpus: str, backend: Callable[[], Backend] = create_backend
    ) -> None:
        sys.setswitchinterval(SWITCH_INTERVAL_S)
        self.app = QApplication.instance() or QApplication(sys.argv[:1])
        self.app.setQuitOnLastWindowClosed(False)
        self.theme = Theme(self.app, "light")
        self.bridge = WorkerBridge(backend)
        self.loader = CorpusLoader()
        self.experiment = experiment
        self.others: list[str] = []
        self.session = Session(self.bridge, self.loader, experiment)
        self.window = MainWindow(
            theme=self.theme,
            language=Language(self.app, "en"),
            bridge=self.bridge,
            session=self.session,
            preferences=Preferences(theme="light", language="en"),
            keep=lambda _: None,
        )
        self.parts = Made(self.window.parts)
        self.views = self.parts.views
        self.epoch = 0
        self.bridge.run.epochsAdded.connect(self._on_bridge_epochs_done)
        self.window.resize(SIZE)
        self.window.show()
        self.session.open_named(corpus)
        self.bridge.start()
        self.until(lambda: self.session.state is RunState.READY)

    # Waiting

    def wait(self, milliseconds: int) -> None:
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def until(self, condition: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE_S
        while not condition():
            assert time.monotonic() < end, "the window does not come to this state"
            self.wait(20)

    # Training

    @property
    def training(self) -> bool:
        return self.session.state is RunState.RUNNING

    def train_to(self, epoch: int) -> None:
        """Let the run be under way, and at least so many epochs old."""
        if not self.training:
            self.epoch = 0
            self.session.start()
            self.until(lambda: self.training)
        self.until(lambda: self.epoch >= epoch or not self.training)

    def restart(self, experiment: Experiment, epoch: int) -> None:
        """Begin a run with other settings, and let it come to an epoch."""
        self.session.restart(experiment)
        self.until(lambda: self.session.experiment == experiment)
        self.epoch = 0  # not before, for the last epochs of the old run are told meanwhile
        self.train_to(epoch)

    def _on_bridge_epochs_done(self, epochs) -> None:
        self.epoch = epochs[-1].epoch

    # Hands

    def find(self, kind: type, name: str, within: QWidget | None = None):
        found = (within or self.window).findChild(kind, name)
        assert found is not None, name
        return found

    def front(self, name: str) -> None:
        self.window._docks.show(name)
        self.wait(150)

    def click(self, name: str) -> None:
        self.find(QAbstractButton, name).click()

    def choose(self, cell: int | None = None, position: int | None = None) -> None:
        memory = self.views.memory
        memory.set_cell(self.lively_cell() if cell is None else cell)
        memory.cellChosen.emit(memory.cell)
        if position is not None:
            memory.set_position(position)
            memory.positionChosen.emit(position)

    def lively_cell(self) -> int:
        """Return the cell whose h moves most of those that are no mere counters."""
        trace, _ = self.window.explorer.shown
        layer = self.views.memory.layer
        h = trace.quantities["h"][layer]
        state = trace.quantities.get("c", trace.quantities["h"])[layer]
        return int(np.where(np.abs(state).max(axis=0) < 4, h.var(axis=0), 0).argmax())

    def look(self, variant: str) -> None:
        scheme, language = variant.split("-")
        self.window.remembering.choose("theme", scheme)
        self.window.remembering.choose("language", {"zh": "zh_CN"}.get(language, language))

    def close(self) -> None:
        loop = QEventLoop()
        self.bridge.closed.connect(loop.quit)
        self.bridge.close()
        loop.exec()
        self.window.deleteLater()


# The views


def memory(studio: Studio, quantity: str, order: int) -> None:
    """Show a quantity in an order, sorted by what the model is now."""
    studio.views.memory.set_quantity(quantity)
    orders = studio.find(QWidget, "orderCombo")
    orders.setCurrentIndex(order)
    orders.activated.emit(order)


def cells(studio: Studio) -> None:
    """Train with a forget bias of 1: with Quick's 0, no cell of this text has a name."""
    experiment = changed(studio.session.experiment, "model.forget_bias", 1.0)
    studio.restart(changed(experiment, "train.learning_rate", 0.01), 19)
    dock("cells")(studio)
    panel = studio.views.cells
    studio.until(lambda: panel.characters == NAMING_LENGTH or not studio.training)
    if panel._list.rows:
        studio.choose(panel._list.rows[0].cell)


def window(studio: Studio) -> None:
    studio.front("perplexity")
    memory(studio, "c", SIMILARITY)
    studio.choose(position=13)


def gates(studio: Studio) -> None:
    studio.front("perplexity")
    memory(studio, KEEPS[studio.session.experiment.model.cell], SIMILARITY)
    studio.choose(position=13)


def dock(name: str) -> Callable[[Studio], None]:
    def reach(studio: Studio) -> None:
        studio.front(name)
        memory(studio, STATES[studio.session.experiment.model.cell], SIMILARITY)
        studio.choose(position=13)

    return reach


def reading(studio: Studio) -> None:
    dock("reading")(studio)
    memory(studio, "h", SIMILARITY)


def ledger(studio: Studio) -> None:
    dock("ledger")(studio)
    slowly = studio.find(QAbstractButton, "ledgerSlowMotionButton")
    slowly.click()
    studio.wait(3500)


def time_machine(studio: Studio) -> None:
    studio.front("perplexity")
    memory(studio, "h", SIMILARITY)
    studio.choose(position=13)
    studio.click("compareButton_difference")
    bar = studio.views.memory._moments
    bar.set_moment(bar.count // 5)
    bar.momentChosen.emit(bar.moment)


def phrases(studio: Studio) -> None:
    dock("phrases")(studio)
    panel = studio.views.phrases
    tiles = panel._tiles
    panel.set_selection(9, 14)
    tiles.selectionChanged.emit(9, 14)
    studio.wait(100)
    studio.click("findPhraseButton")
    studio.until(lambda: bool(panel._search._list.model().rowCount()) or not studio.training)


def intervention(studio: Studio) -> None:
    dock("touch")(studio)
    panel = studio.views.intervention
    panel.set_kind("hold")
    studio.find(QLineEdit, "interventionCellsEdit").setText("0-255")
    studio.click("interventionCompareButton")
    studio.until(
        lambda: panel.findChild(InterventionView).outcome is not None or not studio.training
    )


def what_if(studio: Studio) -> None:
    dock("whatIf")(studio)
    panel = studio.views.what_if
    panel._plot.positionChosen.emit(9)
    studio.find(QLineEdit, "whatIfEdit").setText("我")
    studio.until(lambda: panel.result is not None or not studio.training)


def lyrics_studio(studio: Studio) -> None:
    """Write, and show where the longest copy on the page comes from."""
    studio.front("studio")
    panel, writing = studio.parts.studio, studio.window.late.studio
    panel.settings.set_seed(SEED)
    panel.set_prefix("分开")
    studio.click("studioWriteButton")
    studio.until(lambda: not writing.writing)
    reader, page = writing.reader, panel.page
    studio.until(lambda: reader.copies is not None and reader.copies.text == page.text)
    studio.until(lambda: reader.copies.songs is not None)
    copied = [span for span in reader.copies.spans if not span.held_out]
    if copied:
        page.set_place(max(copied, key=len).start + 4)
        studio.find(QAbstractButton, "studioSourceButton").click()
    studio.until(lambda: reader.reading is not None and reader.reading.text == page.text)


def catalogue(studio: Studio) -> None:
    studio.front("perplexity")
    studio.window.texts.show_catalogue()


def welcome(studio: Studio) -> None:
    studio.front("perplexity")
    studio.window.show_welcome()


def help_pane(studio: Studio) -> None:
    """Ask what a setting is."""
    studio.front("perplexity")
    memory(studio, "f", SIMILARITY)
    studio.front("experiment")
    studio.find(QWidget, "forgetBiasEdit").setFocus()
    act(studio, "whatIsThis")


def glossary(studio: Studio) -> None:
    act(studio, "glossary")


def leave_help(studio: Studio) -> None:
    studio.find(QDockWidget, "helpDock").close()


def commands(studio: Studio) -> None:
    """Look for something by a few of its letters."""
    window(studio)
    act(studio, "commands")
    studio.find(QLineEdit, "commandEdit").setText("clip")


def leave_commands(studio: Studio) -> None:
    studio.find(QWidget, "commandPalette").hide()


def numbers(studio: Studio) -> None:
    window(studio)
    act(studio, "numbers")


def presentation(studio: Studio) -> None:
    window(studio)
    act(studio, "present")
    studio.wait(SETTLE_MS)


def leave_presentation(studio: Studio) -> None:
    act(studio, "present")
    studio.wait(SETTLE_MS)


def other_colors(studio: Studio) -> None:
    window(studio)
    studio.window.remembering.choose("palette", "purple")


def leave_colors(studio: Studio) -> None:
    studio.window.remembering.choose("palette", "standard")


def act(studio: Studio, name: str) -> None:
    studio.window.parts.actions.by_name[name].trigger()


def lessons(studio: Studio) -> None:
    """Answer the first question of a lesson, run its step, and see what came of it."""
    act(studio, "lessons")
    studio.window.late.open_lesson(resource("lessons", "perplexity.lesson"))
    panel = studio.parts.lessons
    while not panel.state.step.corpus:
        studio.click("lessonNextButton")
    panel.open_link(f"choice:{panel.state.step.answer - 1}")
    studio.click("lessonRunButton")
    studio.until(lambda: panel.state.outcome is not None)


def leave_lessons(studio: Studio) -> None:
    studio.parts.lessons.open_link("leave:")
    studio.find(QDockWidget, "lessonsDock").close()
    anew(studio)


def songs(studio: Studio) -> None:
    studio.front("perplexity")
    studio.window.texts.show_songs()
    studio.until(lambda: studio.window.findChild(QDialog, "songsDialog") is not None)


def steps(studio: Studio) -> None:
    """Take a batch apart; training rests for it."""
    if studio.epoch > 30:  # it would end meanwhile
        studio.restart(studio.experiment, 10)
    studio.front("perplexity")
    panel = studio.parts.steps
    studio.window.stepping.step()
    studio.until(lambda: panel.isVisible() and not panel.computing)
    studio.click("stepBackwardButton")
    studio.wait(200)
    panel.player.pause()
    panel.player.choose_time(12)


def runs(studio: Studio) -> None:
    """Show a table of some runs; those to compare with are made once."""
    model = studio.parts.runs.model
    known = {run.id for run in model.runs}
    for path, value in () if studio.others else OTHERS:
        studio.restart(changed(studio.session.experiment, path, value), 14)
    made = sorted((run for run in model.runs if run.id not in known), key=lambda run: run.number)
    studio.others = studio.others or [run.id for run in made[:3]]
    studio.front("runs")
    studio.window.runs.overlaying.show(studio.others)


def overlays(studio: Studio) -> None:
    runs(studio)
    studio.front("perplexity")


def twins(studio: Studio) -> None:
    studio.epoch = 0
    studio.session.begin_twin(Difference("model.forget_bias", 1.0))
    studio.until(lambda: studio.bridge.difference is not None)
    studio.train_to(22)
    studio.front("perplexity")
    memory(studio, "f", SIMILARITY)
    studio.choose(position=13)


def distance(studio: Studio) -> None:
    """Show how far gradients reach in an LSTM, and in an RNN beside it."""
    studio.session.begin_twin(Difference("model.cell", "rnn"))
    studio.until(lambda: studio.bridge.difference is not None)
    studio.epoch = 0  # not before: the last epochs of the run alone are told meanwhile
    studio.front("distance")
    memory(studio, "c", SIMILARITY)
    studio.train_to(15)
    reaches = studio.views.distance.reach.reaches
    before = [*reaches]
    studio.until(
        lambda: not studio.training or all(a is not b for a, b in zip(before, reaches, strict=True))
    )
    studio.choose(position=13)


def mattered(studio: Studio) -> None:
    """Colour the text by what each character did to a later one."""
    reading(studio)
    studio.choose(position=20)
    pick(studio, "readingColorCombo", 1)
    studio.wait(1500)


def joint(studio: Studio) -> None:
    """Show where a batch ends and the next begins."""
    studio.front("perplexity")
    memory(studio, STATES[studio.session.experiment.model.cell], SIMILARITY)
    pick(studio, "memoryTextCombo", 1)
    studio.wait(1500)


def pick(studio: Studio, name: str, index: int) -> None:
    combo = studio.find(QComboBox, name)
    combo.setCurrentIndex(index)
    combo.activated.emit(index)


def article_claim(studio: Studio) -> None:
    """Let a cell be found that carries its memory; a forget bias of 1 makes them common."""
    experiment = changed(studio.session.experiment, "model.forget_bias", 1.0)
    experiment = changed(experiment, "train.epochs", 60)
    studio.restart(changed(experiment, "train.learning_rate", 0.01), 24)
    article(studio)
    page = studio.parts.article
    page.open_link("claim:gates")
    tested = studio.window.late.article.shower.tested
    studio.until(lambda: tested["gates"].finding is not None)
    page.open_link("claim:carry")
    studio.until(lambda: tested["carry"].finding is not None)


def article(studio: Studio) -> None:
    act(studio, "article")
    studio.until(lambda: bool(studio.parts.article.text))


def article_run(studio: Studio) -> None:
    """Run the recipe for both cells, until the first row of the table is filled."""
    article(studio)
    studio.epoch = 0
    studio.click("articleRunButton")
    studio.until(lambda: studio.bridge.difference is not None)
    twin = studio.bridge.twin
    for epoch in range(6, 46, 5):  # a step of patience each
        studio.until(lambda epoch=epoch: (twin.last_epoch() or (0,))[0] > epoch)
    studio.front("perplexity")
    studio.find(QTextBrowser, "articleText").scrollToAnchor("results")


def leave_article(studio: Studio) -> None:
    studio.click("articleBackButton")
    studio.find(QDockWidget, "articleDock").close()
    anew(studio)


def span(studio: Studio) -> None:
    """Show how far back an LSTM recalls, and an RNN beside it."""
    studio.session.open_named("task:recall")
    studio.wait(SETTLE_MS)
    studio.session.take_text(keep=False)
    studio.until(lambda: studio.session.opened_from() == "task:recall")
    studio.window.twins.begin_pair("rnn")
    studio.until(lambda: studio.bridge.difference is not None)
    studio.front("distance")
    studio.window.configuring.start()
    recall = studio.views.distance.recall
    studio.until(lambda: (found := recall.shown_span(0)) is not None and found.reaches() >= 50)
    for notice in tuple(studio.parts.notices.notices):
        studio.parts.notices.dismiss(notice.key)
    studio.wait(SETTLE_MS)
    bar = studio.find(QScrollArea, "distanceScroll").verticalScrollBar()
    bar.setValue(bar.maximum())


def lyrics_again(studio: Studio) -> None:
    """Go back to the text and the settings that the pictures began with."""
    studio.click("endTwinButton")
    studio.session.open_named("zh")
    studio.wait(SETTLE_MS)
    studio.session.take_text(keep=False)
    studio.until(lambda: studio.session.opened_from() == "zh")
    anew(studio)


def held_out(studio: Studio) -> None:
    experiment = changed(studio.session.experiment, "corpus.held_out", 0.1)
    studio.restart(changed(experiment, "train.epochs", 100), 26)
    studio.front("perplexity")


def search(studio: Studio) -> None:
    """Search beside the run, in a process of its own."""
    panel = studio.parts.search
    studio.front("search")
    studio.front("runs")
    panel.settings.trials.setValue(14)
    panel.settings.epochs.setValue(3)
    panel.form.set_ranges(parse_ranges(["learning_rate=1e-3:1e-1", "hidden=16:64"]))
    studio.click("searchStartButton")
    model = studio.parts.runs.model
    studio.until(lambda: sum(run.origin == "search" for run in model.runs) > 3)


def stop_search(studio: Studio) -> None:
    studio.click("searchStartButton")
    studio.until(lambda: not studio.window.late.searching.processes.pids)
    studio.front("experiment")
    anew(studio)


def anew(studio: Studio) -> None:
    """Go on with the settings that the pictures began with."""
    if studio.bridge.difference is not None:
        studio.click("endTwinButton")
    shown = [run.id for run in studio.parts.runs.model.runs]
    studio.window.runs.overlaying.hide(shown)
    studio.restart(studio.experiment, 0)


OTHERS = (
    ("train.learning_rate", 0.03),
    ("model.hidden", 64),
    ("model.cell", "gru"),
    ("model.cell", "lstm"),
)
SIMILARITY = 4
SEED = 7
KEEPS = {"lstm": "f", "gru": "z", "rnn": "h"}
STATES = {"lstm": "c", "gru": "h", "rnn": "h"}
EVERY = ("light-en", "light-zh", "dark-en", "dark-zh")
TWO = ("light-en", "dark-zh")


@dataclass(frozen=True)
class View:
    """A picture: how the window gets there, how old the model is at least, its variants."""

    name: str
    reach: Callable[[Studio], None]
    epoch: int = 10
    variants: tuple[str, ...] = TWO
    leave: Callable[[Studio], None] = lambda studio: None
    rests: bool = False
    """Training rests in it."""
    shown: Callable[[Studio], QWidget] = lambda studio: studio.window
    """What the picture is of."""


def dialog(name: str, reach: Callable[[Studio], None]) -> View:
    """Return the picture of a dialog, which is closed afterwards."""

    def found(studio: Studio) -> QDialog:
        return studio.find(QDialog, f"{name}Dialog")

    return View(f"dialog-{name}", reach, leave=lambda s: found(s).close(), shown=found)


VIEWS = (
    View("window", window, epoch=22, variants=EVERY),
    View("view-memory-gates", gates),
    View("view-reading", reading, epoch=15),
    View("view-ledger", ledger, epoch=15, leave=lambda s: s.click("ledgerSlowMotionButton")),
    View("view-cells", cells, leave=anew),
    View("view-lifetimes", dock("lifetimes")),
    View("view-time-machine", time_machine, epoch=20, leave=lambda s: s.click("nowButton")),
    View("view-phrases", phrases, epoch=20),
    View("view-intervention", intervention, epoch=20),
    View("view-what-if", what_if, epoch=20),
    View("view-studio", lyrics_studio, epoch=12),
    dialog("welcome", welcome),
    View("view-commands", commands, leave=leave_commands),
    View("view-colors", other_colors, leave=leave_colors),
    dialog("numbers", numbers),
    View("view-help", help_pane, leave=leave_help),
    View("view-glossary", glossary, leave=leave_help),
    dialog("songs", songs),
    dialog("catalogue", catalogue),
    View("view-steps", steps, leave=lambda s: s.session.start(), rests=True),
    View("view-runs", runs, leave=anew),
    View("view-overlays", overlays, leave=anew),
    View("view-held-out", held_out, leave=anew),
    View("view-twins", twins, leave=anew),
    View("view-distance", distance, leave=anew),
    View("view-mattered", mattered, leave=lambda s: pick(s, "readingColorCombo", 0)),
    View("view-joint", joint, leave=lambda s: pick(s, "memoryTextCombo", 0)),
    View("view-article-claim", article_claim, leave=leave_article),
    View("view-article-run", article_run, leave=leave_article),
    View("view-span", span, leave=lyrics_again, rests=True),
    View("view-search", search, leave=stop_search),
    View("view-presentation", presentation, leave=leave_presentation),
    View("view-lessons", lessons, leave=leave_lessons, rests=True),
)


# Taking them


def take(studio: Studio, view: View, variant: str, folder: Path) -> Path:
    """Take one picture while training goes on."""
    for _ in range(3):
        studio.look(variant)
        studio.train_to(view.epoch)
        if not studio.parts.lyrics.text:
            studio.click("generateButton")
            studio.wait(SETTLE_MS)  # a restart would end it
        view.reach(studio)
        studio.wait(SETTLE_MS)
        picture = view.shown(studio).grab().toImage()
        under_way = studio.training or view.rests
        view.leave(studio)
        if under_way:
            path = folder / f"{view.name}-{variant}.png"
            save(picture, path)
            print(f"{path.name}: epoch {studio.epoch}, {path.stat().st_size:,} bytes", flush=True)
            return path
    raise AssertionError(f"{view.name}: training ends before the picture can be taken")


def save(picture: QImage, path: Path) -> None:
    """Write a PNG of at most 256 colours, or as many fewer as make it small enough."""
    for most in (256, 128, 96, 64):
        save_with(picture, path, most)
        if path.stat().st_size <= LARGEST:
            return


def save_with(picture: QImage, path: Path, most: int) -> None:
    picture = picture.convertToFormat(QImage.Format.Format_RGB32)
    width, height = picture.width(), picture.height()
    pixels = np.frombuffer(picture.constBits(), np.uint32).reshape(height, width) & 0xFFFFFF
    colors, places, counts = np.unique(pixels, return_inverse=True, return_counts=True)
    palette, nearest = quantized(colors, counts, most)
    indexed = np.zeros((height, -(-width // 4) * 4), np.uint8)
    indexed[:, :width] = nearest[places].reshape(height, width)
    image = QImage(indexed.data, width, height, indexed.shape[1], QImage.Format.Format_Indexed8)
    image.setColorTable([0xFF000000 | int(color) for color in palette])
    assert image.save(str(path), "PNG", 0), path  # 0 is smallest


def quantized(colors, counts, most: int):
    """Choose at most so many of the colours, and the nearest of them for each: median cut."""
    rgb = np.stack([colors >> shift & 0xFF for shift in (16, 8, 0)], axis=1).astype(np.float64)
    boxes = [np.arange(len(colors))]
    while len(boxes) < most:
        spread = [_spread(rgb[box], counts[box]) for box in boxes]
        widest = int(np.argmax(spread))
        if spread[widest] <= 0:
            break
        box = boxes.pop(widest)
        channel = int(np.ptp(rgb[box], axis=0).argmax())
        box = box[np.argsort(rgb[box, channel], kind="stable")]
        weight = np.cumsum(np.sqrt(counts[box]))
        cut = int(np.clip(np.searchsorted(weight, weight[-1] / 2), 1, len(box) - 1))
        boxes += [box[:cut], box[cut:]]
    palette = np.zeros(len(boxes), np.uint32)
    nearest = np.zeros(len(colors), np.uint8)
    for index, box in enumerate(boxes):
        palette[index] = colors[box[counts[box].argmax()]]  # the commonest is kept exactly
        nearest[box] = index
    return palette, nearest


def _spread(rgb, counts) -> float:
    return (
        float(np.ptp(rgb, axis=0).max() * np.sqrt(np.sqrt(counts).sum())) if len(rgb) > 1 else 0.0
    )


def main(argv: list[str]) -> int:
    """Take the pictures that are asked for, all by default."""
    parser = argparse.ArgumentParser(prog="tests.pictures", description=__doc__)
    parser.add_argument("names", nargs="*", help=", ".join(view.name for view in VIEWS))
    parser.add_argument("--to", type=Path, default=FOLDER)
    parser.add_argument("--variants", default="")
    parser.add_argument("--corpus", default="zh")
    parser.add_argument("--set", action="append", default=[], metavar="SETTING=VALUE")
    given = parser.parse_args(argv)
    experiment = PRESETS["quick"].experiment
    for setting in given.set:
        key, _, value = setting.partition("=")
        number = float(value) if "." in value else int(value) if value.isdigit() else value
        experiment = changed(experiment, key, number)
    chosen = [view for view in VIEWS if not given.names or view.name in given.names]
    given.to.mkdir(parents=True, exist_ok=True)
    os.environ["XDG_DATA_HOME"] = tempfile.mkdtemp()  # for studies; runs are kept in memory
    studio = Studio(experiment, given.corpus)
    variants = [one for one in EVERY if one in (given.variants or ",".join(EVERY)).split(",")]
    for variant in variants:
        for view in chosen:
            if given.variants or variant in view.variants:
                take(studio, view, variant, given.to)
    studio.close()
    return 0


def leave(status: int) -> None:
    """End the process without waiting for the engine thread."""
    sys.stdout.flush()
    os._exit(status)


if __name__ == "__main__":
    leave(main(sys.argv[1:]))
