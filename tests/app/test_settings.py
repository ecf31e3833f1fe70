"""Settings come from the environment, stand in the catalog, and name what is wrong with them."""

from dataclasses import fields
from itertools import product

import pytest
from pydantic import ValidationError
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import PREFIX, Settings, explain
from optimizers.query.choices import Limits
from tests.answers import assert_problem, client
from tests.markup import notices

LIMITS = [f"max_{field.name}" for field in fields(Limits) if f"max_{field.name}" in Settings.model_fields]
VARIABLES = [f"{PREFIX}{name.upper()}" for name in Settings.model_fields]


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is set on this machine is not tested."""
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)


def test_the_defaults_are_those_of_the_library() -> None:
    assert Settings().limits == Limits()


@pytest.mark.parametrize("name", LIMITS)
def test_a_limit_of_the_environment_is_told_by_the_catalog(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    limit = name.removeprefix("max_")
    value = 20 if limit == "starts" else 9 if limit == "optimizers" else 777
    monkeypatch.setenv(f"{PREFIX}{name.upper()}", str(value))
    answered = TestClient(create_app()).get("/api/v1/catalog").json()["limits"]
    expected = {field.name: getattr(Limits(), field.name) for field in fields(Limits)} | {limit: value}
    assert answered == expected
    assert expected[limit] != getattr(Limits(), limit)


@pytest.mark.parametrize(
    ("setting", "value", "query", "legal", "allowed"),
    [
        ("max_steps", 50, "steps=51", "steps=50", "a whole number from 1 to 50"),
        ("max_optimizers", 2, "&".join(["optimizer=sgd"] * 3), "&".join(["optimizer=sgd"] * 2), "at most 2"),
        ("max_starts", 3, "&".join(f"start=S{k},1,1" for k in range(4)), "start=S,1,1", "at most 3"),
        ("max_points", 800, "steps=101", "steps=100", "at most 100 with 4 optimizers from 2 starts, 800 points in all"),
        ("max_query", 9, "steps=0007", "steps=007", "at most 9 characters"),
    ],
)
def test_a_limit_holds_and_is_named(setting: str, value: int, query: str, legal: str, allowed: str) -> None:
    limited = client(**{setting: value})
    for path in ("/api/v1/trajectories", "/api/v1/surface", "/poster.svg"):
        problem = assert_problem(limited.get(f"{path}?{query}"), 422)
        assert [item["allowed"] for item in problem["problems"]] == [allowed]
        assert limited.get(f"{path}?{legal}").status_code == 200


def test_the_page_needs_no_query_to_keep_within_small_limits() -> None:
    small = client(max_steps=1, max_optimizers=1, max_starts=2, max_points=2, max_query=1)
    page = small.get("/")
    assert page.status_code == 200
    assert notices(page.text) == []
    assert small.get("/api/v1/trajectories").status_code == 200


TEXTS = ("many", "*", "javascript:alert(1)", "https://", "https://a b", "https://a.example/ 'none'", "ftp://a.example")
ANCESTORS = ("a.example", "'none'", "https://a.example/path", "https://a.example; script-src *", "https://a,https://b")
ADDRESSES = ("https://user@a.example", "https://a.example?x=1", "https://a.example/#x", 'https://a.example/"', "https:")


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        *product([name for name in VARIABLES if "_MAX_" in name], ["0", "-1", "1.5", "many", "", "nan"]),
        *product([f"{PREFIX}FRAME_ANCESTORS"], (*TEXTS, *ANCESTORS)),
        *product([f"{PREFIX}PUBLIC_URL"], (*TEXTS, *ADDRESSES)),
        *product([f"{PREFIX}CACHE"], (*TEXTS, "redis://", "redis://host:many", "redis://[::1", "redis://a b:6379/0")),
    ],
)
def test_a_bad_value_names_its_variable(variable: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(ValidationError) as error:
        create_app()
    assert explain(error.value).startswith(f"{variable} = {value!r} is not allowed: ")


def test_all_bad_values_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in VARIABLES:
        monkeypatch.setenv(variable, "none")
    with pytest.raises(ValidationError) as error:
        Settings()
    assert [line.split(" = ")[0] for line in explain(error.value).splitlines()] == VARIABLES


@pytest.mark.parametrize(
    "value",
    [
        "",
        "https://moodle.example.edu",
        "https://*.example.edu:8443 http://localhost:8000",
        "https: file:",
        "http://[::1]:80",
    ],
)
def test_who_may_frame(value: str) -> None:
    assert Settings(frame_ancestors=f" {value} ".replace(" ", "  ")).frame_ancestors == value


@pytest.mark.parametrize(
    "value", ["", "https://a.example", "http://localhost:8000/user/x%20y/proxy/8000", "http://[::1]"]
)
def test_where_the_service_is(value: str) -> None:
    assert Settings(public_url=value).public_url == Settings(public_url=value and f"{value}/").public_url == value


@pytest.mark.parametrize(
    "value", ["", "redis://localhost:6379/0", "rediss://user:word@[::1]:6380", "unix:///run/redis"]
)
def test_where_the_shared_cache_is(value: str) -> None:
    assert Settings(cache=value).cache == value


def test_the_shared_cache_needs_a_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.settings.find_spec", lambda name: None)
    with pytest.raises(ValidationError, match=r"optimizer-trajectories\[redis\]"):
        Settings(cache="redis://localhost:6379/0")
    assert Settings().cache == ""


def test_starts_have_no_more_labels_than_letters() -> None:
    with pytest.raises(ValidationError, match="max_starts"):
        Settings(max_starts=27)


def test_one_step_of_everything_must_be_legal() -> None:
    assert Settings(max_optimizers=3, max_starts=4, max_points=12).limits.points == 12
    with pytest.raises(ValidationError) as error:
        Settings(max_optimizers=3, max_starts=4, max_points=11)
    assert explain(error.value) == "max_points = 11 is not allowed: at least max_optimizers × max_starts, 12"


def test_no_message_shows_a_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"{PREFIX}CACHE", "redis://reader:sec/r@t@cache:0/0")
    with pytest.raises(ValidationError) as error:
        Settings()
    assert "'redis://reader:…@cache:0/0' is not allowed" in explain(error.value)


def test_settings_do_not_change_under_way() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Settings().max_steps = 5
