"""Symbols of parameters as plain text: ``\\beta_1`` is β₁."""

import re

LETTERS = {
    "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "eta": "η", "kappa": "κ", "lambda": "λ", "mu": "μ",
    "nu": "ν", "psi": "ψ", "rho": "ρ", "sigma": "σ", "tau": "τ", "theta": "θ",
}  # fmt: skip
LOWERED = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")


def plain(latex: str) -> str:
    r"""Return a symbol without LaTeX.

    >>> plain(r"\beta_1"), plain(r"\eta_{\max}"), plain(r"\mathrm{every}")
    ('β₁', 'ηmax', 'every')
    """
    text = re.sub(r"\\mathrm|[{}]", "", latex)
    text = re.sub(r"\\([a-z]+)", lambda found: LETTERS.get(found[1], found[1]), text)
    return re.sub(r"_([0-9+-]?)", lambda found: found[1].translate(LOWERED), text)
