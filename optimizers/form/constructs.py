"""The constructs of Python that the form has, and the names of all others in errors."""

import ast
import builtins
from typing import Any

import numpy as np

OPERATORS: dict[type[ast.operator], Any] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
COMPARISONS: dict[type[ast.cmpop], Any] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}
CALLABLE: tuple[tuple[Any, str], ...] = (
    (np.sqrt, "sqrt"),
    (np.floor, "floor"),
    *((getattr(builtins, name), name) for name in ("abs", "min", "max", "int", "float", "len")),
)
INSTEAD: dict[type[ast.operator], str] = {ast.Pow: "; write g * g for a square", ast.FloorDiv: "; write floor(a / b)"}

STATEMENTS = "statements are assignments, if, while, for over a range, continue, break, return and calls"
EXPRESSIONS = (
    "expressions are numbers, names, elements such as x[i], + - * /, comparisons, and, or, not, a if b else c, calls"
)
FUNCTIONS = (
    "functions are numpy's sqrt and floor, abs, min, max, int, float, len, those of optimizers/form/elementary.py, and "
    "plain functions of the library"
)
CONSTANTS = "a name is an argument, a variable, or in its file a number or a tuple of numbers, all whole or none"

NAMED: dict[type[ast.AST], str] = {
    ast.ListComp: "a list comprehension",
    ast.SetComp: "a set comprehension",
    ast.DictComp: "a dict comprehension",
    ast.GeneratorExp: "a generator expression",
    ast.List: "a list",
    ast.Dict: "a dict",
    ast.Set: "a set",
    ast.Tuple: "a tuple within an expression",
    ast.Lambda: "a lambda",
    ast.NamedExpr: "an assignment with :=",
    ast.JoinedStr: "a string",
    ast.Starred: "a star",
    ast.Slice: "a slice",
    ast.Subscript: "an element of what has no name",
    ast.Compare: "a comparison with in or is",
    ast.AnnAssign: "an annotated assignment",
    ast.With: "a with statement",
    ast.Try: "a try statement",
    ast.Raise: "a raise statement",
    ast.Assert: "an assert statement",
    ast.Import: "an import within a function",
    ast.ImportFrom: "an import within a function",
    ast.FunctionDef: "a function within a function",
    ast.ClassDef: "a class",
    ast.Pass: "a pass statement",
    ast.Delete: "a del statement",
    ast.Global: "a global statement",
    ast.Nonlocal: "a nonlocal statement",
    ast.Yield: "a yield",
    ast.Await: "an await",
    ast.Match: "a match statement",
    ast.UnaryOp: "the operator ~",
    ast.Pow: "**",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.MatMult: "@",
    ast.BitAnd: "&",
    ast.BitOr: "|",
    ast.BitXor: "^",
    ast.LShift: "<<",
    ast.RShift: ">>",
}


def called(node: ast.AST) -> str:
    """Return the name of a construct in an error."""
    match node:
        case ast.Constant(value=value):
            return f"the constant {value!r}"
        case ast.Attribute():
            return f"the attribute {ast.unparse(node)}"
        case ast.Expr(value=value):
            return f"a statement that is only {ast.unparse(value)}"
    return NAMED.get(type(node), f"the construct {type(node).__name__}")
