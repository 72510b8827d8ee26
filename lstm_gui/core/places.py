"""Where things lie: what is shipped with the program, and the user's own folders."""

from __future__ import annotations

from pathlib import Path

import platformdirs

__all__ = ["config_folder", "crash_file", "data_folder", "log_folder", "resource"]

_NAME = "lstm-gui"
_PACKAGE = Path(__file__).resolve().parents[1]


def resource(*parts: str) -> Path:
    """Return the path of a shipped file: in a wheel inside the package, in a checkout beside it."""
    inside = _PACKAGE / "resources"
    root = inside if inside.is_dir() else _PACKAGE.parent / "resources"
    return root.joinpath(*parts)


def config_folder() -> Path:
    """Return the folder of the user's preferences; it may not exist yet."""
    return Path(platformdirs.user_config_dir(_NAME, appauthor=False))


def data_folder() -> Path:
    """Return the folder of what the program keeps for its user; it may not exist yet."""
    return Path(platformdirs.user_data_dir(_NAME, appauthor=False))


def log_folder() -> Path:
    """Return the folder of logs and crash reports; it may not exist yet."""
    return Path(platformdirs.user_log_dir(_NAME, appauthor=False))


def crash_file() -> Path:
    """Return where faulthandler writes when the process dies in native code."""
    return log_folder() / "crash.log"
