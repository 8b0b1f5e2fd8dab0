"""What the command's exit status says."""

UNEXPECTED = 1
INPUT = 2
AGAIN = 75  # EX_TEMPFAIL of sysexits.h: not done, and the same command goes on with it
INTERRUPTED = 130
