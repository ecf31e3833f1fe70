"""The modules of the page's engine that the service writes: rules and surfaces, and the forms of rules."""

import logging
from functools import cache

from optimizers.export.forms_module import forms_module
from optimizers.export.page_module import page_module

log = logging.getLogger(__name__)

ENGINE = "js/engine/translated.js"
FORMS = "js/engine/why/forms.js"
"""Their paths in the folder of static files."""


@cache
def engine_module() -> bytes:
    """Return the module. What is missing in it is logged as an error, and pages ask the server for it."""
    module = page_module()
    for title, reason in module.refused.items():
        log.error("%s cannot be translated, so pages ask the server for its runs: %s", title, reason)
    return module.text.encode()


def made_modules() -> dict[str, bytes]:
    """Return all modules that the service writes, by their paths."""
    return {ENGINE: engine_module(), FORMS: forms_module().encode()}
