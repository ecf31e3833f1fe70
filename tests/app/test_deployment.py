"""What stands in ``app/deployment`` fits together, and fits the application."""

import re
from typing import Any

import pytest
import yaml

from app.settings import PREFIX, Settings
from tests.nginx import CONFIGURATION

COMPOSE: dict[str, Any] = yaml.safe_load((CONFIGURATION.parent / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
REPLICAS = re.findall(r"^ +server (\w+):8000 ", CONFIGURATION.read_text(), re.M)


def test_nginx_knows_the_replicas_and_waits_for_them() -> None:
    assert len(REPLICAS) == 2
    assert set(SERVICES) == {*REPLICAS, "nginx", "redis"}
    assert SERVICES["nginx"]["depends_on"] == {name: {"condition": "service_healthy"} for name in REPLICAS}


def test_replicas_are_alike_and_set_what_there_is_to_set() -> None:
    first, second = (SERVICES[name] for name in REPLICAS)
    assert first == second
    named = {name.removeprefix(PREFIX).lower() for name in first["environment"] if name.startswith(PREFIX)}
    assert named <= set(Settings.model_fields)


@pytest.mark.parametrize("name", SERVICES)
def test_no_service_can_write_or_take_more_than_its_part(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert set(service["deploy"]["resources"]["limits"]) == {"cpus", "memory", "pids"}


def test_what_nginx_writes_to_is_writable() -> None:
    writable = {mount.partition(":")[0] for mount in SERVICES["nginx"]["tmpfs"]}
    paths = re.findall(r"^ *(?:pid|\w+_temp_path|proxy_cache_path) (/[^ ;]+)", CONFIGURATION.read_text(), re.M)
    assert len(paths) == 7
    assert all(any(path == folder or path.startswith(f"{folder}/") for folder in writable) for path in paths)
    assert SERVICES["nginx"]["volumes"] == ["./nginx.conf:/etc/nginx/nginx.conf:ro"]


def test_the_cache_fits_into_its_memory() -> None:
    (kept,) = re.findall(r"max_size=(\d+)m", CONFIGURATION.read_text())
    (room,) = re.findall(r"/var/cache/nginx:size=(\d+)m", " ".join(SERVICES["nginx"]["tmpfs"]))
    memory = SERVICES["nginx"]["deploy"]["resources"]["limits"]["memory"]
    assert int(kept) < int(room) < int(memory.removesuffix("M"))
