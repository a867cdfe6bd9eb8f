import type { GroupCommit } from './commit.ts';
import type { FeedLog } from './feed-log.ts';
import type { MessageRows } from './message-rows.ts';
import type { ItemLine, Rows } from './rows.ts';

/** Who does again what the journal says. */
export interface RedoParts {
  readonly rows: Rows;
  readonly log: FeedLog;
  readonly messages: MessageRows;
  readonly commit: GroupCommit;
}

/** Does again what a former process committed and did not fold, then folds it: the tables are whole afterwards, and the journal is empty. */
export function redo(commits: readonly (readonly string[])[], { rows, log, messages, commit }: RedoParts): void {
  for (const lines of commits) {
    for (let at = 0; at < lines.length; at += 1) {
      const line = JSON.parse(lines[at] as string) as readonly (string | number | null)[];
      const [what] = line;
      if (what === 'put') {
        at += 1;
        rows.redo(line as unknown as ItemLine, lines[at] as string);
      } else if (what === 'gone') rows.redo(line as unknown as ItemLine, '');
      else if (what === 'ack') log.drop(line[1] as number);
      else messages.redo(line);
    }
  }
  if (commits.length > 0) commit.fold();
}
