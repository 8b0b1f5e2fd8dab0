"""What the command's exit status says."""

UNEXPECTED = 1
INPUT = 2
INTERRUPTED = 130
