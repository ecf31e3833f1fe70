"""Errors in a text that should be in the form."""

from ..terms.errors import TextError


class FormError(ValueError):
    """A rule or a surface that is not written in the form.

    file: as a person names it; line: in that file, from 1; construct: what is there; allowed: what may be there.

    Example:
        >>> str(FormError("optimizers/rules/lion.py", 31, "a list comprehension is not part of the form", "use a loop"))
        'optimizers/rules/lion.py, line 31: a list comprehension is not part of the form; use a loop'
    """

    def __init__(self, file: str, line: int, construct: str, allowed: str) -> None:
        self.file, self.line, self.construct, self.allowed = file, line, construct, allowed
        super().__init__(f"{file}, line {line}: {construct}; {allowed}")


class ExpressionError(TextError):
    """A typed expression that cannot be read.

    Example:
        >>> str(ExpressionError(3, "'z' is not a name here", "names are x and y"))
        "column 3: 'z' is not a name here; names are x and y"
    """
