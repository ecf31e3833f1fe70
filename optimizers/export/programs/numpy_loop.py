"""The loop of the program for NumPy, assembled from blocks: it has what a scenario asks for and nothing else."""

from .parts import Parts, blocks, signature

BEGIN = """\
    x, p, state = np.array(start), np.array(p), np.array(state).reshape(-1, 2)
"""
BEGIN_OTHER = """\
    other_p, other_state = np.array(other_p), np.array(other_state).reshape(-1, 2)
"""
LOOP = """\
    slope = np.array(gradient(x[0], x[1], q))
    positions = [x]
    for t in range(1, STEPS + 1):
        x, seen = x.copy(), slope + noise[t - 1]
"""
LOOP_OF_BATCHES = """\
    positions = [x]
    for t in range(1, STEPS + 1):
        drawn = of_rows(batches[t - 1])
        x, seen = x.copy(), np.array(gradient(x[0], x[1], drawn)) + noise[t - 1]
"""
SEEN_BY_OTHER = """\
        other_seen = seen + other_decay * x
"""
DECAY = """\
        if decay and decoupled:
            x *= 1.0 - rates[t - 1] * decay
        elif decay:
            seen += decay * x
"""
STEP = """\
        p[0] = rates[t - 1]  # the first hyper-parameter of every rule is its learning rate
        step(x, seen, state, t, p)  # changes x and state in place
"""
STEP_AS_LONG_AS_ANOTHER = """\
        p[0] = 1.0 if other_step else rates[t - 1]  # the learning rate; a direction does not depend on it
        if other_step:
            own, other = np.zeros(2), np.zeros(2)
            other_p[0] = other_rates[t - 1]
            step(own, seen, state, t, p)  # changes own and state in place
            other_step(other, other_seen, other_state, t, other_p)
            direction = length_and_direction(own)[1]
            if direction is not None:
                x += length_and_direction(other)[0] * direction
        else:
            step(x, seen, state, t, p)
"""
END = """\
        slope = np.array(gradient(x[0], x[1], q))
        if not np.isfinite([*x, value(x[0], x[1], q), *slope]).all():
            break
        positions.append(x)
    return np.array(positions)
"""
RETURNS = "Return the positions, one row a step, row 0 the start; fewer rows where the run leaves the finite world."
DOC = f'''\
    """{RETURNS}"""
'''
DOC_OTHER = f'''\
    """{RETURNS}

    With ``other_step`` each step keeps its direction and takes the length of the step that this other rule would take,
    which sees the same gradients and has hyper-parameters, a state, rates and a weight decay of its own. Both steps are
    taken from 0, where no digit is lost.
    """
'''

LENGTH = '''\
def length_and_direction(d):
    """Return the length of a step and its direction, None where it has none; no square underflows or overflows."""
    largest = max(abs(d[0]), abs(d[1]))
    if not largest > 0.0:
        return 0.0, None
    a, b = d / largest
    norm = np.sqrt(a * a + b * b)
    return largest * norm, np.array([a / norm, b / norm])
'''

NEEDED = '''\
def needed(names, point, x, seen, added, decay, state, t, p):
    """Return what a step needs besides the gradient, by name.

    Weight decay is part of the function that the rule sees; ``added`` is the noise of this step.
    """
    found = {}
    if "loss" in names:
        found["loss"] = value(x[0], x[1], q)
        if decay:
            found["loss"] += 0.5 * decay * (x[0] * x[0] + x[1] * x[1])
    if "floor" in names:
        found["floor"] = FLOOR
    if "gradient_at" in names:
        there = x.copy()
        point(there, seen, state, t, p)  # changes there in place
        found["gradient_at"] = np.array(gradient(there[0], there[1], q)) + added
        if decay:
            found["gradient_at"] += decay * there
    if "hessian" in names:
        xx, xy, yy = hessian(x[0], x[1], q)
        found["hessian"] = np.array([[xx, xy], [xy, yy]])
        if decay:
            found["hessian"][[0, 1], [0, 1]] += decay
    return found
'''
STEP_NEEDING = """\
        p[0] = rates[t - 1]  # the first hyper-parameter of every rule is its learning rate
        coupled = 0.0 if decoupled else decay
        more = needed(needs, point, positions[-1], seen, noise[t - 1], coupled, state, t, p)
        step(x, seen, state, t, p, **more)  # changes x and state in place
"""
STEP_AS_LONG_AS_ANOTHER_NEEDING = """\
        coupled, here = 0.0 if decoupled else decay, positions[-1]
        free = other_step and not needs and not placed  # of the learning rate: a direction does not depend on it
        p[0] = 1.0 if free else rates[t - 1]
        more = needed(needs, point, here, seen, noise[t - 1], coupled, state, t, p)
        if other_step:
            other_p[0] = other_rates[t - 1]
            other_more = needed(
                other_needs, other_point, here, other_seen, noise[t - 1], other_decay, other_state, t, other_p
            )
            own, other = x.copy() if placed else np.zeros(2), here.copy() if other_placed else np.zeros(2)
            step(own, seen, state, t, p, **more)  # changes own and state in place
            other_step(other, other_seen, other_state, t, other_p, **other_more)
            if placed:
                own -= x
            if other_placed:
                other -= here
            direction = length_and_direction(own)[1]
            if direction is not None:
                x += length_and_direction(other)[0] * direction
        else:
            step(x, seen, state, t, p, **more)
"""


def loop(parts: Parts) -> list[str]:
    """Return the function that takes the steps, and those that it calls."""
    arguments = ["start", "step", "p", "state", "rates"]
    arguments += ["needs=()", "point=None"] if parts.needing else []
    arguments += ["placed=False"] if parts.needing and parts.grafted else []
    arguments += ["decay=0.0", "decoupled=False"] if parts.decayed or parts.needing else []
    others = ["other_step=None", "other_p=None", "other_state=()", "other_rates=()", "other_decay=0.0"]
    others += ["other_needs=()", "other_point=None", "other_placed=False"] if parts.needing else []
    arguments += others if parts.grafted else []
    looping, needed = (LOOP_OF_BATCHES, _of_batches) if parts.batched else (LOOP, str)
    decay = DECAY if parts.decayed or parts.needing else ""
    if parts.grafted:
        step = STEP_AS_LONG_AS_ANOTHER_NEEDING if parts.needing else STEP_AS_LONG_AS_ANOTHER
        body = blocks(DOC_OTHER, BEGIN, BEGIN_OTHER, looping, SEEN_BY_OTHER, decay, needed(step), END)
    else:
        body = blocks(DOC, BEGIN, looping, decay, needed(STEP_NEEDING if parts.needing else STEP), END)
    helpers = [needed(NEEDED)] if parts.needing else []
    helpers += [LENGTH] if parts.grafted else []
    called = [line for helper in helpers for line in [*helper.splitlines(), "", ""]]
    return [*signature("descend", arguments), *body, "", "", *called]


def _of_batches(text: str) -> str:
    """Return a block in which what a step needs is that of its minibatch."""
    for before, after in (
        ("state, t, p):", "state, t, p, q):"),
        ("coupled, state, t, p)", "coupled, state, t, p, drawn)"),
        ("other_decay, other_state, t, other_p\n", "other_decay, other_state, t, other_p, drawn\n"),
    ):
        text = text.replace(before, after)
    return text
