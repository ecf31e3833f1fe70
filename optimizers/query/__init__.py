"""From a text to a scenario: the one place where user input becomes numbers."""
