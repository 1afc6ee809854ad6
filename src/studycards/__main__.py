"""`python -m studycards` is the same as `studycards`."""

from studycards.cli import main

main()
