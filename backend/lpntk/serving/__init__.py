"""The server itself: a socket, uvicorn on it, and the browser on the page."""
