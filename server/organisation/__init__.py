"""The organisation behind this server: its name, its languages, and whom to call at once."""
