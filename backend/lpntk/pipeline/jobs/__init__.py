"""Who computes, and when."""
