"""Pages of the selection: rounds and rules, the ceremony, results, and what anyone may see."""
