"""What came of an analysis: reads only, and needs no torch."""
