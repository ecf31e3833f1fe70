"""Verdicts on random scenarios over the whole catalog, read as a person reads them: grammar, names and numbers."""

import random
import re

from optimizers import OPTIMIZERS, SURFACES, Scenario
from optimizers.query.titles import titles
from optimizers.tell.marks import Part

LONGEST = 280
STEPS = (1, 2, 5, 12, 30)
KEEPS_FORM = ("fair=own", "fair=own", "fair=rate", "fair=length")


def drawn(seed: int) -> Scenario:
    """Return a random scenario: any surface, one to six optimizers, perhaps two of a kind, one to five starts."""
    chance = random.Random(seed)
    surface = chance.choice(list(SURFACES))
    kinds = [chance.choice(list(OPTIMIZERS)) for _ in range(chance.choice((1, 1, 2, 2, 3, 4, 5, 6)))]
    if len(kinds) > 1 and chance.random() < 0.25:
        kinds[1] = kinds[0]
    items = [f"surface={surface}"]
    for kind in kinds:
        values = "" if OPTIMIZERS[kind].solver or chance.random() < 0.5 else f",lr={10 ** chance.uniform(-3, 1.5):.3g}"
        if not OPTIMIZERS[kind].solver:
            values += chance.choice(("", "", "", ",schedule=cosine", ",weight_decay=0.1"))
        items.append(f"optimizer={kind}{values}")
    (left, right), (bottom, top) = SURFACES[surface].domain
    for label in "ABCDE"[: chance.choice((0, 0, 1, 2, 3, 5))]:
        items.append(f"start={label},{chance.uniform(left, right):.3g},{chance.uniform(bottom, top):.3g}")
    items += [chance.choice(("noise=0", "noise=0", "noise=0", "noise=0.5")), chance.choice(KEEPS_FORM)]
    items += [chance.choice(("target=distance", "target=loss")), f"steps={chance.choice(STEPS)}"]
    return Scenario.nearest("&".join(items))[0]


def read(scenario: Scenario, parts: list[Part]) -> None:
    """Raise AssertionError where a verdict is not said as a person would."""
    text = "".join(part.text for part in parts)
    assert 0 < len(text) <= LONGEST, text
    assert text.endswith("."), text
    assert "  " not in text, text
    assert not re.search(r"[\x00-\x1f]| [,.;:]|\.\.|,,|;\.", text), text
    assert not re.search(r"\b([A-Za-z]+) \1\b", text), f"a word twice: {text}"
    for sentence in re.split(r"(?<=\.) (?=[A-Z0-9])", text):
        assert sentence[0].isupper() or sentence[0].isdigit() or sentence.startswith(tuple(labels(scenario))), text
    called = titles(scenario)
    for part in parts:
        if part.kind == "optimizer":
            assert part.optimizer is not None
            assert part.text == called[part.optimizer], text
            assert called.count(part.text) == 1
        if part.kind == "start":
            assert part.text in labels(scenario), text
    _agree(text)
    for low, high in re.findall(r"(\d+)°[^.]*? (\d+)°", text):
        assert low != high, f"angles that are called different look equal: {text}"
    for rate, limit in re.findall(r"rate (\S+?)(?: of .+)? is above .* = (\S+)\.", text):
        assert rate != limit, text


def _agree(text: str) -> None:
    """One step is no steps, one optimizer does, several do."""
    assert not re.search(r"\b1 (?:steps|starts|optimizers|times|evaluations)\b", text), text
    assert not re.search(r"(?<![\d.])(?:[02-9]|\d\d+) (?:step|start|optimizer|evaluation)\b", text), text
    assert "None" not in text
    subject = r"(?:^(?!From)|\. (?!From)|[Ff]rom [A-Z](?:(?:, | and )(?:[A-Z]|\d+ more))*, )(?P<who>[^;:.]+?) "
    for found in re.finditer(subject + r"(?P<verb>diverges?|falls?|stays?|reaches|oscillates|is|are)\b", text):
        if re.search(r"\b(?:not|whether|from|From)\b", found["who"]):
            continue
        several = " and " in found["who"] or " more" in found["who"]
        if found["verb"] in ("is", "diverges", "falls", "stays", "reaches", "oscillates"):
            assert not several or found["who"].startswith(("No ", "Every ", "none")), text
        else:
            assert several, text


def labels(scenario: Scenario) -> list[str]:
    """Return the labels of the starts."""
    return [start.label for start in scenario.starts]


def claims(text: str) -> list[str]:
    """Return the words, names and numbers of a verdict in one order, in which the order of lists changes nothing."""
    return sorted(word for word in re.findall(r"[^\s,;:.()]+(?:\.\d+)?", text) if word != "and")
