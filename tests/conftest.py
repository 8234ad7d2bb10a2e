"""Beside this file stands what tests of several rooms share: pytest finds `made_news` from any of them."""
