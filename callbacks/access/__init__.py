"""Who may read: sign-in, sessions, the gate before every request, and the headers of every answer."""
