"""The part of the plane that a picture shows, if it is not the domain. ``static/js/state/region.js`` is its twin."""

from .geometry import Interval

Region = tuple[float, ...]
"""Left, right, bottom and top, in units of the surface; empty: the domain."""
Domain = tuple[Interval, Interval]

SMALLEST = 1e-5
"""A region is at least so many times as wide or as high as the domain, whichever is more. The float32 positions that a
page gets could not tell the pixels of a smaller one apart."""
SLACK = 1e-3  # of that, so that a region which was enlarged to it is legal when it is read again
REACH = 1e7  # how far from the origin a region may reach; a start may lie a tenth of it away


def framed(region: Region, domain: Domain) -> Domain:
    """Return what a picture shows: ``region``, enlarged around its center to the shape of ``domain``.

    So a picture has the same size whatever it shows, and its axes stay 1:1.
    """
    if not region:
        return domain
    (across, along), size = _middle(region), share(region, domain)
    half, tall = (size * (high - low) / 2 for low, high in domain)
    return (across - half, across + half), (along - tall, along + tall)


def share(region: Region, domain: Domain) -> float:
    """Return how many times as wide or as high as ``domain`` a region is, whichever is more."""
    left, right, bottom, top = region
    (low, high), (under, over) = domain
    return max((right - left) / (high - low), (top - bottom) / (over - under))


def nearest(region: Region, domain: Domain) -> Region:
    """Return the legal region nearest to four finite numbers: ``region`` itself if it is legal."""
    left, right, bottom, top = (min(max(value, -REACH), REACH) for value in region)
    ordered = (min(left, right), max(left, right), min(bottom, top), max(bottom, top))
    if share(ordered, domain) >= SMALLEST * (1 - SLACK):
        return ordered
    half, tall = (SMALLEST * (high - low) / 2 for low, high in domain)
    across, along = _middle(ordered)
    across, along = (min(max(at, size - REACH), REACH - size) for at, size in ((across, half), (along, tall)))
    return across - half, across + half, along - tall, along + tall


def _middle(region: Region) -> Interval:
    left, right, bottom, top = region
    return (left + right) / 2, (bottom + top) / 2
