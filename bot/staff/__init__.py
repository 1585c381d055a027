"""The staff console at `/staff`: accounts and sessions, and server-rendered pages over the knowledge store's verbs."""
