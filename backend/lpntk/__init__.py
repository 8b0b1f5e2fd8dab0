"""lpNTK: see what your training samples do to each other."""
