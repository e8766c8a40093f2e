"""A stand-in for the Saudi e-path (المسار الإلكتروني) that misbehaves as real partners do.

It is a program of its own with its own store: `python -m simulators.masar --port N --data DIR`.
"""
