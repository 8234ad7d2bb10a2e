"""What one text says of its source: outlets and agencies, credits, datelines, teasers."""
