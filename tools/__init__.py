"""What developers run: provision, demo, checks, contracts. No part of the product."""
