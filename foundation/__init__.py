"""What every step of the mission stands on; knows Django, knows nothing of Hajj."""
