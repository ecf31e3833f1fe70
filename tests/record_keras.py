"""Record what Keras does, for the tests to compare with: `KERAS_BACKEND=jax python -m tests.record_keras`.

Run by hand, in any environment that has Keras, jax and numpy; it rewrites tests/reference/keras.npz, as
``tests.recording`` says. Only where Keras computes the same as a rule is it recorded. Its AdaGrad has ε under the root,
so it is compared at ε = 0; its AdamW and AMSGrad have ε where TensorFlow has it, so they are compared at an ε that no
denominator notices; its AdaMax adds ε to u, not to |g|, and is not recorded.
"""

import importlib
from typing import Any

import numpy as np

from tests.recording import Array, Feed, fed, read, save

keras: Any = importlib.import_module("keras")  # by name: those who only check types need not have it
jax: Any = importlib.import_module("jax")

BETAS = "beta1=0.9,beta2=0.99"
ITEMS = (
    "momentum,lr=0.1,beta=0.9,form=heavy-ball",
    "momentum,lr=0.1,beta=0.9,form=heavy-ball,nesterov=1",
    "rmsprop,lr=0.01,beta=0.9,eps=1e-7,eps_inside=1",
    "rmsprop,lr=0.01,beta=0.9,eps=1e-7,eps_inside=1,momentum=0.9",
    f"adam,lr=0.01,{BETAS},eps=1e-7,form=tensorflow",
    f"adamw,lr=0.01,{BETAS},eps=1e-100,weight_decay=0.1",
    f"amsgrad,lr=0.01,{BETAS},eps=1e-100,form=torch",
    f"nadam,lr=0.01,{BETAS},eps=1e-7,momentum_decay=1",
    f"lion,lr=0.01,{BETAS},weight_decay=0.1",
    "adadelta,lr=1,rho=0.95,eps=1e-7",
    "adagrad,lr=0.1,eps=0,s0=0.1",
)


def optimizer_of(item: str) -> Any:
    """Return Keras' optimizer for an item of the query."""
    name, v = read(item)
    of = keras.optimizers
    if name == "momentum":
        return of.SGD(v["lr"], momentum=v["beta"], nesterov=bool(v.get("nesterov")))
    if name == "rmsprop":
        return of.RMSprop(v["lr"], rho=v["beta"], momentum=v.get("momentum", 0.0), epsilon=v["eps"])
    if name == "adadelta":
        return of.Adadelta(v["lr"], rho=v["rho"], epsilon=v["eps"])
    if name == "adagrad":
        return of.Adagrad(v["lr"], initial_accumulator_value=v["s0"], epsilon=v["eps"])
    betas = {"beta_1": v["beta1"], "beta_2": v["beta2"]}
    if name == "lion":
        return of.Lion(v["lr"], **betas, weight_decay=v["weight_decay"])
    if name == "adamw":
        return of.AdamW(v["lr"], **betas, epsilon=v["eps"], weight_decay=v["weight_decay"])
    if name == "amsgrad":
        return of.Adam(v["lr"], **betas, epsilon=v["eps"], amsgrad=True)
    return {"adam": of.Adam, "nadam": of.Nadam}[name](v["lr"], **betas, epsilon=v["eps"])


def feed(item: str) -> Feed:
    """Return what feeds Keras' optimizer for an item with gradients."""

    def run(sequence: Array, put_back: bool) -> Array:
        x = keras.Variable(np.zeros(2), dtype="float64")
        optimizer = optimizer_of(item)
        optimizer.build([x])
        rows = []
        for g in sequence:
            if put_back:
                x.assign(np.zeros(2))
            optimizer.apply([keras.ops.convert_to_tensor(g, dtype="float64")], [x])
            rows.append(np.asarray(x.value))
        return np.array(rows)

    return run


if __name__ == "__main__":
    jax.config.update("jax_enable_x64", True)
    keras.config.set_floatx("float64")
    save("keras.npz", {"keras": keras.__version__, "jax": jax.__version__}, fed({item: feed(item) for item in ITEMS}))
