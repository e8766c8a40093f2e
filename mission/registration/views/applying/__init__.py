"""Pages of the application: for applicants on their phones, and for operators who help them."""
