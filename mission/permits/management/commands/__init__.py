"""Commands of permits."""
