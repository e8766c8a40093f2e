"""Signed bytes for codes and lists: base45, deterministic CBOR, COSE_Sign1, status lists.

Plain Python: nothing here knows Django, a database or the Hajj.
"""
