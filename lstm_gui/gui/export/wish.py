"""What can be exported, and what a person wants of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QCoreApplication

from lstm_gui.core.i18n import QT_TRANSLATE_NOOP
from lstm_gui.gui.widgets.exportable import Exportable
from lstm_gui.gui.widgets.picture import PictureForm

__all__ = ["FORMATS", "ExportWish", "ExportedThing", "Format", "Kind", "formats_of"]

Kind = Literal["view", "run", "runs"]


@dataclass(frozen=True, slots=True)
class ExportedThing:
    """One thing that can be chosen: a view by the name of its dock, or a run by its id."""

    key: str
    title: str
    view: Callable[[], Exportable] | None = None


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file, with its ending; `picture` tells that size, colours and title matter."""

    key: str
    suffix: str
    name: str  # context "ExportDialog"
    note: str = ""  # context "ExportDialog"
    picture: bool = False

    @property
    def words(self) -> str:
        """Its name in the language in use."""
        return QCoreApplication.translate("ExportDialog", self.name)

    @property
    def said(self) -> str:
        """What a person should know of it, in the language in use."""
        return QCoreApplication.translate("ExportDialog", self.note) if self.note else ""


_PNG = Format("png", ".png", QT_TRANSLATE_NOOP("ExportDialog", "Picture (PNG)"), picture=True)
_SVG = Format(
    "svg", ".svg", QT_TRANSLATE_NOOP("ExportDialog", "Lines and letters (SVG)"), picture=True
)
_CSV = Format("csv", ".csv", QT_TRANSLATE_NOOP("ExportDialog", "Numbers (CSV)"))
_JSON = Format("json", ".json", QT_TRANSLATE_NOOP("ExportDialog", "Numbers and settings (JSON)"))
_REPORT = Format(
    "report",
    ".html",
    QT_TRANSLATE_NOOP("ExportDialog", "Report (HTML)"),
    QT_TRANSLATE_NOOP("ExportDialog", "One page that any browser opens, without a network."),
)
_SCRIPT = Format(
    "script",
    ".py",
    QT_TRANSLATE_NOOP("ExportDialog", "MXNet script (Python)"),
    QT_TRANSLATE_NOOP(
        "ExportDialog",
        "Repeats the run with plain MXNet. The text is written beside it: mind who owns it "
        "before you pass it on.",
    ),
)
_EVENTS = Format(
    "tensorboard",
    ".tfevents",
    QT_TRANSLATE_NOOP("ExportDialog", "TensorBoard events"),
    QT_TRANSLATE_NOOP("ExportDialog", "Open the folder with: tensorboard --logdir"),
)
_GIF = Format(
    "gif",
    ".gif",
    QT_TRANSLATE_NOOP("ExportDialog", "Film (GIF)"),
    QT_TRANSLATE_NOOP(
        "ExportDialog",
        "Heat map, curve and samples of the run in this window; of another run, its curve.",
    ),
    picture=True,
)
_MP4 = Format(
    "mp4", ".mp4", QT_TRANSLATE_NOOP("ExportDialog", "Film (MP4)"), _GIF.note, picture=True
)

FORMATS: dict[Kind, tuple[Format, ...]] = {
    "view": (_PNG, _SVG, _CSV, _JSON),
    "run": (_REPORT, _SCRIPT, _CSV, _JSON, _EVENTS, _GIF),
    "runs": (_CSV, _JSON),
}


def formats_of(kind: Kind, *, mp4: bool) -> tuple[Format, ...]:
    """Return what a thing of this kind can become; MP4 only where ffmpeg is there."""
    return (*FORMATS[kind], _MP4) if kind == "run" and mp4 else FORMATS[kind]


@dataclass(frozen=True, slots=True)
class ExportWish:
    """A thing, a format and how a picture is to be."""

    kind: Kind
    thing: ExportedThing
    format: Format
    form: PictureForm
