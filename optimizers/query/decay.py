"""Weight decay, which pulls the position toward the origin in addition to the update rule. Every optimizer can have it.

    g ← g + λ x                            coupled: the rule sees it as part of the gradient
    x ← (1 − η λ) x, then the rule's step  decoupled, with η the learning rate of the step

Sources: Krogh and Hertz, A simple weight decay can improve generalization, 1991, for the coupled form; Loshchilov and
Hutter, Decoupled weight decay regularization, 2019 (https://arxiv.org/abs/1711.05101), for the decoupled one, in
torch's variant, where λ is multiplied by the learning rate.
"""

from collections.abc import Mapping, Sequence

from ..terms.parameters import Needs, Parameter, Value, switch, weight_decay

PARAMETERS = (
    weight_decay(),
    switch(
        "decoupled_weight_decay",
        "shrink the position itself, instead of adding λx to the gradient",
        label="decoupled, as in AdamW",
        named=("with coupled weight decay", "with decoupled weight decay"),
        needs=(Needs(("weight_decay",), 0.0, equal=False),),
    ),
)
"""Parameters that every optimizer has besides its own hyper-parameters and its schedule."""

AMOUNT, KIND = (parameter.name for parameter in PARAMETERS)


def has_own(parameters: Sequence[Parameter]) -> bool:
    """Return whether a rule with these parameters has weight decay in its own step."""
    return any(parameter.name == AMOUNT for parameter in parameters)


def beside_the_step(values: Mapping[str, Value]) -> tuple[float, bool]:
    """Return the weight decay λ that is not in the step of the rule itself, and whether it is decoupled.

    values: of all parameters of an optimizer.
    """
    return (float(values[AMOUNT]), values[KIND] == 1) if KIND in values else (0.0, False)
