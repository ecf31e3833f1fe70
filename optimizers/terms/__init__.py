"""What all other rooms use: parameters, text, errors, types."""
