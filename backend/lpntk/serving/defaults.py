"""Where the server listens, where nothing else is said. Apart from the server, which takes long to import."""

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8000
