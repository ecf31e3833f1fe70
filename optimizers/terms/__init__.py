"""The words that everything else is written in: parameters, text, errors, types."""
