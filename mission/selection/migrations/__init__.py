"""Migrations of the selection."""
