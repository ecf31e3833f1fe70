"""From a scenario to runs and what is measured on them."""
