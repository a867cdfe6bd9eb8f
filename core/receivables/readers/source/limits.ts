/** Files that are held whole in memory (invoices, tables, `readStatements`) are refused above this: a year of statements of a busy account is below 50 MB. */
export const fileBytesMax = 64_000_000;

/** Files that are read as a stream are refused above this: a bank's largest daily file has a few hundred MB; more is a mistake. */
export const streamBytesMax = 2_000_000_000;

/** One line, cell, tag or text of a stream; a longer one is a damaged file (a quote or tag that is never closed). */
export const tokenCharsMax = 1_000_000;

/** Elements that are held at once while a message streams: one entry with all payments of its batch, and what stands around the entries. */
export const elementsHeldMax = 1_000_000;

/** Lines of one message that wait for its currency to be named, where a bank names it only behind them. */
export const linesWaitingMax = 20_000;

/** Accounts of one file. */
export const statementsMax = 100_000;

/** Broken totals that are named one by one; the others are counted. */
export const brokenNamedMax = 100;
