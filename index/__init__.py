"""Documents in, ranked passages out: storage, vectors, postings; knows no question."""
