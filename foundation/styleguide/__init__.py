"""A page that shows every component in both directions, with the markup that makes it."""
