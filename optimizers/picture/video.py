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
from .palette import palette
from .png import allowed_scale, plain_poster
from .redrawing import Redrawing

KINDS = ("mp4", "gif")
SWATCH = 100  # of the height: enough of a color for it to be one of the 256 of a GIF
RATE = 20  # frames in a second
FIRST, LAST = 10, 30  # frames that the start and the end are seen
QUALITY = {"crf": "16", "preset": "fast", "movflags": "+faststart"}  # lines stay sharp; a page may play it as it loads
BT709 = 1  # of colors, in the numbers of ITU-T H.273: what players expect of HD video

Progress = Callable[[int, int], None]
"""Called with the number of pictures drawn so far and the total."""

Draw = Callable[[int], Any]
"""Returns the poster at a step, as an image of Pillow that the next call may draw on."""


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
    last = plain_poster(scenario, layout, theme, runs=runs, colormap=colormap)
    picture = Redrawing(allowed_scale(scenario, last, scale), palette(theme).roles["page"])
    drawn: dict[int, None] = {}

    def draw(step: int) -> Any:
        image = picture.at(plain_poster(scenario, layout, theme, step, runs=runs, colormap=colormap))
        drawn[step] = None
        if progress:
            progress(len(drawn), len(set(steps)))
        return image

    return _mp4(steps, draw) if kind == "mp4" else _gif(steps, draw, palette(theme).series)


def frames(steps: int) -> list[int]:
    """Return the step that each frame shows, ascending from 0 to ``steps``."""
    moving = round(Clock(steps).seconds * RATE)
    return [0] * FIRST + [steps * k // moving for k in range(1, moving)] + [steps] * LAST


def _gif(steps: Sequence[int], draw: Draw, series: Sequence[str]) -> bytes:
    """Return a GIF whose pictures have the colors of the last one, so that nothing flickers, and those of ``series``.

    Most pixels are contours: the color of a short path would not be among the 256 that suit a picture best.
    """
    from PIL import Image

    plain = Image.Dither.NONE
    whole = draw(steps[-1])
    swatch = (whole.width, whole.height // SWATCH)
    larger = Image.new("RGB", (whole.width, whole.height + len(series) * swatch[1]))
    larger.paste(whole, (0, 0))
    for index, color in enumerate(series):
        larger.paste(Image.new("RGB", swatch, color), (0, whole.height + index * swatch[1]))
    last = larger.quantize(256, dither=plain).crop((0, 0, *whole.size))
    shown = sorted(set(steps))
    images = (draw(step).quantize(palette=last, dither=plain) for step in shown[:-1])
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
            picture = draw(step)
            # H.264 wants even numbers; the last row and column are the page's color.
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
