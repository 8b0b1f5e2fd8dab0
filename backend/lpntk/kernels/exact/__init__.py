"""The kernel itself, in tiles, under a memory budget."""
