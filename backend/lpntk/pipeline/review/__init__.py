"""What people make of the labels of a finished analysis: decisions, lists to take home, and what follows."""
