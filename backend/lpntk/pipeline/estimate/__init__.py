"""What a kernel will take, before it is computed."""
