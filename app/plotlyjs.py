"""The one place that knows the plotly package: which plotly.js the page is served."""

from pathlib import Path

import plotly
from plotly.offline import get_plotlyjs_version

VERSION: str = get_plotlyjs_version()


def bundle(static: Path) -> Path:
    """Return the plotly.js that draws contours: the cartesian bundle where the image has it, else the package's own."""
    small = static / "vendor" / "plotly-cartesian.min.js"
    return small if small.is_file() else Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
