"""Composes what stands below it: analyses that are asked for, computed and read."""
