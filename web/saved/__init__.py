"""The page of saved searches."""
