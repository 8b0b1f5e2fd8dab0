"""What goes over the wire, joined to the domain and to the pipeline's views by named functions.

Bodies that a caller sends are validated field by field. What the server sends was valid before: those
models are built with `model_construct`, which costs nothing per element: a column is one `tolist`.
"""
