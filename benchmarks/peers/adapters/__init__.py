"""One module per contestant, each with a ``Contestant`` (see :mod:`benchmarks.peers.contestant`)."""
