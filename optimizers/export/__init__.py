"""Files of a scenario: tables, programs, citation."""
