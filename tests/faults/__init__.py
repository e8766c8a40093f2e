"""Programs and servers killed while they work."""
