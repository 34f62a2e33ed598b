"""What documents commit to, each fact tied to the words that say it."""
