"""The README's snippets for course authors, as they are copied from it, and its tables."""

import re
from pathlib import Path

README = (Path(__file__).resolve().parents[1] / "README.md").read_text("utf-8")
ADDRESS = "http://127.0.0.1:8000"
_SNIPPET = re.compile(r"^\*\*([^*]+)\*\*(?:(?!^\*\*).)*?^(`{3,4})\w+\n(.*?)\n\2$", re.DOTALL | re.MULTILINE)


def snippets(server: str) -> dict[str, str]:
    """Return the snippets by the words in bold above them; ``server`` is an address without a slash at its end."""
    authors = README.split("## For course authors\n", 1)[1].split("\n### ", 1)[0]
    return {name: text.replace(ADDRESS, server) for name, _, text in _SNIPPET.findall(authors)}


def rows(first_cell: str) -> list[str]:
    """Return the rows of the table whose first column is headed ``first_cell``."""
    table = README.split(f"| {first_cell} |", 1)[1].split("\n\n", 1)[0]
    return table.splitlines()[2:]
