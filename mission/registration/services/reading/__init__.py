"""Reading workbooks that nobody trusts, in a process with little memory and little time."""
