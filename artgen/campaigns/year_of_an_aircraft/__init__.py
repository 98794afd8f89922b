"""The year of an aircraft: every flight that left New York in 2013, each tail number a customer."""
