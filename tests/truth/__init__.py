"""Everything that is simulated, once more and apart from the library: in long double, with code of its own.

Nothing here imports the library's rules, surfaces, schedules, fairness, kernel or metrics. What is shared is the parsed
``Scenario``, names and numbers, and of ``fair=tuned`` the rates that the library found.
"""
