"""Results for people and for programs: views decide what is shown, a terminal and the output formats draw it."""
