/** SQLite's name for a database that has no file; nothing lies beside it either. */
export const inMemory = ':memory:';
