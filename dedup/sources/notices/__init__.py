"""What is read in the place of an article: a cookie wall, an error page, a captcha, a paywall's notice."""
