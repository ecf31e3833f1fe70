"""Every setting, and the only reader of the environment."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from optimizers import Limits

DEFAULTS = Limits()


class Settings(BaseSettings):
    """Read from variables named ``OPTIMIZER_TRAJECTORIES_`` and the field, as OPTIMIZER_TRAJECTORIES_MAX_STEPS."""

    model_config = SettingsConfigDict(env_prefix="OPTIMIZER_TRAJECTORIES_", frozen=True)

    max_steps: int = Field(default=DEFAULTS.steps, ge=1, description="steps of a run")
    max_optimizers: int = Field(default=DEFAULTS.optimizers, ge=1, description="optimizers in a scenario")
    max_starts: int = Field(default=DEFAULTS.starts, ge=2, le=26, description="start points in a scenario")
    max_points: int = Field(default=DEFAULTS.points, ge=1, description="steps × optimizers × starts of a scenario")
    max_query: int = Field(default=DEFAULTS.query, ge=1, description="characters of a query string")
    max_concurrent: int = Field(default=64, ge=1, description="streams computed at once; more are answered 503")

    @property
    def limits(self) -> Limits:
        """The limits of one scenario, as the library takes them."""
        return Limits(
            steps=self.max_steps,
            optimizers=self.max_optimizers,
            starts=self.max_starts,
            points=self.max_points,
            query=self.max_query,
        )
