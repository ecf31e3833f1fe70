"""A whole link or a query, as people paste it."""

import re


def link_parts(text: str) -> tuple[str, str]:
    """Return the address before the query, empty if there is none, and the query without what follows a #.

    >>> link_parts("https://example.org/embed?optimizer=sgd&steps=5#top")
    ('https://example.org/embed', 'optimizer=sgd&steps=5')
    >>> link_parts("optimizer=sgd")
    ('', 'optimizer=sgd')
    """
    link = re.match(r"([^=&?]*)\?([^#]*)", text)
    return (link[1], link[2]) if link else ("", text)
