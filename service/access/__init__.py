"""Who may come in and what he may see: accounts, sessions, tokens, collections with their readers, the audit log."""
