"""`python -m lpntk` is `lpntk`."""

from lpntk.cli.entry import main

main()
