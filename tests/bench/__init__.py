"""Measures a run against answers made by hand; a tool of the developers, not a public command."""
