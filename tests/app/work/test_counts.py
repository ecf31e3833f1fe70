"""The counts of the pools, as Prometheus reads them."""

import asyncio

import pytest
from prometheus_client.parser import text_string_to_metric_families

from app.work import Busy, Job
from tests.answers import client, state
from tests.app.work import jobs

DEAR = 10_000_000.0


def test_prometheus_reads_what_the_pools_do() -> None:
    asked = client(heavy_processes=1, heavy_budget=1)
    work = state(asked).work

    def counts() -> dict[str, float]:
        families = text_string_to_metric_families(asked.get("/metrics").text)
        heavy = (s for family in families for s in family.samples if s.labels.get("pool") == "heavy")
        return {sample.name.removeprefix("optimizer_trajectories_work_"): sample.value for sample in heavy}

    async def ask() -> None:
        assert await work.whole(Job(jobs.doubled, (1,), DEAR)) == 2
        running = asyncio.create_task(work.whole(Job(jobs.stubborn, (), DEAR)))
        await asyncio.sleep(0)
        with pytest.raises(Busy):
            await work.whole(Job(jobs.doubled, (1,), DEAR))
        assert work.heavy.price == DEAR
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running

    asyncio.run(ask())
    found = counts()
    assert found.pop("cpu_seconds_total") > 0
    assert found == {"price_ms": 0, "waiting": 0, "refused_total": 1, "cancelled_total": 1}
