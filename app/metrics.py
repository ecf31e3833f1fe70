"""Counts for Prometheus: what was asked, what is being answered, what was refused, and how long it took."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Metric, ProcessCollector, generate_latest
from prometheus_client.registry import Collector

from .serving.exchange import Exchange

PREFIX = "optimizer_trajectories"
SECONDS = (0.001, 0.005, 0.02, 0.1, 0.25, 1.0, 5.0, 30.0)
"""The upper ends of the histogram's classes."""


class Metrics:
    """The counts of one application in one process; ``exchange`` has those of the other workers."""

    def __init__(self) -> None:
        self.exchange = Exchange(workers=0)
        registry = self._registry = CollectorRegistry()
        ProcessCollector(registry=registry)  # CPU seconds, memory, open files
        labels = ("route", "status")
        self._requests = Counter(f"{PREFIX}_requests", "Requests answered", labels, registry=registry)
        self._refused = Counter(
            f"{PREFIX}_refused", "Requests answered with 503 because too much is being computed", registry=registry
        )
        self._seconds = Histogram(
            f"{PREFIX}_seconds",
            "Seconds from a request to the end of its answer",
            ("route",),
            buckets=SECONDS,
            registry=registry,
        )
        self.in_flight = 0  # only the event loop changes it
        answering = Gauge(f"{PREFIX}_in_flight", "Requests that are being answered", registry=registry)
        answering.set_function(lambda: self.in_flight)
        answers = Counter(
            f"{PREFIX}_answers",
            "Answers that can be cached, by where they came from: cache, shared cache, computed, unchanged at the "
            "client",
            ("source",),
            registry=registry,
        )
        self._cached = Gauge(f"{PREFIX}_cache_bytes", "Bytes of the cached answers", registry=registry)
        # Looking a label up takes longer than counting.
        self._requests_of = cache(self._requests.labels)
        self._seconds_of = cache(self._seconds.labels)
        self._answers_of = cache(answers.labels)

    def count(self, route: str, status: int, seconds: float) -> None:
        """Count an answer that was sent after so many seconds."""
        self._requests_of(route, status).inc()
        self._seconds_of(route).observe(seconds)
        if status == 503:
            self._refused.inc()

    def count_answer(self, source: str) -> None:
        """Count an answer by where it came from."""
        self._answers_of(source).inc()

    def cached(self, size: Callable[[], float]) -> None:
        """Report what ``size`` returns as the bytes of the answers that are kept."""
        self._cached.set_function(size)

    def add(self, counts: Collector) -> None:
        """Report these counts, too."""
        self._registry.register(counts)

    def collect(self) -> Iterable[Metric]:
        """Return the counts of this process."""
        return self._registry.collect()

    async def written(self) -> bytes:
        """Return the counts of all workers in the text format of Prometheus."""
        found = await self.exchange.others()
        return generate_latest(_Labelled({self.exchange.number: self.collect(), **found}))


class _Labelled(Collector):
    """Counts of several workers, each with a label that says whose it is."""

    def __init__(self, counts: dict[int, Iterable[Metric]]) -> None:
        self._counts = counts

    def collect(self) -> Iterator[Metric]:
        families: dict[str, Metric] = {}
        for number, metrics in sorted(self._counts.items()):
            for metric in metrics:
                family = families.setdefault(metric.name, Metric(metric.name, metric.documentation, metric.type))
                family.samples += [
                    sample._replace(labels={**sample.labels, "worker": str(number)}) for sample in metric.samples
                ]
        yield from families.values()
