"""Muon: an average of gradients, made orthogonal before the step. For a vector that means: only its direction counts.

    B ← μ B + (1 − μ) g
    b = μ B + (1 − μ) g     with nesterov, otherwise b = B
    x ← (1 − η λ) x − η NS(b / ‖b‖)

NS applies s ← 3.4445 s − 4.775 s³ + 2.0315 s⁵ five times to each singular value s. A vector has one, which is 1. NS
turns it into 0.6964, so every step has the length 0.70 η.
"""

from collections.abc import Mapping

from ..terms.parameters import Value, decay, learning_rate, switch, weight_decay
from ..terms.types import Matrix, Vector
from .roots import joined
from .rule import Rule, Source, StateVariable

PARAMETERS = (
    learning_rate("length"),
    decay("momentum", r"\mu", 0.95, "decay rate of the average of gradients"),
    switch(
        "nesterov",
        "step from the point to which the average would carry the position",
        1,
        label="Nesterov’s look-ahead",
    ),
    weight_decay(),
)
LR, MOMENTUM, NESTEROV, WEIGHT_DECAY, NS = range(5)
B = 0
STEPS = 5
LINEAR, CUBIC, QUINTIC = 3.4445, -4.775, 2.0315


def newton_schulz(s: float) -> float:
    """Return a singular value after five iterations."""
    for _ in range(STEPS):
        square = s * s
        s *= LINEAR + CUBIC * square + QUINTIC * square * square
    return s


def constants(values: Mapping[str, Value]) -> tuple[float, ...]:
    return (newton_schulz(1.0),)


def step(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
    for i in range(x.size):
        x[i] *= 1.0 - p[LR] * p[WEIGHT_DECAY]
        state[B, i] = p[MOMENTUM] * state[B, i] + (1.0 - p[MOMENTUM]) * g[i]
    weight = 1.0 - p[MOMENTUM]
    b_1 = p[MOMENTUM] * state[B, 0] + weight * g[0] if p[NESTEROV] else state[B, 0]
    b_2 = p[MOMENTUM] * state[B, 1] + weight * g[1] if p[NESTEROV] else state[B, 1]
    norm = joined(abs(b_1), abs(b_2))
    if norm > 0.0:  # without a direction, only the decay moves
        x[0] -= p[LR] * (p[NS] * (b_1 / norm))
        x[1] -= p[LR] * (p[NS] * (b_2 / norm))


def notes(values: Mapping[str, Value]) -> tuple[str, ...]:
    length = newton_schulz(1.0) * float(values["lr"])
    return (f"Without weight decay every step has the length 0.6964·lr = {length:.4g}.",)


MUON = Rule(
    name="muon",
    title="Muon",
    also=("orthogonalized momentum", "Newton-Schulz"),
    formula=r"B \leftarrow \mu B + (1-\mu) g, \quad x \leftarrow (1 - \eta \lambda)\, x - \eta\, "
    r"\mathrm{NS}\left(\frac{b}{\lVert b \rVert}\right)",
    source=Source(
        "Jordan et al.",
        "Muon: an optimizer for hidden layers in neural networks",
        2024,
        "https://kellerjordan.github.io/posts/muon/",
    ),
    variant="torch.optim.Muon on a matrix of one row, with torch's coefficients, but in float64, whereas torch "
    "computes NS in bfloat16, and without torch's ε, which matters only where ‖b‖ is below 1e-7. λ is 0 by default, "
    "as in the authors' program; torch's default is 0.1.",
    parameters=PARAMETERS,
    state=(StateVariable("B", "average of gradients", role="direction"),),
    step=step,
    constants=constants,
    notes=notes,
    degenerate="A vector is a matrix of rank one, and orthogonalizing it means normalizing it. So here Muon is "
    "normalized momentum with steps of length 0.70 η, and without momentum it is Normalized GD. It shows its purpose "
    "only with matrices.",
)
