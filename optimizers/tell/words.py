"""The words of the verdict and the numbers that choose them, for the library and for the page.

``export.page_module`` writes both into the page's engine, whose verdict is made in ``static/js/tell/``. In a template
``{name}`` is a value, and of ``[one|many]`` the first is taken for a count of 1, otherwise the second.
"""

import re
from collections.abc import Mapping

from ..query import naming

WORDS: Mapping[str, str] = {
    "list": naming.LIST,
    "either": naming.EITHER,
    "clauses": "{words}, and {last}",
    "more": naming.MORE,
    "steps": "{count} [step|steps]",
    "starts left": "see the scoreboard for {count} more [start|starts]",
    "more starts": "See the scoreboard for {count} more [start|starts].",
    "optimizers left": "{count} more [optimizer|optimizers] from other starts",
    # where a run is
    "one ring": "the ring",
    "a ring": "a ring",
    "tolerance": "the tolerance",
    "in": "in {there}",
    "within": "within {there}",
    "one minimum": "minimum",
    "nearest minimum": "nearest minimum",
    "no minimum": "the surface has no minimum",
    "none found": "no minimum was found",
    "unreachable": "{reason}, so no run can reach one.",
    # what it does
    "stay": "[stays|stay] {where}",
    "reach": "[reaches|reach] {there}",
    "come": "[comes|come] within {there}",
    "escape": "[escapes|escape] the saddle",
    "diverge": "[diverges|diverge]",
    "fall": "[falls|fall] without end",
    "fall off": "[falls|fall] until f has no finite value",
    "stop": "[stops|stop]",
    # it diverges
    "all diverge": "Every run diverges",
    "rate above": ": its rate {rate} is above {formula} = {limit}",
    "rate above, whose": "; {name}'s rate {rate} is above {formula} = {limit}",
    "rate above, of": "; the rate {rate} of {name} is above {formula} = {limit}",
    "stops": "{who}: the update gives a number that is not finite",
    "rounding diverges": "Rounding decides whether {who}",
    "nowhere": "No run can begin at {starts}: f has no finite value there",
    "falls": "{who}: {reason}",
    "From start": "From {starts}, {who} {does}",
    "who from": "{who} {does} from {starts}",
    "others from": "{who} from {starts}",
    # a typed optimizer and one of the catalog
    "equal bits": "{own} equals {other} to the last bit in [its only step|all {count} steps].",
    "equal but rounding": "{own} equals {other} up to rounding: the paths differ by at most {largest} of the position.",
    "rounding parts": "{own} equals {other} up to rounding, which drives their paths apart.",
    "differs": "{own} differs from {other} from step {step} on.",
    # where nothing moves, or a run begins inside
    "at minima": "{starts} [is a minimum|are minima]",
    "at saddles": "{starts} [is a saddle point|are saddle points]",
    "at maxima": "{starts} [is a maximum|are maxima]",
    "level": "{points}: the gradient is zero there",
    "pulled": "{points}: the gradient is zero there, but weight decay moves {who} away",
    "pulled from": "{points}: the gradient is zero there, but weight decay moves {pulls}",
    "pulls": "{who} away from {starts}",
    "on line": "{starts} [lies|lie] on the line {line}, along which the gradient leads to the saddle",
    "begins inside": "{starts} [is|are] already {where} at step 0.",
    # first steps
    "whose": "{name}'s",
    "degrees": "{angle}°",
    "for the worst": "{high} for {worst}",
    "for the others": "up to {high} for the others ({worst})",
    "first steps of": "From {start}, the first steps point {low} away from the {minimum} for {best}, and {rest}.",
    "steps of": "From {start}, they point {low} away for {best}, and {rest}.",
    "turned, of": "From {start} it is the other way round: {low} for {best}, and {high} for {worst}.",
    "turned": "From {start} it is the other way round: {best} {low}, {worst} {high}.",
    "first aims": "From {start}, {best} first [step points|steps point] {low} away from the {minimum}, {rest}.",
    "aims": "From {start}, {best} [points|point] {low} away, {rest}.",
    "aim of the others": "the others' up to {high} ({worst})",
    "aim of the worst": "{worst} {high}",
    # who is first
    "first": "[is|are] the first to {does}",
    "winner": "from {starts}, {who} {does}",
    "next winner": "from {starts} it is {who}",
    "at step": "{start} ({step})",
    "step": "step {step}",
    "step on": "step {step} on",
    "evaluations": "{step}, after {count} [evaluation|evaluations]",
    "rounding, alone": "from {starts}, rounding decides from which step {who} stays {where}",
    "rounding": "from {starts}, rounding decides which optimizer is the first to stay {where}",
    "alone does not": "{who} does not {does}",
    "no run": "No run {does}",
    "none within": "{none} from {starts} in {steps}",
    "rest, alone": "from {starts}, it does not in {steps}",
    "rest of two": "from {starts}, neither does in {steps}",
    "rest": "from {starts}, none does in {steps}",
    "below": "{starts} [lies|lie] below the saddle",
    "one local": "the run is {where}",
    "both local": "both runs are {where}",
    "all local": "all these runs are {where}",
    "circles": "on circles of local minima",
    "local minima": "at minima that are not the lowest",
    "circle": "on a circle of local minima",
    "local minimum": "at a minimum that is not the lowest",
    "local, alone": "from {starts}, it is {where}",
    "local": "from {starts}, {who} [is|are] {where}",
    "only until": "from {start}, {who} [stays|stay] {where} only until step {step}",
    "only a while": "from {start}, {who} [stays|stay] {where} only for a while",
    "balancing": "from {start}, rounding decides whether {who} [stays|stay] {where}",
    "late": "from {starts}, {who} [is|are] {where} at the end, but too briefly to count as staying",
    # it oscillates
    "oscillates": "From {start}, {who} oscillates: {turns}.",
    "oscillates most": "From {start}, {who} oscillates most: {turns}.",
    "turns": "{axis} turns back {count} times",
    "both turn": "x and y turn back {count} times in all",
}

NUMBERS: Mapping[str, float] = {
    "named": naming.SHOWN,  # names of a longer list
    "longest": 220,  # characters of a verdict, about
    "rules": 2,  # of which the verdict has the answers
    "often": 4,  # flips in both coordinates together; with so many a run oscillates
    "diverging": 150,  # characters for clauses on who diverges, each on the optimizers with the same starts
    "clear": 1.0,  # degrees: first steps that differ by less point the same way
    "aims": 3,  # starts whose first steps are named
    "sentence": 190,  # characters, about: who is first from which starts
    "room": 240,  # characters, about: the same with clauses
    "clauses": 2,  # on starts from which no run is known to stay
    "rounding": 2e-14,  # relative to the position: what one step changes by the order of its operations
    "apart": 1e-9,  # paths that are further apart have parted
    "rounded": 1e-12,  # where rounding drives paths apart, the step before is no closer than this
    "above": 1e-9,  # relative: a rate nearer to the limit of stability than this may be the limit, rounded
    "aside": 1e-9,  # of the distance from the origin: a smaller component along the steep axis may be rounding
}

CHOSEN = re.compile(r"\[([^|\]]*)\|([^\]]*)\]")
VALUE = re.compile(r"\{(\w+)\}")


def say(name: str, how_many: int = 1, /, **values: object) -> str:
    """Return the template of that name, for ``how_many`` and with ``values``.

    >>> say("first", 2, does="escape the saddle")
    'are the first to escape the saddle'
    """
    template = CHOSEN.sub(lambda found: found[1 if how_many == 1 else 2], WORDS[name])
    return VALUE.sub(lambda found: str(values[found[1]]), template)
