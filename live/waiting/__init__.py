"""The waiting room: who came before the opening is shuffled, who comes after stands in line.

``order``, ``calling``, ``pace`` and ``polling`` decide and know neither clock nor database;
``keeper`` holds the one row that survives a restart; ``views``, ``pages`` and ``wording`` are
what people see.
"""
