"""Videos, read again: as many frames as were asked for, of the poster's size, and the last one is the poster."""

import io
import sys
from functools import cache
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image, ImageColor, ImageSequence

from optimizers import Scenario
from optimizers.__main__ import main
from optimizers.picture import poster_png
from optimizers.picture.palette import palette
from optimizers.picture.video import FIRST, LAST, RATE, frames, video

QUERY = "surface=ellipse&optimizer=sgd,lr=0.07&start=A,-8,1.2&steps=8"
SCENARIO = Scenario.from_query(QUERY)
SECONDS = 4.0  # that a short run takes, as in the animated poster


def written(folder: Path, name: str, capsys: pytest.CaptureFixture[str]) -> Path:
    """Let the command line write a video; see that it says how far it is, and that nothing else is left."""
    file = folder / name
    assert main([QUERY, "--video", str(file)]) == 0
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.splitlines() == [f"{done} of 9 pictures drawn" for done in (2, 4, 6, 8, 9)]
    assert [path.name for path in folder.iterdir()] == [name]
    return file


@cache
def drawn(step: int, scale: int | None) -> Image.Image:
    """Return the poster at a step."""
    with Image.open(io.BytesIO(poster_png(SCENARIO, "side-by-side", "light", step, scale=scale))) as poster:
        return poster.convert("RGB")


def likeness(frame: Image.Image, step: int, scale: int | None) -> float:
    """Return the mean difference of a frame from the poster at a step, of at most 255."""
    whole = drawn(step, scale)
    assert abs(whole.width - frame.width) <= 1
    assert abs(whole.height - frame.height) <= 1
    poster = whole.crop((0, 0, *frame.size))
    return float(np.abs(np.asarray(frame.convert("RGB"), float) - np.asarray(poster, float)).mean())


def halved(size: tuple[int, int]) -> Image.Image:
    """Return the poster at step 8 with the colors of every other pixel, which is all that such a video can have."""
    pixels = np.asarray(drawn(8, None).crop((0, 0, *size)))
    frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
    return Image.fromarray(frame.reformat(format="yuv420p").to_ndarray(format="rgb24"))


@pytest.mark.slow
def test_mp4(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with av.open(str(written(tmp_path, "run.mp4", capsys))) as container:
        (stream,) = container.streams
        assert isinstance(stream, av.VideoStream)
        assert (stream.codec_context.name, stream.codec_context.pix_fmt) == ("h264", "yuv420p")
        assert stream.average_rate == RATE
        read = [Image.fromarray(frame.to_ndarray(format="rgb24")) for frame in container.decode(stream)]
    assert len(read) == len(frames(SCENARIO.steps)) == SECONDS * RATE + FIRST + LAST - 1
    assert (read[0].width % 2, read[0].height % 2) == (0, 0)
    assert read[0].width > 1900, "two pixels for each px"
    assert likeness(read[-1], 8, None) < 1.25 * likeness(halved(read[-1].size), 8, None)
    assert likeness(read[0], 0, None) < likeness(read[0], 8, None)
    assert likeness(read[-1], 8, None) < likeness(read[-1], 0, None)


@pytest.mark.slow
def test_gif(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Image.open(written(tmp_path, "run.GIF", capsys)) as image:
        assert image.format == "GIF"
        assert image.info["loop"] == 0
        lasting, steps = [], []
        for frame in ImageSequence.Iterator(image):
            lasting.append(frame.info["duration"])
            steps.append(min(range(9), key=lambda step: likeness(frame, step, 1)))
        assert steps == [*range(9)]
        assert likeness(image, 8, 1) < 1
    assert sum(lasting) == len(frames(SCENARIO.steps)) * 1000 // RATE
    assert max(lasting[1:-1]) == min(lasting[1:-1]) < lasting[0] < lasting[-1]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_short_path_keeps_its_color_in_a_gif(theme: str) -> None:
    scenario = Scenario.from_query("surface=himmelblau&optimizer=sgd,lr=0.01&start=A,0,0&steps=1")
    wanted = np.array(ImageColor.getrgb(palette(theme).series[0]))
    with Image.open(io.BytesIO(video(scenario, "gif", "overlay", theme))) as image:
        for step in range(2):
            image.seek(step)
            near = np.abs(np.asarray(image.convert("RGB"), int) - wanted).max(axis=2) <= 2
            assert near.sum() > 20, step  # of the legend, at least


@pytest.mark.parametrize("steps", [1, 7, 40, 120, 10_000])
def test_the_frames_go_evenly_from_the_start_to_the_end(steps: int) -> None:
    shown = frames(steps)
    assert (shown[0], shown[-1]) == (0, steps)
    leaps = [after - before for before, after in pairwise(shown)]
    assert min(leaps) >= 0
    assert max(leaps) <= max(1, steps // 80)
    if steps <= 40:
        assert {*shown} == {*range(steps + 1)}


def test_what_cannot_be_a_video_is_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything is drawn, and without a file that would be none."""
    with pytest.raises(SystemExit, match="2"):
        main([QUERY, "--video", "run.webm"])
    assert "'run.webm' is not allowed: the name of a file that ends in .mp4 or .gif" in capsys.readouterr().err
    nowhere = tmp_path / "none" / "run.gif"
    assert main([QUERY, "--video", str(nowhere)]) == 2
    assert capsys.readouterr().err.startswith(f"Cannot write {nowhere}: ")
    for module, name in (("av", "run.mp4"), ("PIL", "run.gif")):
        monkeypatch.setitem(sys.modules, module, None)
        assert main([QUERY, "--video", str(tmp_path / name)]) == 2
        said = capsys.readouterr().err
        assert said == f"--video needs the extra: pip install 'optimizer-trajectories[video]' (no {module})\n"
    assert list(tmp_path.iterdir()) == []
