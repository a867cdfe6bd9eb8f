import { afterEach, describe, expect, it } from 'vitest';
import type { AnyStream, Fault, WriteOutcome } from '../../core/ports/connector.ts';
import { customers } from './customers.ts';
import { type TestWorkspace, tester } from './harness.ts';
import { withStreams } from './odd-files.ts';
import { crmHeader, csv, rowsOf, twoSystems } from './two-systems.ts';

/** How the ERP behaves: it reads slowly while `gate` is closed, after it has looked at its file; `silent`, it does what it is asked and its answers are lost. */
interface Reading {
  gate?: Promise<void>;
  looked?: () => void;
  silent?: true;
}

const lost: Fault = { kind: 'transient', code: 'lost', message: { en: 'The answer was lost.', zh: '应答丢失。' } };

/** The ERP hands over what it read only when its gate opens: meanwhile others write there. */
function slowStream(stream: AnyStream, reading: Reading): AnyStream {
  const { write } = stream;
  return {
    ...stream,
    ...(write === undefined
      ? {}
      : {
          write: {
            ...write,
            push: async (ctx, ops): Promise<readonly WriteOutcome[]> => {
              const outcomes = await write.push(ctx, ops);
              return ctx.connection === 'erp' && reading.silent === true ? ops.map(() => ({ state: 'unsure', fault: lost })) : outcomes;
            },
          },
        }),
    read: async function* (ctx, from) {
      for await (const page of stream.read(ctx, from)) {
        if (ctx.connection === 'erp') {
          reading.looked?.();
          await reading.gate;
        }
        yield page;
      }
    },
  };
}

const erpFile = 'erp/customers.csv';
const crmFile = 'crm/customers.csv';
let w: TestWorkspace;
afterEach(() => w.close());

/** A pass over the ERP that looks at its file before `work`, and goes on with what it saw when `done` holds. */
async function whileErpIsRead(reading: Reading, work: () => Promise<unknown>, done: () => boolean): Promise<void> {
  let open: () => void = () => undefined;
  reading.gate = new Promise((resolve) => {
    open = resolve;
  });
  const looked = new Promise<void>((resolve) => {
    reading.looked = resolve;
  });
  w.write(erpFile, w.read(erpFile).replace(/note 0\n/, 'said by the ERP\n'));
  const pass = w.sync('erp.customers');
  await looked;
  const other = work();
  while (!done()) await new Promise((wake) => setTimeout(wake, 5));
  open();
  await Promise.all([pass, other]);
}

/** So many customers are edited at once that the brake of their source is pulled. */
async function pausedByEdits(reading: Reading): Promise<void> {
  w = await twoSystems({ crm: customers(300).map((c) => c.crm), adapt: withStreams((stream) => slowStream(stream, reading)) });
  await w.sync();
  w.write(crmFile, w.read(crmFile).replaceAll(/,note (\d+)\n/g, ',remark $1\n'));
  await w.sync('crm.customers');
  expect(await states()).toContain('paused');
}

const states = async (): Promise<readonly string[]> => (await w.service.status()).routes.map((route) => route.state);

describe('while a pass reads a system that we write to', () => {
  it('records that we made there meanwhile are not missing', async () => {
    const reading: Reading = {};
    const all = customers(60);
    w = await twoSystems({ crm: all.slice(0, 30).map((c) => c.crm), adapt: withStreams((stream) => slowStream(stream, reading)) });
    await w.sync();
    expect(rowsOf(w.read(erpFile))).toHaveLength(30);
    w.write(crmFile, csv(crmHeader, [...rowsOf(w.read(crmFile)), ...all.slice(30).map((c) => c.crm)]));
    await whileErpIsRead(
      reading,
      () => w.sync('crm.customers'),
      () => rowsOf(w.read(erpFile)).length === 60,
    );
    expect(await states()).toEqual(['live', 'live']);
    expect((await w.service.status()).types).toMatchObject([{ entities: 60, records: 120 }]);
    await w.sync();
    expect(w.read(crmFile)).toContain('said by the ERP');
    expect(rowsOf(w.read(erpFile))).toHaveLength(60);
  });

  it('records that we changed there meanwhile are no change of theirs', async () => {
    const reading: Reading = {};
    await pausedByEdits(reading);
    await whileErpIsRead(
      reading,
      async () => {
        expect(await w.service.release('to-erp', tester)).toMatchObject({ ok: true });
        await w.quiet();
      },
      () => rowsOf(w.read(erpFile)).filter((row) => row.includes('remark')).length > 250,
    );
    await w.sync();
    expect(await states()).toEqual(['live', 'live']);
    expect(rowsOf(w.read(crmFile)).filter((row) => row.includes('remark')).length).toBeGreaterThan(290);
  });

  it('records that we changed there without an answer are no change of theirs', async () => {
    const reading: Reading = {};
    await pausedByEdits(reading);
    reading.silent = true;
    expect(await w.service.release('to-erp', tester)).toMatchObject({ ok: true });
    await w.quiet();
    expect(rowsOf(w.read(erpFile)).filter((row) => row.includes('remark')).length).toBeGreaterThan(200);
    await w.sync('erp.customers');
    expect(await states()).toEqual(['live', 'live']);
  });
});
