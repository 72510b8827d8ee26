"""Take README's moving pictures: `xvfb-run -a -s "-screen 0 1600x1000x24" python -m tests.film`.

A real training in the real window, a frame an epoch, and lyrics written three times on the way.
Options: `--to FOLDER`, and the variants, such as `light-en`.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PIL import Image
from PySide6.QtGui import QImage

from lstm_gui.core.settings.presets import PRESETS
from tests.pictures import FOLDER, SETTLE_MS, Studio, leave

VARIANTS = ("light-en", "light-zh")
EPOCHS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 16, 18, 20, 23)
WRITES = (6, 9, 16)
"""The epochs at which somebody presses Generate."""
FRAME_MS, LAST_MS = 500, 3000
LARGEST = 2_000_000


def main(argv: list[str]) -> int:
    """Take the films that are asked for, all by default, each in a process of its own."""
    parser = argparse.ArgumentParser(prog="tests.film", description=__doc__)
    parser.add_argument("variants", nargs="*", default=VARIANTS)
    parser.add_argument("--to", type=Path, default=FOLDER)
    given = parser.parse_args(argv)
    if len(given.variants) > 1:
        command = [sys.executable, "-m", "tests.film", "--to", str(given.to)]
        return max(subprocess.run([*command, one]).returncode for one in given.variants)
    os.environ["XDG_DATA_HOME"] = tempfile.mkdtemp()
    studio = Studio(PRESETS["quick"].experiment, "zh")
    (variant,) = given.variants
    studio.look(variant)
    save(frames(studio), given.to / f"film-{variant}.gif")
    studio.close()
    return 0


def frames(studio: Studio) -> list[Image.Image]:
    """Grab the window at each epoch, and once more when the last lyrics are written."""
    taken = []
    for epoch in EPOCHS:
        studio.train_to(epoch)
        if epoch in WRITES:
            studio.click("generateButton")
        taken.append(grabbed(studio))
    studio.wait(SETTLE_MS)
    return [*taken, grabbed(studio)]


def grabbed(studio: Studio) -> Image.Image:
    """Return what the window shows."""
    picture = studio.window.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    size = (picture.width(), picture.height())
    rows = bytes(picture.constBits())
    return Image.frombytes("RGB", size, rows, "raw", "RGB", picture.bytesPerLine())


def save(taken: Sequence[Image.Image], path: Path) -> None:
    """Write a GIF with one palette for all, of as many colours as make it small enough."""
    times = [FRAME_MS] * (len(taken) - 1) + [LAST_MS]
    for colors in (96, 64, 48, 32):
        palette = taken[-1].quantize(colors, dither=Image.Dither.NONE)
        flat = [one.quantize(palette=palette, dither=Image.Dither.NONE) for one in taken]
        flat[0].save(path, save_all=True, append_images=flat[1:], duration=times, loop=0)
        if path.stat().st_size <= LARGEST:
            break
    print(f"{path.name}: {len(taken)} frames, {path.stat().st_size:,} bytes", flush=True)


if __name__ == "__main__":
    leave(main(sys.argv[1:]))
