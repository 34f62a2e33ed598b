"""How documents and their words are named outside: permalinks, Akoma Ntoso (LegalDocML), CSV on the Web."""
