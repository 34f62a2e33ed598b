"""The pages: answers in, HTML out. Asks only the service."""
