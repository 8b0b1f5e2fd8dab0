"""The stages of an analysis.

Each is a function of a `Run` that computes one result and writes it, together with the note that it is
there, in a transaction that the run's fence guards. A stage whose note is there is skipped; the kernel stage
also skips the pieces that are there.
"""
