"""The sign of a number."""


def sign(a: float) -> float:
    """Return 1 if ``a`` is above zero, −1 if it is below, otherwise 0."""
    return 1.0 if a > 0.0 else -1.0 if a < 0.0 else 0.0
