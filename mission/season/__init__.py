"""The season (الموسم): its year and dates, its rule values, its camps in the holy places."""
