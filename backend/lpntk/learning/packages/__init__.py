"""Networks of other packages by their names there: one file a package, called as before the colon."""
