"""Films are opened by Pillow and by ffprobe."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from lstm_gui.core.errors import ExportError
from lstm_gui.core.export import film_file
from lstm_gui.core.export.film_file import Frame, film_bytes, require_film

COLORS = [(200, 30, 30), (30, 200, 30), (30, 30, 200)]


def frames() -> Iterator[Frame]:
    for color in COLORS:
        yield 8, 6, bytes(color) * 48


def test_a_gif_has_the_frames_in_their_order() -> None:
    image = pytest.importorskip("PIL.Image", reason="an extra: Pillow is not installed")
    with image.open(io.BytesIO(film_bytes(frames(), ".gif"))) as film:
        assert (film.format, film.size, film.n_frames) == ("GIF", (8, 6), 3)
        for number, color in enumerate(COLORS):
            film.seek(number)
            assert film.convert("RGB").getpixel((4, 3)) == color
        assert film.info["duration"] > 1000  # the last one stays


@pytest.mark.skipif(
    not (shutil.which("ffmpeg") and shutil.which("ffprobe")), reason="ffmpeg is not installed"
)
def test_an_mp4_is_a_film_to_ffprobe(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(film_bytes(frames(), ".mp4"))
    words = ["ffprobe", "-v", "error", "-count_frames", "-show_streams", "-of", "json", str(path)]
    (stream,) = json.loads(subprocess.run(words, capture_output=True, check=True).stdout)["streams"]
    assert (stream["codec_name"], stream["width"], stream["nb_read_frames"]) == ("h264", 8, "3")


def test_what_cannot_be_made_is_refused_before_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ExportError, match=r"A film is a \.gif or an \.mp4, not \.avi"):
        require_film(".avi")
    monkeypatch.setattr(film_file.shutil, "which", lambda name: None)
    with pytest.raises(ExportError, match="needs ffmpeg"):
        require_film(".mp4")
    monkeypatch.setattr(film_file.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ExportError, match=r"lstm-gui\[film\]"):
        require_film(".gif")


def test_an_ffmpeg_that_fails_is_told_and_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = tmp_path / "ffmpeg"
    program.write_text("#!/bin/sh\nexit 3\n", "ascii")
    program.chmod(0o755)
    monkeypatch.setattr(film_file.shutil, "which", lambda name: str(program))
    with pytest.raises(ExportError, match="The film could not be made"):
        film_bytes(frames(), ".mp4")
