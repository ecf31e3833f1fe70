"""The form: the small language that rules and surfaces are written in, its reader, its writers and its evaluator."""
