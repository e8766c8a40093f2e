"""The staff (المنسوبون): the people who work for the mission, their roles, their sign-in."""
