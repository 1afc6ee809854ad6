"""Spaced repetition for people who program."""

__version__ = "0.1.0"
