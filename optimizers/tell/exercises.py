"""The tasks of *Write your own*: which update to write, a solution, and the mistakes that learners typically make."""

from collections.abc import Mapping
from dataclasses import dataclass

SQUARE_ROOT = "Take the square root of the average of squared gradients before you divide by it."
INSIDE = "Did you add eps under the square root? Here it is outside: sqrt(s) + eps."
SIGN = "Did you add the step? A step goes against the gradient, so it is subtracted."
SWAPPED = "Did you swap beta and 1 - beta? The old average has the weight beta, the new gradient 1 - beta."
SQUARED = "Did you forget to square the gradient in the average?"
LATE = "Does x use the average from the previous step? Update the average first, then x."


@dataclass(frozen=True, slots=True, eq=False)  # compared by identity, because each exists once
class Exercise:
    """One task.

    slug: its name in addresses. reference: the optimizer that the answer must equal, as an item of a query, with the
    values at which both are compared. others: other values, so that a number in place of a name is found. lr: the
    learning rate of the plot. mistakes: a step with each typical mistake, and the sentence that helps.
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
    mistakes: Mapping[str, str]


def _moments(first: str = "m = beta1*m + (1-beta1)*g", second: str = "v = beta2*v + (1-beta2)*g**2") -> str:
    return f"{first}; {second}; "


HATS = "a = m/(1-beta1**t); b = v/(1-beta2**t); "
LAST = "x = x - lr*a/(sqrt(b)+eps)"
NO_CORRECTION = (
    "Did you forget the bias correction? Both averages start at 0, so divide them by 1 - beta1**t and 1 - beta2**t."
)

ADAM_MISTAKES: Mapping[str, str] = {
    _moments() + "x = x - lr*m/(sqrt(v)+eps)": NO_CORRECTION,
    _moments() + "x = x - lr*m/(1-beta1**t)/(sqrt(v)+eps)": "Did you forget the bias correction of the second average? "
    "Divide it by 1 - beta2**t.",
    _moments() + "x = x - lr*m/(sqrt(v/(1-beta2**t))+eps)": "Did you forget the bias correction of the first average? "
    "Divide it by 1 - beta1**t.",
    _moments()
    + "x = x - lr*sqrt(1-beta2**t)/(1-beta1**t)*m/(sqrt(v)+eps)": "Did you add eps before the bias correction? "
    "Correct the second average first, then add eps to its square root.",
    _moments() + HATS + "x = x - lr*a/sqrt(b+eps)": "Did you add eps under the square root? Here it is outside: "
    "sqrt(v_hat) + eps.",
    _moments() + HATS + "x = x + lr*a/(sqrt(b)+eps)": SIGN,
    _moments() + HATS + "x = x - lr*a/(b+eps)": SQUARE_ROOT,
    _moments()
    + HATS
    + "x = x - lr*g/(sqrt(b)+eps)": "Do you divide the gradient itself? Adam divides the average of the gradients.",
    _moments()
    + "a = m/(1-beta1**(t+1)); b = v/(1-beta2**(t+1)); "
    + LAST: "Is t too large by one? t is 1 in the first step.",
    _moments()
    + "a = m/(1-beta1**(t-1)); b = v/(1-beta2**(t-1)); "
    + LAST: "Is t too small by one? t is 1 in the first step, so 1 - beta1**(t-1) is 0 there.",
    _moments()
    + "a = m/(1-beta1); b = v/(1-beta2); "
    + LAST: "Did you forget the power? The bias correction divides by 1 - beta1**t.",
    _moments() + "a = m/(1-beta1*t); b = v/(1-beta2*t); " + LAST: "Did you multiply by t? The power is beta1**t.",
    _moments()
    + "a = m*(1-beta1**t); b = v*(1-beta2**t); "
    + LAST: "Do you multiply by 1 - beta1**t? The bias correction divides by it.",
    _moments()
    + "a = m/(1+beta1**t); b = v/(1+beta2**t); "
    + LAST: "Is there a wrong sign in the bias correction? It divides by 1 - beta1**t.",
    _moments()
    + "a = m/1-beta1**t; b = v/1-beta2**t; "
    + LAST: "Parentheses are missing in the bias correction: m/(1 - beta1**t).",
    _moments("m = beta2*m + (1-beta2)*g", "v = beta1*v + (1-beta1)*g**2")
    + "a = m/(1-beta2**t); b = v/(1-beta1**t); "
    + LAST: "Did you swap beta1 and beta2? beta1 belongs to the average of gradients, beta2 to the average of squares.",
    _moments()
    + "a = m/(1-beta2**t); b = v/(1-beta1**t); "
    + LAST: "Did you swap beta1 and beta2 in the bias correction?",
    _moments("m = (1-beta1)*m + beta1*g", "v = (1-beta2)*v + beta2*g**2") + HATS + LAST: SWAPPED,
    _moments("m = beta1*m + (1-beta1)*g", "v = beta2*v + (1-beta2)*g") + HATS + LAST: SQUARED,
    _moments("m = beta1*m + g", "v = beta2*v + g**2")
    + HATS
    + LAST: "Did you forget the factors 1 - beta1 and 1 - beta2 of the new gradient?",
    _moments()
    + "m = m/(1-beta1**t); v = v/(1-beta2**t); x = x - lr*m/(sqrt(v)+eps)": "Do you write the corrected averages "
    "over the averages? Give them names of their own, such as m_hat, so that they are corrected once only.",
    HATS + LAST + "; " + _moments()[:-2]: LATE,
}

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
        {
            "x = x": "Now subtract lr times the gradient g.",
            "x = x + lr*g": SIGN,
            "x = x - g": "Did you forget the learning rate lr?",
            "x = -lr*g": "The new position starts from the old one: x = x - ...",
            "x = lr*g": "The new position starts from the old one: x = x - ...",
            "x = x - lr*g/norm(g)": "Do you divide by the length of the gradient? SGD does not.",
            "x = x - lr*g/abs(g)": "Do you use only the sign of the gradient? SGD uses the gradient itself.",
            "x = x - lr*g/t": "Do you divide by t? The learning rate of SGD stays the same.",
            "x = x - lr*x": "Did you write x where the gradient g belongs?",
            "x = x - lr*g**2": "Do you square the gradient? SGD uses the gradient itself.",
            "x = g - lr*x": "Did you swap x and g? The new position is x - lr*g.",
            "x = g": "The new position starts from the old one: x = x - ...",
            "x = -g": "The new position starts from the old one: x = x - ...",
        },
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
        {
            "v = beta*v + g; x = x - lr*v": (
                "Did you forget the factor 1 - beta of the new gradient? Without it the weights add up to 1/(1 - beta) "
                "instead of 1, which is 10 at beta = 0.9, and steps become that many times as long."
            ),
            "v = (1-beta)*v + beta*g; x = x - lr*v": SWAPPED,
            "v = beta*v + (1-beta)*g; x = x + lr*v": SIGN,
            "v = beta*v + (1-beta)*g; x = x - lr*g": "Do you subtract the gradient? Momentum subtracts the average v.",
            "x = x - lr*v; v = beta*v + (1-beta)*g": LATE,
            "v = beta*v + (1-beta)*g; x = x - v": "Did you forget the learning rate lr?",
            ("v = beta*v + (1-beta)*g; x = x - lr*v/(1-beta**t)"): (
                "Do you correct the bias? In this task Momentum has no bias correction."
            ),
            ("v = beta*v + (1-beta)*g; x = x - lr*(beta*v + (1-beta)*g)"): (
                "Is that Nesterov's momentum? In this task x changes by lr times v only."
            ),
            "v = beta*v + (1-beta)*g**2; x = x - lr*v": (
                "Do you square the gradient? Momentum averages the gradient itself."
            ),
            "v = (1-beta)*g; x = x - lr*v": "Did you forget the old average, beta*v?",
        },
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
        {
            "s = beta*s + (1-beta)*g; x = x - lr*g/(sqrt(s)+eps)": SQUARED,
            "s = beta*s + (1-beta)*abs(g); x = x - lr*g/(sqrt(s)+eps)": SQUARED,
            "s = beta*s + (1-beta)*g**2; x = x - lr*g/sqrt(s+eps)": INSIDE,
            "s = beta*s + (1-beta)*g**2; x = x - lr*g/(s+eps)": SQUARE_ROOT,
            "s = beta*s + (1-beta)*g**2; x = x - lr*g/sqrt(s)": "Did you forget eps?",
            "s = beta*s + (1-beta)*g**2; x = x + lr*g/(sqrt(s)+eps)": SIGN,
            "s = (1-beta)*s + beta*g**2; x = x - lr*g/(sqrt(s)+eps)": SWAPPED,
            "s = beta*s + g**2; x = x - lr*g/(sqrt(s)+eps)": "Did you forget the factor 1 - beta of the new square?",
            "s = s + g**2; x = x - lr*g/(sqrt(s)+eps)": (
                "Do you add up all squares? That is AdaGrad. RMSprop averages them."
            ),
            ("s = beta*s + (1-beta)*g**2; x = x - lr*g/(sqrt(s/(1-beta**t))+eps)"): (
                "Do you correct the bias? In this task RMSprop has no bias correction."
            ),
            "x = x - lr*g/(sqrt(s)+eps); s = beta*s + (1-beta)*g**2": LATE,
            ("s = beta*s + (1-beta)*g**2; x = x - lr*g*(sqrt(s)+eps)"): (
                "Do you multiply by the square root? RMSprop divides by it."
            ),
            ("s = beta*s + (1-beta)*g**2; x = x - lr*g/sqrt(s)+eps"): (
                "Parentheses are missing: eps belongs in the denominator, (sqrt(s) + eps)."
            ),
            ("s = beta*s + (1-beta)*dot(g,g); x = x - lr*g/(sqrt(s)+eps)"): (
                "Do both coordinates share one average? RMSprop keeps one for each."
            ),
            "s = beta*s + (1-beta)*g**2; x = x - g/(sqrt(s)+eps)": "Did you forget the learning rate lr?",
        },
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
        ADAM_MISTAKES,
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
        {
            _moments() + HATS + LAST: "That is Adam without weight decay: x does not shrink yet.",
            "h = g + weight_decay*x; "
            + _moments("m = beta1*m + (1-beta1)*h", "v = beta2*v + (1-beta2)*h**2")
            + HATS
            + LAST: (
                "Did you add the weight decay to the gradient? That is Adam with coupled "
                "decay, which the averages then rescale. AdamW shrinks x itself."
            ),
            "x = x*(1-weight_decay); "
            + _moments()
            + HATS
            + LAST: "Did you forget the learning rate in the decay? x shrinks by lr*weight_decay.",
            "x = x*(1+lr*weight_decay); " + _moments() + HATS + LAST: "Does x grow? Weight decay makes it smaller.",
            _moments()
            + HATS
            + LAST
            + "; x = x*(1-lr*weight_decay)": "Does x shrink after the step? In AdamW it shrinks first, "
            "so that the decay does not touch this step.",
            _moments()
            + HATS
            + "x = x - lr*(a + weight_decay*x)/(sqrt(b)+eps)": "Is the decay divided by the square root? It "
            "belongs outside the fraction.",
            "x = x*(1-lr*weight_decay); " + _moments() + "x = x - lr*m/(sqrt(v)+eps)": NO_CORRECTION,
            **{f"x = x*(1-lr*weight_decay); {step}": hint for step, hint in ADAM_MISTAKES.items()},
        },
    ),
)
"""Each task builds on the ones before it."""
