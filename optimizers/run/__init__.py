"""From a scenario to its runs and their metrics."""
