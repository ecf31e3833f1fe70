"""Turns the SVG on standard input into a PNG on standard output, scaled by the first argument."""

import sys

from font_roboto import Roboto, RobotoBold
from resvg_py import svg_to_bytes


def main() -> None:
    svg = sys.stdin.buffer.read().decode("utf-8")
    picture = svg_to_bytes(
        svg_string=svg,
        zoom=float(sys.argv[1]),
        font_files=[Roboto, RobotoBold],  # the system need not have fonts; if it has, they serve other scripts
        font_family="Roboto",
        sans_serif_family="Roboto",
    )
    sys.stdout.buffer.write(bytes(picture))


if __name__ == "__main__":
    main()
