"""How to cite a scenario: the program with its version, and the publications of the rules that it shows."""

from importlib.metadata import version
from urllib.parse import quote

from ..query.scenario import Scenario
from ..rules.rule import Source

TITLE = "Optimizer Trajectories"
AUTHORS = "Optimizer Trajectories contributors"
YEAR = 2026
URL_SAFE = ":/?&=,%~+[]!'()*;"  # characters that neither end a field nor begin an entry


def bibtex(address: str, scenario: Scenario | None = None) -> str:
    """Return BibTeX: an entry for the program at ``address``, and one for each rule of ``scenario``."""
    fields = {
        "author": f"{{{AUTHORS}}}",
        "title": f"{{{TITLE}}}",
        "year": str(YEAR),
        "version": version("optimizer-trajectories"),
        "url": _address(address),
    }
    rules = {one.name: one.rule for one in scenario.optimizers if one.rule.source.title} if scenario else {}
    entries = [_entry("software", "optimizer-trajectories", fields)]
    entries += [_entry("misc", f"{name}-{rule.source.year}", _published(rule.source)) for name, rule in rules.items()]
    return "\n".join(entries)


def _published(source: Source) -> dict[str, str]:
    authors = source.authors.replace(" et al.", " and others").replace(", ", " and ")
    where = {"note": source.where} if source.where else {}
    return {"author": authors, "title": f"{{{source.title}}}", "year": str(source.year), "url": source.url, **where}


def _entry(kind: str, key: str, fields: dict[str, str]) -> str:
    lines = (f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@{kind}{{{key},\n{''.join(lines)}}}\n"


def _address(address: str) -> str:
    return quote(address, safe=URL_SAFE)
