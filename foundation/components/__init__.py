"""The components of every page, as template tags: ``{% load ui %}`` brings them all."""
