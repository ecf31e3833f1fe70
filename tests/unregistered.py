"""Well-known rules that nobody has registered, written as their authors may write them.

See ``example_rules`` for those that need more than the gradient.
"""

from dataclasses import replace

from numpy import sqrt

from optimizers import Rule
from optimizers.form.elementary import power
from optimizers.rules.rule import StateVariable
from optimizers.rules.signs import sign
from optimizers.terms.parameters import Parameter, decay, epsilon, learning_rate
from optimizers.terms.types import Matrix, Vector
from tests.example_rules import BARE

LR, BETA1, BETA2, EPS, MORE = range(5)
M, V, POWER1, POWER2, LARGEST = range(5)


def adagrad(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
    for i in range(x.size):
        state[0, i] += g[i] * g[i]
        x[i] -= p[0] * g[i] / (sqrt(state[0, i]) + p[1])


def adamw(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
    for i in range(x.size):
        x[i] *= 1.0 - p[LR] * p[MORE]
        state[M, i] = p[BETA1] * state[M, i] + (1.0 - p[BETA1]) * g[i]
        state[V, i] = p[BETA2] * state[V, i] + (1.0 - p[BETA2]) * g[i] * g[i]
        state[POWER1, i] *= p[BETA1]
        state[POWER2, i] *= p[BETA2]
        m_hat = state[M, i] / (1.0 - state[POWER1, i])
        v_hat = state[V, i] / (1.0 - state[POWER2, i])
        x[i] -= p[LR] * m_hat / (sqrt(v_hat) + p[EPS])


def lion(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
    for i in range(x.size):
        c = p[BETA1] * state[M, i] + (1.0 - p[BETA1]) * g[i]
        x[i] -= p[LR] * (sign(c) + p[3] * x[i])
        state[M, i] = p[BETA2] * state[M, i] + (1.0 - p[BETA2]) * g[i]


def amsgrad(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
    for i in range(x.size):
        state[M, i] = p[BETA1] * state[M, i] + (1.0 - p[BETA1]) * g[i]
        state[V, i] = p[BETA2] * state[V, i] + (1.0 - p[BETA2]) * g[i] * g[i]
        state[LARGEST, i] = max(state[LARGEST, i], state[V, i])
        denominator = sqrt(state[LARGEST, i]) + p[EPS]
        x[i] -= p[LR] * state[M, i] / denominator


def nadam(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
    mu = p[BETA1] * (1.0 - 0.5 * power(0.96, t * p[MORE]))
    mu_next = p[BETA1] * (1.0 - 0.5 * power(0.96, (t + 1) * p[MORE]))
    for i in range(x.size):
        state[M, i] = p[BETA1] * state[M, i] + (1.0 - p[BETA1]) * g[i]
        state[V, i] = p[BETA2] * state[V, i] + (1.0 - p[BETA2]) * g[i] * g[i]
        state[POWER1, i] *= mu
        state[POWER2, i] *= p[BETA2]
        m_hat = mu_next * state[M, i] / (1.0 - state[POWER1, i] * mu_next) + (1.0 - mu) * g[i] / (
            1.0 - state[POWER1, i]
        )
        v_hat = state[V, i] / (1.0 - state[POWER2, i])
        x[i] -= p[LR] * m_hat / (sqrt(v_hat) + p[EPS])


def adan(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
    for i in range(x.size):
        d = g[i] - state[3, i] if t > 1 else 0.0
        state[0, i] = (1.0 - p[1]) * state[0, i] + p[1] * g[i]
        state[1, i] = (1.0 - p[2]) * state[1, i] + p[2] * d
        u = g[i] + (1.0 - p[2]) * d
        state[2, i] = (1.0 - p[3]) * state[2, i] + p[3] * u * u
        state[3, i] = g[i]
        step = p[0] / (sqrt(state[2, i]) + p[4])
        x[i] -= step * (state[0, i] + (1.0 - p[2]) * state[1, i])


def rprop(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
    for i in range(x.size):
        if t == 1:
            state[0, i] = p[0]
        slope = g[i]
        if slope * state[1, i] > 0.0:
            state[0, i] = min(state[0, i] * p[1], p[3])
        elif slope * state[1, i] < 0.0:
            state[0, i] = max(state[0, i] * p[2], p[4])
            slope = 0.0
        x[i] -= state[0, i] * (1.0 if slope > 0.0 else -1.0 if slope < 0.0 else 0.0)
        state[1, i] = slope


def clipped(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
    s = 0.0
    for i in range(x.size):
        s += g[i] * g[i]
    scale = min(1.0, p[1] / sqrt(s)) if s > 0.0 else 1.0
    for i in range(x.size):
        x[i] -= p[0] * scale * g[i]


def number(name: str, symbol: str, default: float) -> Parameter:
    return Parameter(name, symbol, "", default, 0.0, 1e6, (0.0, 1.0), "linear")


def variables(*symbols: str) -> tuple[StateVariable, ...]:
    return tuple(StateVariable(symbol, "", initial=1.0 if symbol.endswith("t") else 0.0) for symbol in symbols)


RATE = learning_rate("length")
BETAS = (decay("beta1", r"\beta_1", 0.9, ""), decay("beta2", r"\beta_2", 0.99, ""))
DECAY = number("weight_decay", r"\lambda", 0.0)
MOMENTS = ("m", "v", r"\beta_1^t", r"\beta_2^t")

RULES: dict[str, Rule] = {
    rule.name: rule
    for rule in (
        replace(BARE, name="adagrad", parameters=(RATE, epsilon()), state=variables("G"), step=adagrad),
        replace(BARE, name="adamw", parameters=(RATE, *BETAS, epsilon(), DECAY), state=variables(*MOMENTS), step=adamw),
        replace(BARE, name="lion", parameters=(RATE, *BETAS, DECAY), state=variables("m"), step=lion),
        replace(
            BARE,
            name="amsgrad",
            parameters=(RATE, *BETAS, epsilon()),
            state=variables(*MOMENTS, r"v_{\max}"),
            step=amsgrad,
        ),
        replace(
            BARE,
            name="nadam",
            parameters=(RATE, *BETAS, epsilon(), number("psi", r"\psi", 0.004)),
            state=variables(*MOMENTS),
            step=nadam,
        ),
        replace(
            BARE,
            name="adan",
            parameters=(RATE, *(number(f"beta{i}", rf"\beta_{i}", 0.02) for i in (1, 2, 3)), epsilon()),
            state=variables("m", "v", "n", "g'"),
            step=adan,
        ),
        replace(
            BARE,
            name="rprop",
            parameters=(
                *(RATE, number("up", r"\eta_+", 1.2), number("down", r"\eta_-", 0.5)),
                *(number("most", "m", 50.0), number("least", "l", 1e-6)),
            ),
            state=variables("s", "g'"),
            step=rprop,
        ),
        replace(BARE, name="clipped", parameters=(RATE, number("c", "c", 1.0)), step=clipped),
    )
}
"""By name."""
