"""From samples to gradients: model and samples, looked at once."""
