"""`lstm-gui desktop`: an entry in the desktop's menu, an icon, and models that open by a click.

Installers such as pip and pipx put files into an environment of their own, where no desktop looks.
So this is asked for, and writes into the folders of the person who asks.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from lstm_gui.cli.output import print_text
from lstm_gui.core.errors import PlaygroundError
from lstm_gui.core.files import data_folder, resource, write_atomically
from lstm_gui.core.outputs import output_errors
from lstm_gui.core.settings.options import PROGRAM, Manual, Parser

__all__ = ["run"]

MIME = "application/x-lstm-playground-model"

_ENTRY = """[Desktop Entry]
Type=Application
Version=1.1
Name=LSTM playground
Name[zh_CN]=LSTM 游乐场
GenericName=Character LSTM, live
GenericName[zh_CN]=看得见的字符级 LSTM
Comment=Train a character LSTM on lyrics, and watch what it remembers
Comment[zh_CN]=用歌词训练字符级 LSTM，观察它记住了什么
Exec={command} %f
Icon=lstm-gui
Terminal=false
Categories=Education;ArtificialIntelligence;
Keywords=LSTM;GRU;RNN;lyrics;
Keywords[zh_CN]=长短期记忆;循环神经网络;歌词;
MimeType={mime};
StartupWMClass=lstm-gui
StartupNotify=true
"""

_TYPE = """<?xml version="1.0" encoding="UTF-8"?>
<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">
  <mime-type type="{mime}">
    <comment>LSTM playground model</comment>
    <comment xml:lang="zh_CN">LSTM 游乐场模型</comment>
    <icon name="lstm-gui"/>
    <magic priority="60">
      <match type="string" offset="8" value="{{&quot;__metadata__&quot;:{{&quot;lstm-"/>
    </magic>
    <glob pattern="*.lstm"/>
    <glob pattern="*.safetensors" weight="40"/>
  </mime-type>
</mime-info>
"""

_INDEXES = (  # the program that reads a folder anew, and the folder
    ("update-desktop-database", "applications"),
    ("update-mime-database", "mime"),
    ("gtk-update-icon-cache", "icons/hicolor"),
)

MANUAL = Manual(
    examples={
        "lstm-gui desktop --install": "put the playground into the menu",
        "lstm-gui desktop --remove": "take it out again",
    },
    statuses={0: "done", 2: "bad input, or no place to write"},
    files={
        "~/.local/share/applications/lstm-gui.desktop": "the entry of the menu",
        "~/.local/share/mime/packages/lstm-gui.xml": "the type of models and moments",
        "~/.local/share/icons/hicolor/scalable/apps/lstm-gui.svg": "the icon",
    },
    environment={"XDG_DATA_HOME": "in place of ~/.local/share"},
)


def run(argv: Sequence[str]) -> int:
    """Install or remove what `argv` asks for; return the exit status."""
    parser = Parser(
        prog=f"{PROGRAM} desktop",
        description="Put the playground into the desktop's menu, with its icon, and let models "
        "open in it by a double click; or take that away again. For Linux and other systems whose "
        "desktop keeps to freedesktop.org.",
        manual=MANUAL,
    )
    act = parser.add_mutually_exclusive_group(required=True)
    act.add_argument("--install", action="store_true", help="write the entry, the icon, the type")
    act.add_argument("--remove", action="store_true", help="delete them")
    wants = parser.parse_args(argv)
    if sys.platform in ("darwin", "win32"):
        raise PlaygroundError("This system keeps no such entries. Start lstm-gui in a terminal.")
    share = data_folder().parent
    for path, content in _files(share, _command()).items():
        with output_errors(path):
            if wants.install:
                path.parent.mkdir(parents=True, exist_ok=True)
                write_atomically(path, content)
            else:
                path.unlink(missing_ok=True)
        print_text(f"{'written' if wants.install else 'removed'} {path}\n")
    _tell_desktop(share)
    return 0


def _files(share: Path, command: str) -> dict[Path, bytes]:
    """Return what belongs where."""
    return {
        share / "applications/lstm-gui.desktop": _ENTRY.format(command=command, mime=MIME).encode(),
        share / "mime/packages/lstm-gui.xml": _TYPE.format(mime=MIME).encode(),
        share / "icons/hicolor/scalable/apps/lstm-gui.svg": resource(
            "icons", "app.svg"
        ).read_bytes(),
    }


def _command() -> str:
    """Return what starts this very installation, as the entry of a menu has it."""
    script = Path(sys.executable).with_name(PROGRAM)
    words = [str(script)] if script.is_file() else [sys.executable, "-m", "lstm_gui"]
    return " ".join(map(_quoted, words))


def _quoted(word: str) -> str:
    """Quote a word of `Exec`: once for the command line, and once for the file of the entry."""
    for sign in ("\\", '"', "`", "$"):
        word = word.replace(sign, f"\\{sign}")
    return '"' + word.replace("\\", "\\\\").replace("%", "%%") + '"'


def _tell_desktop(share: Path) -> None:
    """Let the desktop's indexes be made anew, where it has any; some look by themselves."""
    for program, folder in _INDEXES:
        path, place = shutil.which(program), share / folder
        if path is not None and place.is_dir():
            command = [path, *(["-q", "-t"] if "icon" in program else []), str(place)]
            subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - found on PATH
