"""Recording a training that somebody runs themselves, and reading what was recorded."""
