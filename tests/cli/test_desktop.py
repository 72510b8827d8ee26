"""`lstm-gui desktop`: what it writes is what a desktop takes, and it takes all of it away."""

from __future__ import annotations

import configparser
import shlex
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from lstm_gui.__main__ import run_verb
from lstm_gui.cli import desktop
from lstm_gui.core.settings.options import parse_window_options

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="others keep no such entries")


@pytest.fixture
def share(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    return tmp_path


def files(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("lstm-gui*") if path.is_file()}


def test_what_is_installed_can_be_removed(share, capsys):
    assert run_verb(["desktop", "--install"]) == 0
    assert files(share) == {"lstm-gui.desktop", "lstm-gui.xml", "lstm-gui.svg"}
    assert run_verb(["desktop", "--install"]) == 0
    assert capsys.readouterr().out.count("written") == 6
    assert run_verb(["desktop", "--remove"]) == 0
    assert run_verb(["desktop", "--remove"]) == 0
    assert files(share) == set()


def test_one_of_the_two_is_asked_for(capsys):
    with pytest.raises(SystemExit) as ended:
        run_verb(["desktop"])
    assert ended.value.code == 2 and "--install" in capsys.readouterr().err


def test_a_place_that_cannot_be_written_is_said(share, capsys):
    (share / "applications").write_text("in the way")
    assert run_verb(["desktop", "--install"]) == 2
    assert "lstm-gui.desktop cannot be written" in capsys.readouterr().err


def test_the_entry_starts_this_installation_with_a_file(share, tmp_path):
    run_verb(["desktop", "--install"])
    entry = configparser.ConfigParser(interpolation=None, strict=True)
    entry.optionxform = str
    entry.read(share / "applications/lstm-gui.desktop", "utf-8")
    values = entry["Desktop Entry"]
    *command, place = shlex.split(values["Exec"])
    assert place == "%f"
    model = tmp_path / "model.safetensors"
    model.touch()
    assert Path(command[0]).is_file()
    assert parse_window_options([str(model)]).file == model
    assert values["MimeType"] == f"{desktop.MIME};"


def test_the_type_is_that_of_the_entry_and_of_models(share):
    run_verb(["desktop", "--install"])
    root = ElementTree.parse(share / "mime/packages/lstm-gui.xml").getroot()
    (kind,) = root
    assert kind.get("type") == desktop.MIME
    patterns = {one.get("pattern") for one in kind if one.tag.endswith("glob")}
    assert patterns == {"*.lstm", "*.safetensors"}
    (match,) = root.iter("{http://www.freedesktop.org/standards/shared-mime-info}match")
    for key in ("lstm-playground", "lstm-moment"):  # what a model and a moment begin with
        assert f'{{"__metadata__":{{"{key}'.startswith(match.get("value"))


@pytest.mark.parametrize("name", ["a b", 'q"', "p%", "d$HOME", "back\\slash", "`tick`"])
def test_a_folder_with_odd_signs_is_quoted_for_the_shell_and_the_entry(
    name, monkeypatch, share, tmp_path
):
    folder = tmp_path / name
    folder.mkdir()
    (folder / "lstm-gui").touch()
    monkeypatch.setattr(sys, "executable", str(folder / "python"))
    run_verb(["desktop", "--install"])
    lines = (share / "applications/lstm-gui.desktop").read_text("utf-8").splitlines()
    (written,) = (line for line in lines if line.startswith("Exec="))
    command = written.removeprefix("Exec=").removesuffix(" %f")
    read = command.replace("\\\\", "\\").replace("%%", "%")  # as a desktop reads the entry
    done = subprocess.run(["sh", "-c", f"printf %s {read}"], capture_output=True, text=True)
    assert done.stdout == str(folder / "lstm-gui")


def test_the_standard_s_own_tools_have_nothing_to_say(share):
    run_verb(["desktop", "--install"])
    for tool, path in (
        ("desktop-file-validate", "applications/lstm-gui.desktop"),
        ("xmllint", "icons/hicolor/scalable/apps/lstm-gui.svg"),
    ):
        if shutil.which(tool):
            done = subprocess.run([tool, str(share / path)], capture_output=True, text=True)
            assert (done.returncode, done.stderr) == (0, "")
            assert tool != "desktop-file-validate" or done.stdout == ""
