"""One update rule a file, apart from the library.

``step(x, g, kept, t, p)`` returns what a rule adds to the position.

x, g: position and gradient, each (2,) in long double. kept: what the rule remembers, by names of its own; empty before
the first step. t: the number of the step, from 1. p: the hyper-parameters as attributes, long doubles; a choice is the
name that was chosen. p.lr is the rate of this step.

A rule that needs more than the gradient where it is takes a sixth argument, ``f``: ``f.value(x)``, ``f.gradient(x)``,
``f.hessian(x)`` at any point, and ``f.floor()`` (see ``tests.reference.seen``).

A solver has ``path(f, x, steps, p, lengths)`` instead, which yields the position after each step, as many as it takes.
lengths: of the steps of the run that is compared, for methods whose line search is SciPy's: the reference finds where
these steps lead.
"""
