"""Pages of registration, one file per subject."""
