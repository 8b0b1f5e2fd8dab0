"""What is streamed from tiles: the summary of each sample."""
