"""What the library is compared with: one file for each update rule and each surface, and recordings.

``rules/<name>.py`` has ``step(x, g, kept, t, p)``; ``surfaces/<name>.py`` has ``value(x, y, p)`` and ``minima(p)``.
Each is a few lines in long double, written from the publication, and is found by its name, with an underscore for a
hyphen. Of this repository they import nothing but ``number`` and ``minima``: a rule that is compared with itself is
always right.
"""
