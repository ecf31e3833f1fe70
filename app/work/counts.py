"""What the pools do, for Prometheus."""

from collections.abc import Iterator

from prometheus_client import Metric
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from .work import Work

PREFIX = "optimizer_trajectories_work"


class WorkCounts(Collector):
    """The counts of the pools of one application in one process."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def collect(self) -> Iterator[Metric]:
        """Yield the counts, those of pools with the pool as a label."""
        pools = {"pages": self._work.pages, "heavy": self._work.heavy}
        price = GaugeMetricFamily(
            f"{PREFIX}_price_ms",
            "Milliseconds of CPU that waiting and running jobs are expected to take",
            labels=["pool"],
        )
        waiting = GaugeMetricFamily(f"{PREFIX}_waiting", "Jobs that wait for a process", labels=["pool"])
        refused = CounterMetricFamily(
            f"{PREFIX}_refused", "Jobs refused because too much work was waiting before them", labels=["pool"]
        )
        cancelled = CounterMetricFamily(
            f"{PREFIX}_cancelled", "Jobs given up because no client was waiting for them any longer", labels=["pool"]
        )
        seconds = CounterMetricFamily(f"{PREFIX}_cpu_seconds", "Seconds of CPU that jobs have taken", labels=["pool"])
        for name, pool in pools.items():
            price.add_metric([name], pool.price)
            waiting.add_metric([name], pool.waiting)
            refused.add_metric([name], pool.refused)
            cancelled.add_metric([name], pool.cancelled)
            seconds.add_metric([name], pool.cpu)
        yield from (price, waiting, refused, cancelled, seconds)
        yield GaugeMetricFamily(
            f"{PREFIX}_long_answers", "Answers that are computed while the client reads them", value=self._work.series
        )
