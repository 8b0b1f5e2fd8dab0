"""The HTTP API and the server of the page, on the pipeline's workspace alone."""
