"""Coverage-guided fuzzing with atheris, by hand: it needs no place among the tests' dependencies."""
