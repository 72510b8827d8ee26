"""The perplexity of an epoch as a tone, and the programs that play one. No Qt here.

The tone is as high as the curve: it falls as the perplexity falls, an octave for each factor of
eight, down to 220 Hz, where every character is foreseen. The part held out has a reedier sound.
"""

from __future__ import annotations

import io
import math
import shutil
import sys
import wave
from collections.abc import Collection

import numpy as np

__all__ = ["PLAYERS", "SECONDS", "pitch", "play_here", "player", "tone"]

LOWEST_HZ = 220.0
FACTOR_OF_AN_OCTAVE = 8.0
MOST_OCTAVES = 4.0

SECONDS = 0.18
_FADE = 0.015
_RATE = 22_050
_LOUDNESS = 0.25
_SOFT = ((1, 1.0), (2, 0.25))
_REEDY = ((1, 1.0), (3, 0.55), (5, 0.3), (7, 0.15))
"""The overtones of the run, and of the part held out: which, and how strong."""

PLAYERS: dict[str, tuple[str, ...]] = {
    "pw-play": (),
    "paplay": (),
    "aplay": ("-q",),
    "afplay": (),
    "play": ("-q",),
    "ffplay": ("-nodisp", "-autoexit", "-loglevel", "error"),
}
"""Programs that play a file, those of a desktop first, and what they are told before its name."""


def pitch(perplexity: float) -> float:
    """Return how high a perplexity sounds, in Hz; one that is no number is as high as it goes."""
    if not math.isfinite(perplexity):
        return LOWEST_HZ * math.pow(2.0, MOST_OCTAVES)
    octaves = math.log(max(perplexity, 1.0)) / math.log(FACTOR_OF_AN_OCTAVE)
    return LOWEST_HZ * math.pow(2.0, min(octaves, MOST_OCTAVES))


def tone(perplexity: float, *, held_out: bool = False) -> bytes:
    """Return a tone as a WAV file."""
    time = np.arange(round(_RATE * SECONDS)) / _RATE
    overtones = _REEDY if held_out else _SOFT
    angle = 2.0 * np.pi * pitch(perplexity) * time
    # An overtone beyond half the rate would come back as a lower tone of its own.
    heard = [(n, share) for n, share in overtones if n * pitch(perplexity) < _RATE / 2]
    signal = sum(share * np.sin(n * angle) for n, share in heard) / sum(s for _, s in heard)
    edge = np.minimum(time, time[::-1]) / _FADE
    samples = (32_767 * _LOUDNESS * signal * np.clip(edge, 0.0, 1.0)).astype("<i2")
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(_RATE)
        writer.writeframes(samples.tobytes())
    return file.getvalue()


def player(failed: Collection[str] = ()) -> tuple[str, ...]:
    """Return a program of this system and what it is told before the file; () if there is none.

    Those that have failed are left out.
    """
    for name, options in PLAYERS.items():
        found = None if name in failed else shutil.which(name)
        if found is not None:
            return found, *options
    return ()


def play_here(path: str) -> bool:
    """Play a file without another program where the system can, which is Windows."""
    if sys.platform != "win32":
        return False
    import winsound

    winsound.PlaySound(path, winsound.SND_FILENAME | winsound.SND_ASYNC | winsound.SND_NODEFAULT)
    return True
