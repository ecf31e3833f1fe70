"""The update rules, in groups, in the order of the menu. A new rule is one file here and one line in a group."""

from collections.abc import Mapping
from itertools import chain

from ..terms.family import Family
from .adabelief import ADABELIEF
from .adadelta import ADADELTA
from .adagrad import ADAGRAD
from .adam import ADAM
from .adamax import ADAMAX
from .adamw import ADAMW
from .adan import ADAN
from .amsgrad import AMSGRAD
from .bfgs import BFGS
from .cg import CG
from .clipped_gd import CLIPPED_GD
from .custom import CUSTOM
from .line_search import LINE_SEARCH
from .lion import LION
from .momentum import MOMENTUM
from .muon import MUON
from .nadam import NADAM
from .nelder_mead import NELDER_MEAD
from .newton import NEWTON
from .normalized_gd import NORMALIZED_GD
from .polyak import POLYAK
from .qhm import QHM
from .radam import RADAM
from .rmsprop import RMSPROP
from .rprop import RPROP
from .rule import Rule
from .schedule_free import SCHEDULE_FREE
from .sgd import SGD
from .shampoo import SHAMPOO
from .sign_gd import SIGN_GD
from .signum import SIGNUM
from .sophia import SOPHIA
from .yogi import YOGI

GROUPS: Mapping[str, tuple[Rule, ...]] = {
    "Core": (
        SGD,
        MOMENTUM,
        RMSPROP,
        ADAM,
        NORMALIZED_GD,
        CLIPPED_GD,
        QHM,
    ),
    "Adaptive": (
        ADAGRAD,
        ADADELTA,
        ADAMW,
        AMSGRAD,
        NADAM,
        ADAMAX,
        RADAM,
        ADABELIEF,
        YOGI,
        ADAN,
    ),
    "Sign and modern": (
        SIGN_GD,
        SIGNUM,
        LION,
        RPROP,
        SCHEDULE_FREE,
        MUON,
    ),
    "Curvature": (
        NEWTON,
        POLYAK,
        SOPHIA,
        SHAMPOO,
    ),
    "Baselines": (
        LINE_SEARCH,
        CG,
        BFGS,
        NELDER_MEAD,
    ),
}

RULES: tuple[Rule, ...] = tuple(chain.from_iterable(GROUPS.values()))

FAMILIES: tuple[Family[Rule], ...] = (CUSTOM,)
"""The rules that a typed text defines, in the order of the menu, after the others."""

FIRST_VIEW: tuple[Rule, ...] = (SGD, MOMENTUM, RMSPROP, ADAM)
"""The optimizers of a scenario that does not name any."""
