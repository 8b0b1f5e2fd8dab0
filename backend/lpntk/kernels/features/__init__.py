"""Gradients laid out for products."""
