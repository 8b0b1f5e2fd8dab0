"""One forward and one backward pass."""
