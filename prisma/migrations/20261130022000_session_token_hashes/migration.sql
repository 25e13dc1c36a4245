-- From here on only hashes of sessions' tokens are kept. Those that were kept readable end: their owners sign in once more.
DELETE FROM "session";
