"""The module of rules and surfaces that the page's engine runs, a static file that the service writes."""

import logging
from functools import cache

from optimizers.export.page_module import page_module

log = logging.getLogger(__name__)

ENGINE = "js/engine/translated.js"
"""Its path in the folder of static files."""


@cache
def engine_module() -> bytes:
    """Return the module. What is missing in it is logged as an error, and pages ask the server for it."""
    module = page_module()
    for title, reason in module.refused.items():
        log.error("%s cannot be translated, so pages ask the server for its runs: %s", title, reason)
    return module.text.encode()
