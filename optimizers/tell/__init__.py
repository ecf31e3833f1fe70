"""Sentences and tables made from numbers."""
