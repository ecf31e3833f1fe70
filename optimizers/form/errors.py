"""Errors in a text that should be in the form."""

from ..terms.errors import shortened


class FormError(ValueError):
    """A rule or a surface that is not written in the form.

    file: as a person names it; line: in that file, from 1; construct: what stands there; allowed: what may stand there.

    Example:
        >>> str(FormError("optimizers/rules/lion.py", 31, "a list comprehension is not part of the form", "use a loop"))
        'optimizers/rules/lion.py, line 31: a list comprehension is not part of the form; use a loop'
    """

    def __init__(self, file: str, line: int, construct: str, allowed: str) -> None:
        self.file, self.line, self.construct, self.allowed = file, line, construct, allowed
        super().__init__(f"{file}, line {line}: {construct}; {allowed}")


class ExpressionError(ValueError):
    """A typed expression that cannot be read.

    column: where, from 1; reason: what is wrong there; allowed: what may be written.

    Example:
        >>> str(ExpressionError(3, "'z' is not a name here", "names are x and y"))
        "column 3: 'z' is not a name here; names are x and y"
    """

    def __init__(self, column: int, reason: str, allowed: str) -> None:
        self.column, self.reason, self.allowed = column, shortened(reason), allowed
        super().__init__(f"column {column}: {self.reason}; {allowed}")
