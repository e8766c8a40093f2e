"""The rules of registration in plain Python: mending, checks of rows and files, eligibility."""
