"""The draw as pure functions of public files: no Django, no database, no clock, no chance of
its own. The specification is docs/reference/draw.md."""
