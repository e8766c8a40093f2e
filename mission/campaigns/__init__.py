"""Campaigns (الحملات): licensed organisers, the seats they hold, and their pilgrims."""
