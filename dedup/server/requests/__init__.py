"""What a request may be: who may ask, how much and how long; and how errors are answered."""
