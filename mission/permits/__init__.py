"""Permits and bracelets (التصاريح والأساور): what is allowed, and the proof on the wrist.

Owns the permits that the Saudi path granted, the signed bracelets printed from them, the
signing keys, and the trust and status lists that readers at the gates check them with.
"""
