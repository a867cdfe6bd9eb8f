import type { UsableWorkspace } from '../../cli/load.ts';
import type { JsonObject } from '../../core/model/json.ts';
import { type AnyStream, type Fault, FaultError, type WriteOp, type WriteOutcome } from '../../core/ports/connector.ts';
import { withFile } from './odd-files.ts';

/** How the ERP behaves now; a test turns it. */
export interface Mood {
  /** Refuses a write, naming a field. */
  refuses?: (fields: JsonObject) => Fault | undefined;
  /** Does not answer at all. */
  down?: boolean;
  /** Its connector has a bug: looking at a record, or at a page, or writing, throws; `pushed`: only after it has written. */
  broken?: 'fetch' | 'read' | 'push' | 'pushed';
}

const outage: Fault = { kind: 'transient', code: 'outage', message: { en: 'The ERP does not answer.', zh: 'ERP 无应答。' } };

/** The files of the trading company, with an ERP whose server has moods: what it takes still lands in its real file. */
export function withMoodyErp(mood: Mood): (loaded: UsableWorkspace) => UsableWorkspace {
  return withFile((file) => ({
    streams: (config) => file.streams(config).map((stream) => moodyStream(stream, mood)),
    explain: (error) => (error instanceof FaultError ? error.fault : file.explain(error)),
  }));
}

function moodyStream(stream: AnyStream, mood: Mood): AnyStream {
  const { write, fetch } = stream;
  if (write === undefined || fetch === undefined) return stream;
  const answer = (connection: string): void => {
    if (connection === 'erp' && mood.down === true) throw new FaultError(outage);
  };
  return {
    ...stream,
    read: (ctx, from) => {
      answer(ctx.connection);
      if (ctx.connection === 'erp' && mood.broken === 'read') throw new TypeError('the connector has a bug');
      return stream.read(ctx, from);
    },
    fetch: (ctx, ids) => {
      answer(ctx.connection);
      if (ctx.connection === 'erp' && mood.broken === 'fetch') throw new TypeError('the connector has a bug');
      return fetch(ctx, ids);
    },
    write: {
      ...write,
      find: (ctx, ops) => {
        answer(ctx.connection);
        return write.find(ctx, ops);
      },
      push: async (ctx, ops) => {
        answer(ctx.connection);
        if (ctx.connection !== 'erp') return write.push(ctx, ops);
        if (mood.broken === 'push') throw new TypeError('the connector has a bug');
        const outcomes = await Promise.all(ops.map(async (op) => refusal(mood, op) ?? ((await write.push(ctx, [op]))[0] as WriteOutcome)));
        if (mood.broken === 'pushed') throw new TypeError('the connector has a bug');
        return outcomes;
      },
    },
  };
}

function refusal(mood: Mood, op: WriteOp): WriteOutcome | undefined {
  const fault = mood.refuses?.(op.fields);
  return fault === undefined ? undefined : { state: 'rejected', fault };
}
