"""The sample season: people, campaigns, gates, work that waits; never in production."""
