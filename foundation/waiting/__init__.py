"""The web's side of the waiting room: who may pass, and how the room is opened and paced."""
