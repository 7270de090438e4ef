"""Tests and development tools."""
