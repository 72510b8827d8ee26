"""The dialog: what can be chosen, what is written, and what is said where that fails."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QComboBox, QFileDialog, QProgressBar, QPushButton, QSpinBox

from lstm_gui.gui.export import dialog as dialogs
from tests.core.export.test_report import Page


@pytest.fixture
def stage(make_stage, tmp_path: Path):
    stage = make_stage(runs=tmp_path / "data").open()
    stage.train()
    stage.until(lambda: len(stage.bridge.run.curves.epochs) > 1)
    stage.until(lambda: len(stage.window.explorer.moments) > 1)
    stage.until(lambda: bool(stage.parts.listed.runs))
    return stage


@pytest.fixture
def show(stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Open the dialog, and let the file chooser answer with a name in a folder."""

    def show(kind: str, key: str = "", form: str = ""):
        def answer(_parent: object, _title: str, place: str, _kinds: str) -> tuple[str, str]:
            return str(tmp_path / f"out{Path(place).suffix}"), ""

        monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
        stage.window.exporting.show(kind, key)
        controller = stage.window.exporting.controller
        controller.dialog.choose(kind, key, form)
        return controller.dialog

    return show


def press(dialog, name: str) -> None:
    button = dialog.findChild(QPushButton, f"{name}ExportButton")
    assert button.isEnabled()
    button.click()


def said(stage) -> list[str]:
    return [notice.text for notice in stage.parts.notices.notices]


def written(stage, path: Path) -> bytes:
    stage.until(lambda: f"{path} is written." in said(stage))
    assert stage.window.exporting.controller.dialog is None  # it has closed
    return path.read_bytes()


def test_the_menu_offers_the_view_in_front(stage) -> None:
    stage.parts.actions.by_name["export"].trigger()
    dialog = stage.window.exporting.controller.dialog
    assert dialog is not None and dialog.wish.kind == "view"
    dialog.reject()


def test_a_view_as_picture_svg_and_numbers(stage, show, tmp_path: Path) -> None:
    press(show("view", "perplexity", "png"), "export")
    assert not QImage.fromData(written(stage, tmp_path / "out.png")).isNull()
    press(show("view", "perplexity", "svg"), "export")
    assert b"<svg" in written(stage, tmp_path / "out.svg")
    press(show("view", "perplexity", "csv"), "export")
    assert written(stage, tmp_path / "out.csv").startswith(b"epoch,perplexity")


@pytest.mark.parametrize("form", ["csv", "json", "script", "report"])
def test_the_run_of_the_window(stage, show, tmp_path: Path, form: str) -> None:
    dialog = show("run", "", form)
    suffix = dialog.wish.format.suffix
    press(dialog, "export")
    data = written(stage, tmp_path / f"out{suffix}")
    assert data
    if form == "script":
        compile(data, "out.py", "exec")
        assert (tmp_path / "out-text.txt").read_text("utf-8") == stage.session.used.text
    if form == "report":
        assert "Hidden units" in Page(data.decode("utf-8")).text


def test_the_report_speaks_the_language_of_the_window(stage, show, tmp_path: Path) -> None:
    stage.language.set_choice("zh_CN")
    press(show("run", "", "report"), "export")
    stage.until(lambda: (tmp_path / "out.html").exists())
    text = (tmp_path / "out.html").read_text("utf-8")
    assert 'lang="zh-CN"' in text and "隐藏单元" in Page(text).text


def test_the_table_of_runs(stage, show, tmp_path: Path) -> None:
    press(show("runs", "", "csv"), "export")
    assert written(stage, tmp_path / "out.csv").startswith(b"number,name")


def test_a_film_is_made_beside_the_window(stage, show, tmp_path: Path) -> None:
    image = pytest.importorskip("PIL.Image", reason="an extra: Pillow is not installed")
    dialog = show("run", "", "gif")
    press(dialog, "export")
    assert dialog.findChild(QProgressBar, "exportProgress").isVisibleTo(dialog)
    written(stage, tmp_path / "out.gif")
    with image.open(tmp_path / "out.gif") as film:
        assert film.format == "GIF" and film.n_frames > 1 and film.size == (960, 540)


def test_a_film_can_be_given_up(stage, show, tmp_path: Path) -> None:
    pytest.importorskip("PIL", reason="an extra: Pillow is not installed")
    dialog = show("run", "", "gif")
    press(dialog, "export")
    dialog.reject()  # cancels
    assert stage.window.exporting.controller.dialog is dialog
    assert not dialog.findChild(QProgressBar, "exportProgress").isVisibleTo(dialog)
    dialog.reject()  # closes
    stage.until(lambda: stage.window.exporting.controller.dialog is None)
    assert not (tmp_path / "out.gif").exists()


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS])
def test_what_cannot_be_written_is_one_sentence(
    stage, show, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    dialog = show("view", "perplexity", "png")
    monkeypatch.setattr("lstm_gui.core.export.run_files.write_atomically", refuse)
    press(dialog, "export")
    stage.until(lambda: any("cannot be written" in text for text in said(stage)))
    assert stage.window.exporting.controller.dialog is dialog  # another name can be tried
    assert not (tmp_path / "out.png").exists()
    dialog.reject()


@pytest.mark.parametrize(("kind", "form"), [("view", "png"), ("run", "gif")])
def test_a_picture_that_is_too_large_is_refused(stage, show, tmp_path: Path, kind, form) -> None:
    pytest.importorskip("PIL", reason="an extra: Pillow is not installed")
    dialog = show(kind, "", form)
    for name in ("Width", "Height"):
        dialog.findChild(QSpinBox, f"export{name}Spin").setValue(8192)
    press(dialog, "export")
    stage.until(lambda: any("million pixels" in text for text in said(stage)))
    assert [path for path in tmp_path.iterdir() if path.is_file()] == []
    dialog.reject()


def test_a_view_is_copied_as_it_is_chosen(stage, show) -> None:
    dialog = show("view", "perplexity", "csv")
    press(dialog, "copy")
    assert QGuiApplication.clipboard().text().startswith("epoch,perplexity")
    dialog.choose("view", "memory", "png")
    press(dialog, "copy")
    assert not QGuiApplication.clipboard().image().isNull()
    dialog.reject()


def test_a_view_without_numbers_says_so(stage, show) -> None:
    dialog = show("view", "whatIf", "csv")
    press(dialog, "export")
    assert any("no numbers" in text for text in said(stage))
    dialog.reject()


def test_mp4_is_offered_where_ffmpeg_is(show, monkeypatch: pytest.MonkeyPatch) -> None:
    for there in (False, True):
        monkeypatch.setattr(dialogs, "has_ffmpeg", lambda there=there: there)
        dialog = show("run")
        combo = dialog.findChild(QComboBox, "exportFormatCombo")
        texts = [combo.itemText(place) for place in range(combo.count())]
        assert ("Film (MP4)" in texts) is there
        dialog.reject()


def test_its_words_follow_the_language(stage, show) -> None:
    dialog = show("run")
    combo = dialog.findChild(QComboBox, "exportKindCombo")
    assert combo.itemText(1) == "A run"
    stage.language.set_choice("zh_CN")
    stage.until(lambda: combo.itemText(1) == "一次运行")
    dialog.reject()
