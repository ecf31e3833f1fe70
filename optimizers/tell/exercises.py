"""The tasks of *Write your own*: which update to write, a solution, and the mistakes that learners typically make."""

from collections.abc import Mapping
from dataclasses import dataclass

from . import mistakes
from .drafts import Mistake, Parts, filled


@dataclass(frozen=True, slots=True, eq=False)  # compared by identity, because each exists once
class Exercise:
    """One task.

    slug: its name in addresses. reference: the optimizer that the answer must equal, as an item of a query, with the
    values at which both are compared. others: other values, so that a number in place of a name is found. lr: the
    learning rate of the plot. draft, parts: the right update as a draft, see ``drafts``. typical: the typical mistakes.
    """

    slug: str
    title: str
    task: str
    reference: str
    values: Mapping[str, float]
    others: Mapping[str, float]
    lr: float
    begin: str
    solution: str
    draft: str
    parts: Parts
    typical: tuple[Mistake, ...]

    def written(self, *mistakes: Mistake) -> str:
        """Return the update with these mistakes."""
        parts = dict(self.parts)
        for one in mistakes:
            parts |= one.parts
        return filled(self.draft, parts)


EXERCISES: tuple[Exercise, ...] = (
    Exercise(
        "sgd",
        "SGD",
        "Move against the gradient: x changes by the learning rate lr times the gradient g.",
        "sgd",
        {"lr": 0.3},
        {"lr": 0.07},
        0.07,
        "x = x",
        "x = x - lr*g",
        "x = {old} {sign} {rate}{slope}{time}",
        {"old": "x", "sign": "-", "rate": "lr*", "slope": "g", "time": ""},
        mistakes.SGD,
    ),
    Exercise(
        "momentum",
        "Momentum",
        "Average the gradients: v = beta v + (1 - beta) g, starting at 0. Then subtract lr times v from x.",
        "momentum",
        {"lr": 0.3, "beta": 0.9},
        {"lr": 0.07, "beta": 0.5},
        0.07,
        "v = beta*v\nx = x - lr*g",
        "v = beta*v + (1-beta)*g\nx = x - lr*v",
        "{before}x = x {sign} {rate}{direction}{correction}{after}",
        {
            "before": "{average}; ",
            "after": "",
            "average": "v = {kept}{new}",
            "kept": "beta*v + ",
            "new": "{weight}{gradient}",
            "weight": "(1-beta)*",
            "gradient": "g",
            "sign": "-",
            "rate": "lr*",
            "direction": "v",
            "correction": "",
        },
        mistakes.MOMENTUM,
    ),
    Exercise(
        "rmsprop",
        "RMSprop",
        (
            "Average the squares of the gradients: s = beta s + (1 - beta) g^2, "
            "beginning at 0. Then divide each coordinate of the gradient by the square "
            "root of its average plus eps, and move by lr times the result."
        ),
        "rmsprop",
        {"lr": 0.3, "beta": 0.9, "eps": 1e-3},
        {"lr": 0.07, "beta": 0.5, "eps": 1e-8},
        0.3,
        "s = beta*s + (1-beta)*g\nx = x - lr*g/(sqrt(s)+eps)",
        "s = beta*s + (1-beta)*g**2\nx = x - lr*(g/(sqrt(s)+eps))",
        "{before}x = x {sign} {rate}g{below}{after}",
        {
            "before": "{average}; ",
            "after": "",
            "average": "s = {kept}{weight}{square}",
            "kept": "beta*s + ",
            "weight": "(1-beta)*",
            "square": "g**2",
            "sign": "-",
            "rate": "lr*",
            "below": "/({root}+eps)",
            "root": "sqrt({mean})",
            "mean": "s",
        },
        mistakes.RMSPROP,
    ),
    Exercise(
        "adam",
        "Adam",
        (
            "Average the gradients, m with beta1, and their squares, v with beta2. Both "
            "begin at 0, so correct them: divide by 1 - beta1**t and 1 - beta2**t. Then "
            "move by lr times the corrected m over the square root of the corrected v "
            "plus eps."
        ),
        "adam",
        {"lr": 0.3, "beta1": 0.9, "beta2": 0.999, "eps": 1e-3},
        {"lr": 0.07, "beta1": 0.5, "beta2": 0.8, "eps": 1e-8},
        0.3,
        "m = beta1*m + (1-beta1)*g\nv = beta2*v + (1-beta2)*g**2\nx = x - lr*m/(sqrt(v)+eps)",
        "m = beta1*m + (1-beta1)*g\nv = beta2*v + (1-beta2)*g**2\nm_hat = m/(1-beta1**t)\nv_hat = v/(1-beta2**t)\n"
        "x = x - lr*m_hat/(sqrt(v_hat)+eps)",
        mistakes.ADAM_DRAFT,
        mistakes.ADAM_PARTS,
        mistakes.ADAM,
    ),
    Exercise(
        "adamw",
        "AdamW",
        (
            "Adam with decoupled weight decay: x first shrinks, x = x (1 - lr "
            "weight_decay), and then takes Adam's step, whose averages contain the "
            "gradient only."
        ),
        "adamw",
        {"lr": 0.3, "beta1": 0.9, "beta2": 0.999, "eps": 1e-3, "weight_decay": 0.1},
        {"lr": 0.07, "beta1": 0.5, "beta2": 0.8, "eps": 1e-8, "weight_decay": 0.01},
        0.3,
        "m = beta1*m + (1-beta1)*g\nv = beta2*v + (1-beta2)*g**2\nm_hat = m/(1-beta1**t)\nv_hat = v/(1-beta2**t)\n"
        "x = x - lr*m_hat/(sqrt(v_hat)+eps)",
        "x = x - lr*weight_decay*x\nm = beta1*m + (1-beta1)*g\nv = beta2*v + (1-beta2)*g**2\nm_hat = m/(1-beta1**t)\n"
        "v_hat = v/(1-beta2**t)\nx = x - lr*m_hat/(sqrt(v_hat)+eps)",
        "{shrink}" + mistakes.ADAM_DRAFT + "{end}",
        {**mistakes.ADAM_PARTS, "shrink": "x = x*(1-{decay}); ", "decay": "lr*weight_decay", "end": ""},
        mistakes.ADAMW,
    ),
)
"""Each task builds on the ones before it."""
