"""The face for scripts and notebooks: analyse, prune, serve."""
