import type { AnyConnector, AnyStream } from '../../core/ports/connector.ts';

/** One line of the capability table. */
export interface Capability {
  readonly connector: string;
  readonly stream: string;
  readonly progress: string;
  readonly deletes: string;
  readonly revision: string;
  readonly actions: string;
  readonly repeat: string;
  readonly guard: string;
  /** A write's answer holds the stored record. */
  readonly body: string;
  readonly hooks: string;
}

/** What the streams of a connector can do under a configuration. */
export function capabilitiesOf<Config>(connector: AnyConnector, config: Config): readonly Capability[] {
  return connector.streams(config).map((stream) => lineOf(connector, stream));
}

function lineOf(connector: AnyConnector, stream: AnyStream): Capability {
  const { write, deletes } = stream;
  return {
    connector: connector.id,
    stream: stream.name,
    progress: stream.progress.by,
    deletes: deletes.by === 'none' ? `none: ${deletes.because}` : deletes.by,
    revision: stream.traits.revision,
    actions: write === undefined ? 'read only' : write.actions.join(' '),
    repeat: write?.repeatable ?? '',
    guard: write?.guard ?? '',
    body: write === undefined ? '' : stream.traits.returnsBody ? 'yes' : 'no',
    hooks: connector.hooks === undefined ? 'none: polled' : 'yes',
  };
}

/** The table as text for a terminal or a Markdown file. */
export function capabilityTable(lines: readonly Capability[]): string {
  const columns = ['connector', 'stream', 'progress', 'deletes', 'revision', 'actions', 'repeat', 'guard', 'body', 'hooks'] as const;
  const rows = [columns as readonly string[], columns.map(() => '---'), ...lines.map((line) => columns.map((c) => line[c].replaceAll('|', '\\|')))];
  return rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
