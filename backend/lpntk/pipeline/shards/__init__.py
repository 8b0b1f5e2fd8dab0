"""A kernel in shards that other processes compute, on this machine or elsewhere, and gathering them."""
