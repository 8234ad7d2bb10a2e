"""What many articles teach: which lines are boilerplate, and which phrases are stock phrases."""
