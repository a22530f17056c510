"""Rows on disk: one database, a lane that writes, readers that cannot, and text sealed at rest."""
