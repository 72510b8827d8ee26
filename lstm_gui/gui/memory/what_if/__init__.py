"""What if one character were another: how far the difference reaches."""
