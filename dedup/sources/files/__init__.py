"""Which files an input leads to, and which are passed over; the members of archives."""
