"""The grid of the contour plot, and the stationary points."""

from dataclasses import asdict

import numpy as np
import pytest

from app.encoding import dumps
from app.view import CHOICES
from optimizers import SURFACES, Scenario
from optimizers.run.contours import sample
from tests.answers import client, decode, strict

CLIENT = client()
PATH = "/api/v1/surface"
QUERIES = [
    *(f"surface={name}" for name in SURFACES),
    "surface=ellipse,kappa=1000,theta=-90",
    "surface=ellipse,kappa=1,theta=33.3",
    "surface=saddle,wall=0",
    "surface=saddle,wall=1e-300",
]
QUERIES += [
    f"surface={s.name},{p.name}={value!r}"
    for s in SURFACES.values()
    for p in s.parameters
    for value in (p.low, p.high)
    if p.scale != "text"
]


@pytest.mark.parametrize("precision", ["f8", "f4"])
@pytest.mark.parametrize("query", QUERIES)
def test_the_grid_is_the_surface(query: str, precision: str) -> None:
    surface = Scenario.from_query(query).surface
    response = CLIENT.get(f"{PATH}?{query}&precision={precision}")
    assert (response.status_code, response.headers["content-type"]) == (200, "application/json")
    answer = strict(response.content)
    assert (answer["surface"], answer["parameters"]) == (surface.name, dict(surface.values))
    x, y, z = (decode(answer[name]) for name in "xyz")
    assert {array.dtype for array in (x, y, z)} == {np.dtype(precision)}
    assert z.shape == (len(y), len(x))
    # A cell is square, and the grid fills the domain.
    assert answer["domain"] == [list(interval) for interval in surface.domain]
    for axis, (low, high) in zip((x, y), surface.domain, strict=True):
        assert (axis[0], axis[-1]) == (np.dtype(precision).type(low), np.dtype(precision).type(high))
        assert np.allclose(np.diff(axis), (x[-1] - x[0]) / (len(x) - 1), rtol=1e-4)
    exact = np.linspace(*surface.domain[0], len(x)), np.linspace(*surface.domain[1], len(y))
    for j, i in [(0, 0), (0, len(x) - 1), (len(y) - 1, 0), (len(y) // 2, len(x) // 3)]:
        assert z[j, i] == np.dtype(precision).type(surface.value(exact[0][i], exact[1][j]))


@pytest.mark.parametrize("query", QUERIES)
def test_what_is_known_of_the_surface(query: str) -> None:
    surface = Scenario.from_query(query).surface
    answer = strict(CLIENT.get(f"{PATH}?{query}").content)
    expected = {
        **asdict(surface.landmarks),
        "landmarks": [asdict(landmark) for landmark in surface.stationary],
        "floor": surface.floor,
        "curvature": surface.curvature,
        "levels": sample(surface, 160).levels.tolist(),
    }
    assert {name: answer[name] for name in expected} == strict(dumps(expected))
    assert answer["levels"] == sorted(set(answer["levels"]))
    assert (answer["floor"] is None) == (answer["minima"] == [])
    assert decode(answer["bound"]["q"]).tobytes() == surface.q.tobytes()
    assert answer["bound"]["floor"] == surface.floor


@pytest.mark.parametrize("cells", [cells for cells in CHOICES["cells"] if cells != "0"])
def test_as_many_cells_as_asked_for(cells: str) -> None:
    answer = strict(CLIENT.get(f"{PATH}?surface=saddle&cells={cells}").content)
    grid = sample(Scenario.from_query("surface=saddle").surface, int(cells))
    assert np.array_equal(decode(answer["z"]), grid.z)
    assert answer["levels"] == grid.levels.tolist()


def test_without_a_grid_there_is_all_the_rest() -> None:
    for query in ("surface=saddle", "surface=custom,f=sqrt(x)%2By^2&region=-1,1,-1,1"):
        whole, least = (strict(CLIENT.get(f"{PATH}?{query}&cells={cells}").content) for cells in ("160", "0"))
        grid = {"x", "y", "z", "levels", "undefined"}
        assert least == {key: value for key, value in whole.items() if key not in grid}
        assert whole.keys() - least.keys() == grid


def test_only_the_surface_matters() -> None:
    bodies = {CLIENT.get(f"{PATH}?surface=ellipse{rest}").content for rest in ("", ",kappa=25", "&steps=7&start=A,1,2")}
    assert len(bodies) == 1
