"""Decks of a fictional organisation with hand-checked answers, and the script that draws them."""
