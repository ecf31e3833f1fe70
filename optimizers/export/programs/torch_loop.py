"""The loop of the program for PyTorch, and the class for what torch.optim does not have, assembled from blocks."""

from .parts import Parts, blocks, signature

WRITTEN = '''\
class Written(torch.optim.Optimizer):
    """A variant that torch.optim does not have: its step, on NumPy views, which share the memory of the tensors."""

    def __init__(self, x, step, p, state):
        super().__init__([x], {"lr": p[0]})
        self.rule, self.p, self.memory, self.t = step, np.array(p), np.array(state).reshape(-1, 2), 0

    @np.errstate(all="ignore")
    def step(self):
        (group,) = self.param_groups
        (x,) = group["params"]
        self.t += 1
        self.p[0] = group["lr"]  # the first hyper-parameter of every rule is its learning rate
        self.rule(x.detach().numpy(), x.grad.numpy(), self.memory, self.t, self.p)
'''
WRITTEN_NEEDING = '''\
class Written(torch.optim.Optimizer):
    """A variant that torch.optim does not have: its step, on NumPy views, which share the memory of the tensors."""

    def __init__(self, x, step, p, state, needs=(), point=None):
        super().__init__([x], {"lr": p[0]})
        self.rule, self.p, self.memory, self.t = step, np.array(p), np.array(state).reshape(-1, 2), 0
        self.needs, self.point, self.more = needs, point, {}

    def look(self, x, seen, added, decay):
        """Find what the next step needs besides the gradient, by name; call this before each step.

        Weight decay is part of the function that the rule sees; ``added`` is the noise of this step.
        """
        self.p[0] = self.param_groups[0]["lr"]
        if "loss" in self.needs:
            self.more["loss"] = float(value(x[0], x[1], q) + 0.5 * decay * x.dot(x))
        if "floor" in self.needs:
            self.more["floor"] = FLOOR
        if "gradient_at" in self.needs:
            there = x.clone()
            self.point(there.numpy(), seen.numpy(), self.memory, self.t + 1, self.p)  # changes there in place
            there.requires_grad_()
            value(there[0], there[1], q).backward()
            self.more["gradient_at"] = (there.grad + added + decay * there.detach()).numpy()
        if "hessian" in self.needs:
            there = x.clone().requires_grad_()
            (slope,) = torch.autograd.grad(value(there[0], there[1], q), there, create_graph=True)
            slope = slope + 0.0 * there  # so that it depends on there, even where it is constant
            rows = [torch.autograd.grad(part, there, retain_graph=True)[0] for part in slope]
            self.more["hessian"] = (torch.stack(rows) + decay * torch.eye(2, dtype=torch.float64)).numpy()

    @np.errstate(all="ignore")
    def step(self):
        (group,) = self.param_groups
        (x,) = group["params"]
        self.t += 1
        self.p[0] = group["lr"]  # the first hyper-parameter of every rule is its learning rate
        self.rule(x.detach().numpy(), x.grad.numpy(), self.memory, self.t, self.p, **self.more)
'''

DOC = '''\
    """Return the positions, one row a step, row 0 the start; fewer where the run leaves the finite world."""
    x = torch.tensor(start, dtype=torch.float64, requires_grad=True)
'''
BEGIN = """\
    optimizer = make(x)
"""
BEGIN_OTHER = """\
    # Where the length of a step is another's, both steps start at 0, and x moves by the result.
    own, other = (torch.zeros(2, dtype=torch.float64, requires_grad=True) for _ in range(2))
    optimizer = make(own if make_other else x)
    other_optimizer = make_other(other) if make_other else None
"""
LOOP = """\
    positions = []
    for t in range(STEPS + 1):
        x.grad = None
        loss = value(x[0], x[1], q)
        loss.backward()
        if t > 0 and not torch.isfinite(torch.stack([*x, loss, *x.grad])).all():
            break
        positions.append(x.detach().clone())
        if t == STEPS:
            break
"""
BATCH = """\
        drawn = of_rows(batches[t])
        x.grad = None
        value(x[0], x[1], drawn).backward()
"""
NOISE = """\
        x.grad += noise[t]
"""
SCHEDULE = """\
        optimizer.param_groups[0]["lr"] = float(rates[t])
"""
SEEN_BY_OTHER = """\
        other_seen = x.grad + other_decay * x.detach()
"""
DECAY = """\
        with torch.no_grad():
            if decay and decoupled:
                x.mul_(1.0 - optimizer.param_groups[0]["lr"] * decay)
            elif decay:
                x.grad += decay * x
"""
STEP = """\
        optimizer.step()
"""
LOOK = """\
        here = positions[-1]
        if isinstance(optimizer, Written):
            optimizer.look(here, x.grad, noise[t], 0.0 if decoupled else decay)
"""
LOOK_OTHER = """\
            if isinstance(other_optimizer, Written):
                other_optimizer.look(here, other_seen, noise[t], other_decay)
"""
IF_OTHER = """\
        if other_optimizer:
"""
SCHEDULE_OTHER = """\
            other_optimizer.param_groups[0]["lr"] = float(other_rates[t])
"""
STEP_AS_LONG_AS_ANOTHER = """\
            for moved, by, seen in ((own, optimizer, x.grad.clone()), (other, other_optimizer, other_seen)):
                moved.detach().zero_()
                moved.grad = seen
                by.step()
"""
STEP_AS_LONG_AS_ANOTHER_PLACED = """\
            both = (own, optimizer, x.grad.clone(), placed, x), (other, other_optimizer, other_seen, other_placed, here)
            for moved, by, seen, reads_position, begin in both:
                begin = begin.detach() if reads_position else torch.zeros(2, dtype=torch.float64)
                moved.detach().copy_(begin)
                moved.grad = seen
                by.step()
                moved.detach().sub_(begin)
"""
MOVE_AS_FAR = """\
            with torch.no_grad():
                if own.any():
                    x += torch.hypot(*other) * (own / torch.hypot(*own))
        else:
            optimizer.step()
"""
END = """\
    return torch.stack(positions)
"""


def written_class(parts: Parts) -> list[str]:
    """Return the class of variants that torch.optim does not have."""
    text = WRITTEN_NEEDING if parts.needing else WRITTEN
    return (text.replace("added, decay):", "added, decay, q):") if parts.batched else text).splitlines()


def loop(parts: Parts, by_hand: bool) -> list[str]:
    """Return the function that takes the steps; ``by_hand``: weight decay is not left to torch.optim."""
    decays = by_hand or parts.needing
    arguments = ["start", "make", *(["rates"] if parts.scheduled else [])]
    arguments += ["decay=0.0", "decoupled=False"] if decays else []
    arguments += ["make_other=None", "other_decay=0.0"] if parts.grafted else []
    arguments += ["placed=False", "other_placed=False"] if parts.grafted and parts.needing else []
    arguments += ["other_rates=()"] if parts.scheduled and parts.grafted else []
    batch = BATCH if parts.batched else ""
    noise, decay = NOISE if parts.noisy else "", DECAY if decays else ""
    schedule, schedule_other = (SCHEDULE, SCHEDULE_OTHER) if parts.scheduled else ("", "")
    look, look_other = (LOOK, LOOK_OTHER) if parts.needing else ("", "")
    if parts.batched:
        look, look_other = (
            look.replace("else decay)", "else decay, drawn)"),
            look_other.replace("_decay)", "_decay, drawn)"),
        )
    before = blocks(DOC, BEGIN_OTHER if parts.grafted else BEGIN, LOOP, batch, noise, schedule)
    if parts.grafted:
        taken = STEP_AS_LONG_AS_ANOTHER_PLACED if parts.needing else STEP_AS_LONG_AS_ANOTHER
        step = blocks(SEEN_BY_OTHER, decay, look, IF_OTHER, schedule_other, look_other, taken, MOVE_AS_FAR)
    else:
        step = blocks(decay, look, STEP)
    return [*signature("descend", arguments), *before, *step, *blocks(END)]
