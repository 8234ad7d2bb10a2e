"""The persistent index: articles that were seen before, in a database; new ones are verified and stored in one step."""
