"""Failures that are expected: a command prints what they say and ends with exit code 2."""


class Failure(Exception):
    """The message says what happened and what to do."""
