"""Where samples and a classifier come from."""
