"""What other articles say of a pair: they hold the passage, too, fill in the form, or have their title over it."""
