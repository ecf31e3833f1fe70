"""All settings. This is the only module that reads the environment."""

import re
from functools import cached_property
from importlib.util import find_spec
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from optimizers.query.choices import Limits

DEFAULTS = Limits()
PREFIX = "OPTIMIZER_TRAJECTORIES_"
HOST = r"(?:[a-z0-9-]+(?:\.[a-z0-9-]+)*|\[[0-9a-f:.]+\])(?::\d{1,5})?"
ANCESTOR = re.compile(rf"https?://(?:\*\.)?{HOST}|https?:|file:", re.IGNORECASE)
PUBLIC = re.compile(rf"https?://{HOST}(?:/[a-z0-9._~/%@:+-]*)?", re.IGNORECASE)

PASSWORD = re.compile(r"(//[^/@\s]*:)\S*@")
"""The password in an address, which messages leave out."""
CACHE = re.compile(r"(?:rediss?|unix)://\S+")


class Settings(BaseSettings):
    """Read from environment variables: OPTIMIZER_TRAJECTORIES_MAX_STEPS sets ``max_steps``, and so on."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True)

    max_steps: int = Field(default=DEFAULTS.steps, ge=1, description="steps of a run")
    max_optimizers: int = Field(default=DEFAULTS.optimizers, ge=1, description="optimizers in a scenario")
    max_starts: int = Field(default=DEFAULTS.starts, ge=2, le=26, description="start points in a scenario")
    max_points: int = Field(default=DEFAULTS.points, ge=1, description="steps × optimizers × starts of a scenario")
    max_query: int = Field(default=DEFAULTS.query, ge=1, description="characters of a query string")
    max_concurrent: int = Field(
        default=64,
        ge=1,
        description="long answers, such as streams, that a worker sends at the same time; further requests get 503",
    )
    page_processes: int = Field(
        default=0,
        ge=0,
        le=64,
        description="processes of a worker for pages, posters and the like; 0: one for each core",
    )
    heavy_processes: int = Field(
        default=0, ge=0, le=64, description="processes of a worker for work of more than 0.2 s; 0: one for each core"
    )
    page_budget: float = Field(default=10_000, gt=0, description="milliseconds of page work that may wait")
    heavy_budget: float = Field(default=30_000, gt=0, description="milliseconds of heavy work that may wait")
    job_timeout: float = Field(default=60, gt=0, description="seconds that one computation may take")
    cache_bytes: int = Field(default=64_000_000, ge=0, description="bytes of answers that a worker keeps in memory")
    cache: str = Field(
        default="",
        description="address of a Redis that workers and replicas share, such as redis://host:6379/0; empty: none",
    )
    max_request: int = Field(default=65_536, ge=1024, description="bytes of a request with its headers")
    request_timeout: int = Field(default=20, ge=1, description="seconds within which a request has to arrive")
    read_timeout: int = Field(
        default=20, ge=1, description="seconds within which a client has to read 64 KB of its answer, or the rest of it"
    )
    access_log: bool = Field(default=False, description="1: a line of JSON on standard output for each request")
    frame_ancestors: str = Field(
        default="", description="who may frame embeds and posters, such as https://moodle.example.edu; empty: everyone"
    )
    public_url: str = Field(
        default="", description="address of the service behind a proxy, for oEmbed and previews; empty: the request's"
    )

    @field_validator("frame_ancestors")
    @classmethod
    def _ancestors(cls, value: str) -> str:
        """Refuse what browsers do not understand: they would ignore it and then refuse all frames."""
        if not all(ANCESTOR.fullmatch(source) for source in value.split()):
            raise ValueError("origins such as https://moodle.example.edu or https://*.example.edu, separated by spaces")
        return " ".join(value.split())

    @field_validator("cache")
    @classmethod
    def _cache(cls, value: str) -> str:
        try:
            if value and not (CACHE.fullmatch(value) and urlsplit(value).port != 0):
                raise ValueError
        except ValueError:  # the port is not a number, or a bracket is not closed
            raise ValueError("an address such as redis://host:6379/0, rediss://… or unix://…") from None
        if value and find_spec("redis") is None:
            raise ValueError("this needs the package redis: pip install 'optimizer-trajectories[redis]'")
        return value

    @field_validator("public_url")
    @classmethod
    def _address(cls, value: str) -> str:
        if value and not PUBLIC.fullmatch(value):
            raise ValueError("an address such as https://example.edu/paths, without query and fragment")
        return value.rstrip("/")

    @model_validator(mode="after")
    def _room_for_a_step(self) -> "Settings":
        """Make sure that one step of every scenario within the other limits is legal."""
        least = self.max_optimizers * self.max_starts
        if self.max_points < least:
            raise ValueError(
                f"max_points = {self.max_points} is not allowed: at least max_optimizers × max_starts, {least}"
            )
        return self

    @cached_property
    def limits(self) -> Limits:
        """The limits of one scenario, as the library needs them."""
        return Limits(
            steps=self.max_steps,
            optimizers=self.max_optimizers,
            starts=self.max_starts,
            points=self.max_points,
            query=self.max_query,
        )


def explain(error: ValidationError) -> str:
    """Return what is wrong with the variables, one line for each."""
    lines = []
    for item in error.errors():
        value = PASSWORD.sub(r"\1…@", repr(item["input"]))
        name = "".join(f"{PREFIX}{field}".upper() + f" = {value} is not allowed: " for field in item["loc"])
        lines.append(name + item["msg"].removeprefix("Value error, "))
    return "\n".join(lines)
