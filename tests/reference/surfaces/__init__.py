"""One cost surface a file, apart from the library.

``value(x, y, p)`` returns f(x, y) for long doubles or arrays of them, real or complex: the gradient is found from it by
complex steps. ``minima(p)`` returns every minimum, the lower x first, of one x the lower y. p: the parameters as
attributes, long doubles; a choice is the name that was chosen.

``circles(p)``, of a surface that has some, returns every circle around the origin on which each point is a minimum, or
a maximum, along the radius: ("minimum" or "maximum", radius).

A surface with a kink adds ``gradient(x, y, p)``, for a complex step cannot see |x|.
"""
