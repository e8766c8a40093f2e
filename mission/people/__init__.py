"""People (الحجاج): natural persons and their passports, whatever season they travel in."""
