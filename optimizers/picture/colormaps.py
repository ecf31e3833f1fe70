"""The color maps of the contours: from where f is least to where it is greatest, in light and in dark.

Each is sequential, so that it reads the same for every kind of color vision and in print. The first is the usual one.
"""

from collections.abc import Mapping, Sequence

SHADES = 16
"""How many colors of a map a picture uses at most: one more than it has contour lines."""

PALE = (("#f7fbfa", "#dbe9ea", "#bfd5dc", "#a0bcca"), ("#141b21", "#1f2d37", "#2b404d", "#3a5565"))
NEUTRAL = (("#ffffff", "#dfe4eb"), ("#161b22", "#2c3541"))

# Nuñez, Anderton and Renslow, Optimizing colormaps with consideration for color vision deficiency, 2018: uniform to the
# eye, and nearly the same with and without red-green color blindness.
CIVIDIS = ["#00224e", "#123570", "#3b496c", "#575d6d", "#707173", "#8a8678", "#a59c74", "#c3b369", "#e1cc55", "#fee838"]
# Smith and van der Walt, A better default colormap for Matplotlib, 2015: uniform to the eye.
VIRIDIS = ["#440154", "#482878", "#3e4989", "#31688e", "#26828e", "#1f9e89", "#35b779", "#6ece58", "#b5de2b", "#fde725"]

COLORMAPS: Mapping[str, tuple[Sequence[str], Sequence[str]]] = {
    "pale": PALE,
    "neutral": NEUTRAL,
    "cividis": (CIVIDIS, CIVIDIS),
    "viridis": (VIRIDIS, VIRIDIS),
}
"""Colors at equal distances, as (light, dark)."""

USUAL = next(iter(COLORMAPS))
INKS = ("#1d3c4c", "#ffffff")  # of the lines on bright and on dark shades
DARK = 0.2  # relative luminance; what is less has white lines


def shades(name: str, theme: int) -> list[str]:
    """Return the ``SHADES`` colors of a map, the lowest first. theme: 0 for light, 1 for dark."""
    stops = COLORMAPS[name][theme]
    found = []
    for k in range(SHADES):
        position = k / (SHADES - 1) * (len(stops) - 1)
        below = min(int(position), len(stops) - 2)
        found.append(mixed(stops[below], stops[below + 1], position - below))
    return found


def inks(name: str, theme: int) -> list[str]:
    """Return the color of the lines on each shade of a map; they are drawn over it with some opacity."""
    return [INKS[_luminance(shade) < DARK] for shade in shades(name, theme)]


def shade_of(index: int, count: int) -> int:
    """Return the shade of the band ``index`` of ``count``; the bands of a picture take in the whole map."""
    return round(index * (SHADES - 1) / max(count - 1, 1))


def variables(name: str) -> dict[str, str]:
    """Return the colors of a map as custom properties of CSS, by their names."""
    found = {}
    for role, colors in (("shade", shades), ("ink", inks)):
        for k, (light, dark) in enumerate(zip(colors(name, 0), colors(name, 1), strict=True)):
            found[f"--{role}-{k}"] = light if light == dark else f"light-dark({light}, {dark})"
    return found


def mixed(low: str, high: str, part: float) -> str:
    """Return the color that lies by ``part`` of the way from one #rrggbb to another, as #rrggbb."""
    ends = zip(bytes.fromhex(low[1:]), bytes.fromhex(high[1:]), strict=True)
    return f"#{bytes(round(a + (b - a) * part) for a, b in ends).hex()}"


def _luminance(color: str) -> float:
    """Return the relative luminance of WCAG 2."""
    parts = [part / 255 for part in bytes.fromhex(color[1:])]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
