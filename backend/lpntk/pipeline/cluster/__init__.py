"""The pieces of a kernel as tasks of a Ray cluster."""
