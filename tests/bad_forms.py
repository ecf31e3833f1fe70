"""What is not in the form, and what the error says of it; each stands as a body under ``HEAD``."""

BAD = {
    "    x[0] = sum([a for a in g])": "sum is not part of the form; functions are",
    "    x[0] = [a for a in g][0]": "an element of what has no name is not part of the form",
    "    y = [a for a in g]": "a list comprehension is not part of the form",
    "    y = (a for a in g)": "a generator expression is not part of the form",
    "    y = lambda a: a": "a lambda is not part of the form",
    "    x[0] = g[0] ** 2": r"the operator \*\* is not part of the form; operators are \+ - \* /; write g \* g",
    "    x[0] = g[0] // 2": "the operator // is not part of the form",
    "    x[0] = g[0] % 2": "the operator % is not part of the form",
    "    x[0] = t & 1": "the operator & is not part of the form; operators are",
    "    x[0] = math.sqrt(2.0)": "the call of math.sqrt is not part of the form; import what is called by its name",
    "    x[0] = root(2.0)": "root is not part of the form; functions are numpy's sqrt and floor",
    "    x[0] = absolute(2.0)": "absolute, another name for abs, is not part of the form; call a function by",
    "    x[0], x[1] = in_half(1.0, 2.0)": "in_half, another name for halved, is not part of the form",
    "    x[0] = nowhere": "nowhere is not defined; a name is an argument",
    "    x[0] = nowhere(1.0)": "nowhere is not defined; functions are",
    "    x[0] = math": "math is not part of the form; a name is an argument",
    "    x[0] = WORD": "WORD is not part of the form",
    "    x[0] = again(1.0)": "recursion .again → other → again. is not part of the form; write a loop",
    "    x[0] = step(x, g, state, t, p)": "recursion .step → step. is not part of the form",
    "    x[:] = g": "a slice is not part of the form",
    "    x[0] = 1.0\n    x -= t": "x, an array where a number belongs; take an element",
    "    x[0] = g[0] + g": "g, an array where a number belongs; take an element",
    "    x[0] = g[0, 1] + g[0]": "g with 2 indices; g is a vector",
    "    x[0] = g[-1]": "an index from the end; indices count from 0",
    "    x[0] = g[LAST]": "an index from the end; indices count from 0",
    "    x[0] = g[0.5]": "an index of g that may not be a whole number; use whole numbers",
    "    x[0] = x[p[0]]": "an index of x that may not be a whole number",
    "    x[0] = t[0] + t": "t, an array where a number belongs",
    "    x.fill(0.0)": "the call of x.fill is not part of the form",
    "    x[0] = x.shape": "the attribute x.shape is not part of the form",
    "    x[0] = float(g[0], 1)": "float with 2 arguments is not part of the form; give it 1",
    "    x[0] = max(g[0], g[1], 0.0)": "max with 3 arguments",
    "    x[0] = halved(g[0])": "halved with 1 arguments; give it 2",
    "    x[0] = halved(a=1.0, b=2.0)": "an argument given by keyword",
    "    x[0] = halved(1.0, 2.0)": "halved, which returns 2 values, for 1",
    "    a, b, c = halved(1.0, 2.0)": "halved, which returns 2 values, for 3",
    "    a, b = sqrt(2.0)": "sqrt where its number of values does not fit",
    "    a, b = t": "several names for one value",
    "    a, b = 1.0, 2.0, 3.0": "3 values for 2 names",
    "    a = b = 1.0": "an assignment with two = is not part of the form",
    "    a: float = 1.0": "an annotated assignment is not part of the form",
    "    (a := 1.0)": "a statement that is only",
    "    x[0] = (a := 1.0)": "an assignment with := is not part of the form",
    "    for a in g:\n        x[0] = a": "a loop over g is not part of the form",
    "    for i in range(2):\n        x[i] = 0.0\n    else:\n        x[0] = 1.0": "an else of a loop",
    "    for i in range(0, 2, t):\n        x[i] = 0.0": "a loop whose step is not a number",
    "    for i in range(p[0]):\n        x[0] = 0.0": "a bound of a range that may not be a whole number",
    "    for i in range(2):\n        i = 1": "i, a loop counter that is also used for something else; give",
    "    i = 1\n    for i in range(2):\n        x[0] = 1.0": "i, a loop counter that is also used for something else",
    "    for t in range(2):\n        x[0] = 1.0": "t, a loop counter that is also used for something else",
    "    for i in range(2):\n        for i in range(2):\n            x[0] = 1.0": "i, a loop counter that is also used",
    "    while t < 1:\n        x[0] = 0.0\n    else:\n        x[0] = 1.0": "an else of a loop",
    "    with t:\n        x[0] = 0.0": "a with statement is not part of the form",
    "    try:\n        x[0] = 0.0\n    finally:\n        x[0] = 1.0": "a try statement is not part of the form",
    "    raise ValueError": "a raise statement is not part of the form",
    "    assert t": "an assert statement is not part of the form",
    "    import math": "an import within a function is not part of the form",
    "    def inner():\n        return 1.0": "a function within a function is not part of the form",
    "    global LAST": "a global statement is not part of the form",
    "    pass": "a pass statement is not part of the form",
    "    x[0] = 'a'": "the constant 'a' is not part of the form",
    "    x[0] = True": "the constant True is not part of the form",
    "    x[0] = 1j": "the constant 1j is not part of the form",
    "    x[0] = f'{t}'": "a string is not part of the form",
    "    x[0] = 1.0 if t in (1, 2) else 0.0": "a comparison with in or is is not part of the form",
    "    x[0] = 2.0 * (t > 1)": "a condition where a number belongs; write 1.0 if a < b else 0.0",
    "    x[0] = t > 1": "a condition where a number belongs",
    "    x[0] = t and 1.0": "a condition where a number belongs",
    "    a = t > 1\n    a = 1.0": "a, a number in one place and a condition in another",
    "    x[0] = a\n    a = 1.0": "a may have no value here; give a variable a value on each path",
    "    if t == 1:\n        a = 1.0\n    x[0] = a": "a may have no value here",
    "    for i in range(t):\n        a = 1.0\n    x[0] = a": "a may have no value here",
    "    return\n    x[0] = 1.0": "a statement that is never reached; leave it out",
    "    if t == 1:\n        return 1.0": "step may end without a result; end each path with return",
    "    if t == 1:\n        return 1.0\n    return 1.0, 2.0": "step returns different numbers of values",
    "    TABLE[0] = 1.0": "an assignment to an element of TABLE, a constant",
    "    x[0] = TABLE[0, 1]": "TABLE with 2 indices; TABLE is a table",
    "    x[0] = LAST[0]": "an element of LAST, which is no array",
    "    x[0] = len(t) + t": "t, an array where a number belongs",
    "    x[0] = MIXED[0]": "MIXED is not part of the form",
    "    x[0] = HALF[0]": "HALF is not part of the form; a name is an argument, .* numbers, all whole or none",
    "    x[0] = EMPTY[0]": "EMPTY is not part of the form",
    "    x[0] = print(t)": "print is not part of the form",
    "    x[0] = ~t": "the operator ~ is not part of the form",
}
HEAD = """\
import math
from math import sqrt as root

from numpy import sqrt

LAST = -1
absolute = abs
WORD = "word"
TABLE = (1.0, 2.0)
MIXED = (1.0, "a")
HALF = (0.5, 1)
EMPTY = ()


def halved(a, b):
    return 0.5 * a, b / 2


in_half = halved


def again(a):
    return other(a)


def other(a):
    return again(a)


def step(x, g, state, t, p):
"""
