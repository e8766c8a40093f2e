"""Stand-ins for partners: programs of their own over HTTP that import nothing of the rest."""
