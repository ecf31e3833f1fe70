"""A scenario as a video: the poster, step by step, for slides. MP4 is H.264, which every player knows."""

import io
from collections.abc import Callable, Sequence
from itertools import chain, groupby
from typing import Any

import numpy as np

from ..query.scenario import Scenario
from ..run.simulation import simulate
from .colormaps import USUAL
from .motion import Clock
from .png import poster_png

KINDS = ("mp4", "gif")
RATE = 20  # frames in a second
FIRST, LAST = 10, 30  # frames that the start and the end are seen
QUALITY = {"crf": "16", "preset": "fast", "movflags": "+faststart"}  # lines stay sharp; a page may play it as it loads
BT709 = 1  # of colours, in the numbers of ITU-T H.273: what players expect of HD video

Progress = Callable[[int, int], None]
"""Called with the number of pictures drawn so far and the total."""

Draw = Callable[[int], bytes]
"""Returns the poster at a step, as PNG."""


def video(
    scenario: Scenario,
    kind: str,
    layout: str = "side-by-side",
    theme: str = "light",
    progress: Progress | None = None,
    colormap: str = USUAL,
) -> bytes:
    """Return a video of ``scenario``, as long as the animated poster, with a rest at the start and at the end.

    kind: "mp4", with two pixels for each px of the poster where that is possible, or "gif", with one, which begins
    again and again. layout, theme, colormap: of the poster. Raises ImportError if the extra ``video`` is not
    installed, and ScenarioError if the poster is too large for a PNG.
    """
    steps = frames(scenario.steps)
    runs = simulate(scenario)
    scale = 1 if kind == "gif" else None
    drawn: dict[int, None] = {}

    def draw(step: int) -> bytes:
        picture = poster_png(scenario, layout, theme, step, runs=runs, scale=scale, colormap=colormap)
        drawn[step] = None
        if progress:
            progress(len(drawn), len(set(steps)))
        return picture

    return {"mp4": _mp4, "gif": _gif}[kind](steps, draw)


def frames(steps: int) -> list[int]:
    """Return the step that each frame shows, ascending from 0 to ``steps``."""
    moving = round(Clock(steps).seconds * RATE)
    return [0] * FIRST + [steps * k // moving for k in range(1, moving)] + [steps] * LAST


def _gif(steps: Sequence[int], draw: Draw) -> bytes:
    from PIL import Image

    plain = Image.Dither.NONE
    last = _opened(draw(steps[-1])).quantize(256, dither=plain)  # has all colours: with one palette nothing flickers
    shown = sorted(set(steps))
    images = (_opened(draw(step)).quantize(palette=last, dither=plain) for step in shown[:-1])
    lasting = [1000 // RATE * steps.count(step) for step in shown]  # ms
    file = io.BytesIO()
    next(images).save(file, "GIF", save_all=True, append_images=chain(images, [last]), duration=lasting, loop=0)
    return file.getvalue()


def _mp4(steps: Sequence[int], draw: Draw) -> bytes:
    import av

    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=RATE, options=QUALITY)
        stream.pix_fmt = "yuv420p"
        index = 0
        for step, same in groupby(steps):
            picture = _opened(draw(step))
            # H.264 wants even numbers; the last row and column are the page's colour.
            frame = av.VideoFrame.from_ndarray(
                np.asarray(picture.crop((0, 0, picture.width & ~1, picture.height & ~1)))
            )
            if index == 0:
                stream.width, stream.height = frame.width, frame.height
                stream.codec_context.colorspace = stream.codec_context.color_primaries = BT709
                stream.codec_context.color_trc = BT709
            for _ in same:
                shown = frame.reformat(format="yuv420p", dst_colorspace="ITU709")
                shown.pts = index
                container.mux(stream.encode(shown))
                index += 1
        container.mux(stream.encode())
    return file.getvalue()


def _opened(picture: bytes) -> Any:
    from PIL import Image

    return Image.open(io.BytesIO(picture)).convert("RGB")
