"""Pages of permits: the overview, pilgrims and their bracelets, sheets, keys and lists."""
