"""Decks of fictional organisations with hard layouts, and how well they are read."""
