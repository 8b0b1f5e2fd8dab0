"""What an analysis will take, before it is computed."""
