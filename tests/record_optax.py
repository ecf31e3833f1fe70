"""Record what optax does, for the tests to compare with: `python -m tests.record_optax`.

Run by hand, in any environment that has optax and numpy; it rewrites tests/reference/optax.npz, as ``tests.recording``
says. Only where optax computes the same as a rule is it recorded: its Adan weighs differences by 1 − β₂, which is β₂ at
0.5 alone, and decays weights as AdamW does; its AdaGrad, AdaBelief and RAdam have ε elsewhere, which at 0, or for
AdaBelief at its usual 1e-16, is the same. optax begins Yogi's average of gradients at 1e-6 too; here it is put to 0.
Its Polyak step takes the norm of the gradient after it has scaled it, which its formula does not say, and which changes
nothing at a scaling of 1. Its Muon corrects the bias of both terms of Nesterov's form, so that they have other weights;
without Nesterov the direction is the same. Schedule-free, Sophia and the Polyak step need more than gradients, which
``tests.recording.beside`` makes up.
"""

import importlib
from typing import Any

import numpy as np

from tests.recording import Array, Feed, beside, fed, read, save

jax: Any = importlib.import_module("jax")  # by name: those who only check types need not have them
optax: Any = importlib.import_module("optax")

BETAS = "beta1=0.9,beta2=0.99"
ITEMS = (
    "adagrad,lr=0.1,eps=0,s0=0.1",
    "rmsprop,lr=0.01,beta=0.9,eps=1e-8,eps_inside=1",
    "rmsprop,lr=0.01,beta=0.9,eps=1e-8,eps_inside=1,s0=1",
    "rmsprop,lr=0.01,beta=0.99,eps=1e-8,bias_correction=1",
    "rmsprop,lr=0.01,beta=0.9,eps=1e-8,eps_inside=1,momentum=0.9",
    f"adam,lr=0.01,{BETAS},eps=1e-8",
    f"adamw,lr=0.01,{BETAS},eps=1e-8,weight_decay=0.1",
    f"amsgrad,lr=0.01,{BETAS},eps=1e-8,form=optax",
    f"adamax,lr=0.01,{BETAS},eps=1e-8",
    f"radam,lr=0.01,{BETAS},eps=0",
    f"adabelief,lr=0.01,{BETAS},eps=1e-16",
    f"yogi,lr=0.01,{BETAS},eps=0.001,bias_correction=1",
    "adadelta,lr=1,rho=0.9,eps=1e-6",
    "adan,lr=0.01,beta1=0.98,beta2=0.5,beta3=0.99,eps=1e-8",
    f"lion,lr=0.01,{BETAS},weight_decay=0.1",
    "sign-gd,lr=0.01",
    "polyak,lr=1,max_lr=2",
    f"sophia,lr=0.01,{BETAS},rho=0.01,eps=1e-8,interval=10,form=optax",
    "schedule-free,lr=0.1,beta=0.9",
    "muon,lr=0.01,momentum=0.95,nesterov=0,weight_decay=0.1",
)


def transformation(item: str) -> Any:
    """Return optax's optimizer for an item of the query."""
    name, v = read(item)
    lr = v["lr"]
    betas = {"b1": v.get("beta1"), "b2": v.get("beta2")}
    if name == "adagrad":
        return optax.adagrad(lr, v["s0"], v["eps"])
    if name == "rmsprop":
        return optax.rmsprop(
            lr,
            v["beta"],
            v["eps"],
            initial_scale=v.get("s0", 0.0),
            eps_in_sqrt=bool(v.get("eps_inside")),
            momentum=v.get("momentum"),
            bias_correction=bool(v.get("bias_correction")),
        )
    if name == "adadelta":
        return optax.adadelta(lr, v["rho"], v["eps"])
    if name == "adabelief":
        return optax.adabelief(lr, **betas, eps=v["eps"], eps_root=v["eps"])
    if name in ("lion", "adamw"):
        eps = {"eps": v["eps"]} if "eps" in v else {}
        return getattr(optax, name)(lr, **betas, **eps, weight_decay=v["weight_decay"])
    if name == "adan":
        more = {"eps": v["eps"], "eps_root": 0.0}
        return optax.adan(lr, **betas, b3=v["beta3"], **more)
    if name == "sign-gd":
        return optax.sign_sgd(lr)
    if name == "polyak":
        return optax.polyak_sgd(v["max_lr"], scaling=lr)
    if name == "sophia":
        more = {"eps": v["eps"], "gamma": v["rho"], "update_interval": int(v["interval"])}
        return optax.contrib.sophia(lr, **betas, **more, weight_decay=0.0)
    if name == "schedule-free":
        return optax.contrib.schedule_free_sgd(lr, b1=v["beta"])
    if name == "muon":
        return optax.contrib.muon(lr, beta=v["momentum"], eps=0.0, weight_decay=v["weight_decay"], nesterov=False)
    return getattr(optax, name)(lr, **betas, eps=v["eps"])


def begin(item: str, state: Any) -> Any:
    """Return the state before the first step."""
    if read(item)[0] != "yogi":
        return state
    first, *rest = state
    return (first._replace(mu=0 * first.mu), *rest)


def more_of(item: str, row: Any) -> dict[str, Any]:
    """Return what optax's optimizer takes besides the gradient; row: of ``beside``."""
    name = read(item)[0]
    if name == "polyak":
        return {"value": row[0]}
    if name == "sophia":  # its random signs find a diagonal exactly
        return {"obj_fn": lambda x: 0.5 * (row[4] * x[0] * x[0] + row[7] * x[1] * x[1])}
    return {}


def feed(item: str) -> Feed:
    """Return what feeds optax's optimizer for an item with gradients."""
    matrix = read(item)[0] == "muon"  # which sees two numbers as a column
    averaged = read(item)[0] == "schedule-free"  # whose gradients are taken at y, and whose position is another

    def run(sequence: Array, put_back: bool) -> Array:
        numbers = jax.numpy
        x = numbers.zeros((2, 1) if matrix else 2)
        optimizer = transformation(item)
        state = begin(item, optimizer.init(x))

        def updated(g: Any, state: Any, x: Any, row: Any) -> Any:
            return optimizer.update(g.reshape(x.shape), state, x, **more_of(item, row))

        update = jax.jit(updated)
        rows = []
        for g, row in zip(sequence, beside(sequence), strict=True):
            if put_back:
                moved = optax.contrib.schedule_free_eval_params(state, x) if averaged else x
                x = x - moved
                state = state._replace(z=state.z - moved) if averaged else state
            step, state = update(numbers.asarray(g), state, x, numbers.asarray(row))
            x = x + step
            rows.append(np.asarray(optax.contrib.schedule_free_eval_params(state, x) if averaged else x).ravel())
        return np.array(rows)

    return run


if __name__ == "__main__":
    jax.config.update("jax_enable_x64", True)
    save("optax.npz", {"optax": optax.__version__, "jax": jax.__version__}, fed({item: feed(item) for item in ITEMS}))
