"""Networks of other packages by their names there: one file a package, found by what stands before the colon."""
