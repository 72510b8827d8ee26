"""What can go wrong, as sentences a person can act on.

A `PlaygroundError` carries its sentence as a template and the values that fill it, so that the
window can show it in the reader's language; `str(error)` is the English sentence.
"""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from lstm_gui.core.i18n import QT_TRANSLATE_NOOP

__all__ = [
    "CheckpointError",
    "ConfigError",
    "CorpusError",
    "DownloadError",
    "EncodingError",
    "EngineError",
    "ExportError",
    "OutputError",
    "PlaygroundError",
    "ValueRefusedError",
]

TEMPLATE_CONTEXT = "Errors"


class PlaygroundError(Exception):
    """An expected failure: what happened, why, and what to do, in one or two sentences.

    Args:
        template: The English sentence with `{name}` fields, marked with
            `QT_TRANSLATE_NOOP("Errors", …)` where it is written.
        **values: What fills the fields.

    Attributes:
        help: The trouble of `core.help.troubles` that tells more of it.
    """

    help: ClassVar[str] = ""

    def __init__(self, template: str, **values: object) -> None:
        super().__init__(template.format(**values))
        self.template = template
        self.values = values


class ConfigError(PlaygroundError):
    """A setting that cannot be used; `field` is its dotted name, such as `train.epochs`."""

    def __init__(self, field: str, template: str, **values: object) -> None:
        super().__init__(template, **values)
        self.field = field


class ValueRefusedError(ConfigError):
    """A value that a setting cannot have; the setting is the subject of the sentence."""

    @classmethod
    def out_of_range(cls, field: str, low: object, high: object, got: object) -> ValueRefusedError:
        """Say that a number lies outside its range."""
        template = QT_TRANSLATE_NOOP("Errors", "Must be between {low} and {high}, got {got}.")
        return cls(field, template, low=low, high=high, got=got)


class CorpusError(PlaygroundError):
    """A text file that cannot be trained on."""

    help = "text"


class DownloadError(PlaygroundError):
    """A text of the catalogue that could not be fetched."""

    help = "download"


class EncodingError(CorpusError):
    """A text file, at `path`, that can be read once a person has chosen its encoding."""

    help = "encoding"

    def __init__(self, path: Path, template: str, **values: object) -> None:
        super().__init__(template, **values)
        self.path = path


class CheckpointError(PlaygroundError):
    """A checkpoint that must not be trusted, or a model that cannot be one."""

    help = "model"


class OutputError(PlaygroundError):
    """A file that cannot be written where it was asked for."""

    help = "output"


class ExportError(PlaygroundError):
    """Something that cannot leave the program in the form that was asked for."""

    help = "export"

    @classmethod
    def missing(cls, kind: str, extra: str) -> ExportError:
        """Say which extra of the program brings what is needed for a kind of file."""
        template = QT_TRANSLATE_NOOP(
            "Errors", '{kind} needs a package that is not installed: pip install "{what}".'
        )
        return cls(template, kind=kind, what=f"lstm-gui[{extra}]")


class EngineError(PlaygroundError):
    """MXNet cannot do what was asked: a missing library, device or memory."""

    help = "engine"
