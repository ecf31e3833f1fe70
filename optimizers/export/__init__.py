"""The scenario to take along: tables, programs, citation."""
