"""The error for TeX that cannot be typeset."""


class UnknownMacroError(ValueError):
    """A macro is unknown, or the TeX cannot be read."""
