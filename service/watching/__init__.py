"""A folder as inbox: what is put into it is taken in, by itself."""
