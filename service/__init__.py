"""A question in, an evidenced answer out; the command line and the HTTP API."""
