"""Tables, whose rows are samples: from files to columns, and what of a sample each column is."""
