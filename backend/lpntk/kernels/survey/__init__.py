"""What is known of a model before the work."""
