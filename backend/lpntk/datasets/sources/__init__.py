"""One file a way in which samples are given; registry.py has them all."""
