"""Everything a stranger can send: links, bodies of callbacks, requests, files. Nothing may fall over or give away a file."""
