"""Frames as a film: GIF by Pillow, MP4 by ffmpeg where that is installed. No Qt here.

Either encodes in a process of its own, so that neither a window nor an engine waits for it.
"""

from __future__ import annotations

import contextlib
import importlib.util
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from lstm_gui.core.errors import ExportError
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP

__all__ = [
    "FILM_KINDS",
    "FRAMES_A_SECOND",
    "Frame",
    "film_bytes",
    "has_ffmpeg",
    "main",
    "require_film",
]

FILM_KINDS = (".gif", ".mp4")
FRAMES_A_SECOND = 20
_LAST_MS = 2000
"""The last frame of a GIF stays so long before it begins again."""
_WAIT_S = 60
_COLORS = 256
_THIS = "lstm_gui.core.export.film_file"
"""The name by which a process of its own is started."""

Frame = tuple[int, int, bytes]
"""Width, height, and the pixels row by row, three bytes each."""


def has_ffmpeg() -> bool:
    """Tell whether MP4 can be written."""
    return shutil.which("ffmpeg") is not None


def require_film(kind: str) -> None:
    """Find out before the work whether films of this kind can be written.

    Raises:
        ExportError: Pillow or ffmpeg is not installed, or it is no kind of film.
    """
    if kind not in FILM_KINDS:
        template = QT_TRANSLATE_NOOP("Errors", "A film is a .gif or an .mp4, not {kind}.")
        raise ExportError(template, kind=kind or "?")
    if kind == ".mp4" and not has_ffmpeg():
        raise ExportError(
            QT_TRANSLATE_NOOP(
                "Errors",
                "An .mp4 needs ffmpeg, which is not installed. Choose .gif, or install it.",
            )
        )
    if kind == ".gif" and importlib.util.find_spec("PIL") is None:
        raise ExportError.missing("GIF", "film")


def film_bytes(frames: Iterable[Frame], kind: str) -> bytes:
    """Return the film; `frames` are taken one after the other, and may end early by an exception.

    Raises:
        ExportError: It cannot be made, such as for want of ffmpeg.
    """
    require_film(kind)
    return _piped(frames, kind)


def _piped(frames: Iterable[Frame], kind: str) -> bytes:
    """Pipe the frames to a process; its file lies in a folder of its own until it is whole."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"film{kind}"
        process: subprocess.Popen[bytes] | None = None
        try:
            for width, height, pixels in frames:
                process = process or _started(_words(kind, width, height, path))
                assert process.stdin is not None
                process.stdin.write(pixels)
            assert process is not None and process.stdin is not None  # a film has a frame
            process.stdin.close()
            if process.wait(_WAIT_S):
                raise OSError
            return path.read_bytes()
        except (OSError, subprocess.TimeoutExpired) as error:
            template = QT_TRANSLATE_NOOP(
                "Errors", "The film could not be made. Choose another format or size."
            )
            raise ExportError(template) from error
        finally:
            _end(process)


def _words(kind: str, width: int, height: int, path: Path) -> list[str]:
    """Return the command that makes a film of raw frames."""
    if kind == ".gif":
        each = round(1000 / FRAMES_A_SECOND)
        figures = [str(figure) for figure in (width, height, each, _LAST_MS)]
        return [sys.executable, "-m", _THIS, *figures, str(path)]
    raw = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{width}x{height}"]
    even = ["-vf", "pad=ceil(iw/2)*2:ceil(ih/2)*2", "-pix_fmt", "yuv420p"]
    program = shutil.which("ffmpeg") or "ffmpeg"
    words = [program, "-loglevel", "error", *raw, "-r", f"{FRAMES_A_SECOND}", "-i", "-"]
    return [*words, *even, "-movflags", "+faststart", str(path)]


def _started(words: list[str]) -> subprocess.Popen[bytes]:
    nothing = subprocess.DEVNULL
    return subprocess.Popen(  # noqa: S603  # no word of it is a person's
        words, stdin=subprocess.PIPE, stdout=nothing, stderr=nothing
    )


def _end(process: subprocess.Popen[bytes] | None) -> None:
    if process is not None and process.poll() is None:
        process.kill()
        process.wait()
    if process is not None and process.stdin is not None:
        with contextlib.suppress(OSError):
            process.stdin.close()


def main(words: Sequence[str]) -> int:
    """Encode frames from standard input as a GIF: width, height, two durations, and the file.

    Pillow holds the interpreter's lock meanwhile, for which a window would stand still.
    """
    from PIL import Image

    width, height, each, last = map(int, words[:4])

    def pictures() -> Iterator[Image.Image]:
        while len(pixels := sys.stdin.buffer.read(3 * width * height)) == 3 * width * height:
            picture = Image.frombytes("RGB", (width, height), pixels)
            how = Image.Quantize.FASTOCTREE
            yield picture.quantize(_COLORS, method=how, dither=Image.Dither.NONE)

    every = list(pictures())
    if not every:
        return 1
    durations = [each] * (len(every) - 1) + [last]
    every[0].save(
        words[4], "GIF", save_all=True, append_images=every[1:], duration=durations, loop=0
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
