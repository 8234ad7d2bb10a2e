"""What surrounds a passage: other articles that hold it, fill in its form or have their title over it; the words
round it.
"""
