import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findRecords } from '../../core/sync/answers/records.ts';
import { countType } from '../../core/sync/answers/type-counts.ts';
import { mergeEntities } from '../../core/sync/merge.ts';
import { recordView } from '../../core/sync/views/records.ts';
import { type RunView, runView } from '../../core/sync/views/runs.ts';
import { statusView } from '../../core/sync/views/status.ts';
import { whyView } from '../../core/sync/views/why.ts';
import { tester } from './harness.ts';
import { csv, invoiceHead, openTrading, type Trading } from './trading.ts';

let w: Trading;
let first: RunView;
beforeAll(async () => {
  w = await openTrading({
    files: {
      'crm/invoices.csv': csv(invoiceHead, 'I-1,2026-001,C-2,CHF,2026-10-01,1200.50', 'I-2,2026-002,C-9,CHF,2026-10-01,99.50', 'I-4,DRAFT,C-1,EUR,2026-10-01,10.10'),
    },
  });
});
afterAll(() => w.close());

async function find(query: string | undefined, more: object = {}) {
  const found = await w.service.records({ type: 'organization', limit: 10, ...(query === undefined ? {} : { query }), ...more });
  if (!found.ok) throw new Error(found.error.code);
  return { used: found.value.used, labels: found.value.records.map((r) => r.label), view: found.value };
}

describe('a first sync', () => {
  it('is told before it happens, and nothing changes', async () => {
    const run = await w.service.sync({ dryRun: true, full: false }, tester);
    expect(run).toMatchObject({ ok: true, value: { state: 'done', dryRun: true, settled: true, passes: [] } });
    const dry = run.ok ? run.value.dry : [];
    expect(dry.map((d) => [d.connection, d.stream, d.read, d.added, d.unchanged])).toEqual([
      ['crm', 'customers', 3, 3, 0],
      ['crm', 'invoices', 3, 2, 1],
      ['erp', 'customers', 1, 1, 0],
      ['erp', 'invoices', 0, 0, 0],
    ]);
    expect(dry[0]?.samples[1]).toMatchObject({ record: 'crm/customers/C-2', kind: 'added' });
    expect(dry[0]?.samples[1]?.fields).toContainEqual({ field: 'name', before: null, after: 'Alpine Tools AG' });
    expect((await w.service.status()).types).toMatchObject([{ entities: 0 }, { entities: 0 }]);
  });

  it('ends with what was read, linked and delivered', async () => {
    const run = await w.run();
    expect(() => runView.parse(run)).not.toThrow();
    expect(run).toMatchObject({ state: 'done', settled: true, delivered: { created: 3, updated: 2, archived: 0, deleted: 0 } });
    expect(run.passes.map((p) => [`${p.connection}.${p.stream}`, p.state, p.read])).toEqual([
      ['crm.customers', 'green', 3],
      ['crm.invoices', 'green', 3],
      ['erp.customers', 'green', 1],
      ['erp.invoices', 'green', 0],
    ]);
    expect(run.passes[1]?.outcomes).toMatchObject({ applied: 2, skipped: 1 });
    first = run;
    expect(await w.service.run('run_none')).toBeUndefined();
  });

  it('shows in the status', async () => {
    const status = await w.service.status();
    expect(() => statusView.parse(status)).not.toThrow();
    expect(status.types).toEqual([
      { type: 'organization', entities: 3, records: 6, shared: 3, duplicates: 0, undecided: 0, exact: true },
      { type: 'invoice', entities: 2, records: 3, shared: 1, duplicates: 0, undecided: 0, exact: true },
    ]);
    expect(status.routes.map((r) => [r.name, r.state, r.waiting])).toEqual([
      ['customers-to-erp', 'live', 0],
      ['customers-to-crm', 'live', 0],
      ['invoices-to-erp', 'live', 1],
    ]);
    expect(status.connections[0]?.streams[0]).toMatchObject({ state: 'idle', type: 'organization', lagMs: expect.any(Number), nextDueAt: expect.any(String) });
    // A look whether routes can go on may just have come due.
    await expect.poll(async () => (await w.service.status()).settled).toBe(true);
  });
});

describe('the counts of a type', () => {
  it('are projected from the part that was read when there is too much to count, and say so', async () => {
    const whole = await countType(w.world, 'organization', 1_000);
    const part = await countType(w.world, 'organization', 1);
    expect(whole).toMatchObject({ entities: 3, exact: true });
    expect(part.exact).toBe(false);
    expect(part.entities).toBeGreaterThan(0);
  });
});

describe('records are found', () => {
  it.each([
    ['DE 811 907 980', 'identifier', ['Nordlicht Handels GmbH']],
    ['Info@Alpine.example', 'identifier', ['Alpine Tools AG']],
    ['044 668 18 00', 'identifier', ['Alpine Tools AG']],
    ['crm/customers/C-3', 'record', ['上海晨光贸易有限公司']],
    ['NORD', 'prefix', ['Nordlicht Handels GmbH']],
    ['上海', 'prefix', ['上海晨光贸易有限公司']],
    ['tools alpine', 'words', ['Alpine Tools AG']],
    ['nobody', 'words', []],
  ])('%s by %s', async (query, used, labels) => {
    expect(await find(query)).toMatchObject({ used, labels });
  });

  it('in order of their names, page by page, each once', async () => {
    const first = await find(undefined, { limit: 2 });
    expect(first).toMatchObject({ used: 'list', labels: ['Alpine Tools AG', 'Nordlicht Handels GmbH'] });
    const second = await find(undefined, { limit: 2, after: first.view.next });
    expect(second.labels).toEqual(['上海晨光贸易有限公司']);
    expect(second.view.next).toBeUndefined();
  });

  it('by connection and by time of change, with the other parts of the query as filters', async () => {
    expect((await find(undefined, { connection: 'erp' })).labels).toHaveLength(3);
    expect(await find('nord', { connection: 'crm' })).toMatchObject({ labels: ['Nordlicht Handels GmbH'] });
    expect(await find(undefined, { changedSince: '2020-01-01' })).toMatchObject({ used: 'changed', view: { complete: true } });
    expect((await find(undefined, { changedSince: '2199-01-01' })).labels).toEqual([]);
    const byId = await find((await find('nord')).view.records[0]?.id);
    expect(byId).toMatchObject({ used: 'id', labels: ['Nordlicht Handels GmbH'] });
  });

  it('as far as may be read: the answer says that it stopped, and where to go on', async () => {
    const found: string[] = [];
    let [after, pages] = [undefined as string | undefined, 0];
    do {
      // parts of words: the keys of whole words do not lead there
      const page = await findRecords(w.world, { type: 'organization', query: 'ools lpine', limit: 10, after }, 2);
      if (!page.ok) throw new Error(page.error.code);
      found.push(...page.value.records.map((r) => r.label));
      expect(page.value.complete).toBe(page.value.next === undefined);
      after = page.value.next;
      pages += 1;
    } while (after !== undefined && pages < 10);
    expect([found, pages]).toEqual([['Alpine Tools AG'], 2]);
  });

  it('or refused with a reason', async () => {
    const refusal = async (query: object) => {
      const found = await w.service.records({ type: 'organization', limit: 5, ...query });
      return found.ok ? undefined : [found.error.kind, found.error.code];
    };
    expect(await refusal({ type: 'planet' })).toEqual(['missing', 'TYPE_UNKNOWN']);
    expect(await refusal({ connection: 'sap' })).toEqual(['missing', 'CONNECTION_UNKNOWN']);
    expect(await refusal({ changedSince: 'yesterday' })).toEqual(['invalid', 'DATE_INVALID']);
  });
});

describe('a record', () => {
  it('is shown with its golden fields, where it is and what lost', async () => {
    const view = await w.service.record('erp/customers/77');
    expect(() => recordView.parse(view)).not.toThrow();
    expect(view).toMatchObject({
      label: 'Nordlicht Handels GmbH',
      golden: { emails: ['einkauf@nordlicht.example'], website: 'https://www.nordlicht.example', note: 'erp says' },
      links: [
        { record: 'crm/customers/C-1', state: 'live', origin: 'native' },
        { record: 'erp/customers/77', state: 'live', origin: 'native' },
      ],
    });
    expect(view?.conflicts?.map((c) => [c.field, c.kind, c.value])).toContainEqual(['website', 'overruled', 'https://shop.nordlicht.example']);
    expect(await w.service.record('crm/customers/C-404')).toBeUndefined();
  });

  it('is exported with all others of its type, by name', async () => {
    const all = w.service.exportAll('organization');
    const labels: string[] = [];
    if (all.ok) for await (const record of all.value) labels.push(record.label);
    expect(labels).toEqual(['Alpine Tools AG', 'Nordlicht Handels GmbH', '上海晨光贸易有限公司']);
    expect(w.service.exportAll('planet')).toMatchObject({ ok: false, error: { code: 'TYPE_UNKNOWN' } });
  });
});

describe('why', () => {
  it('tells of each field who says what, which rule chose and why the others lost', async () => {
    const view = await w.service.why('crm/customers/C-1');
    expect(() => whyView.parse(view)).not.toThrow();
    const field = (name: string) => view?.fields.find((f) => f.field === name);
    expect(field('website')).toMatchObject({
      value: 'https://www.nordlicht.example',
      rule: 'rank',
      claimants: [
        { record: 'crm/customers/C-1', wins: true, raw: 'www.nordlicht.example', mapping: 'file/customers' },
        { record: 'erp/customers/77', wins: false, reason: { en: 'crm ranks above erp.' } },
      ],
    });
    expect(field('taxId')).toMatchObject({ rule: 'rank', reason: { en: 'erp owns this field.' } });
    expect(field('name')?.reason.en).toBe('crm and erp say the same.');
    expect(field('note')?.claimants.find((c) => !c.wins)?.reason.en).toBe('erp changed it later.');
    expect(field('phones:+49403690')).toMatchObject({ rule: 'only', reason: { en: 'Only crm says something.' } });
    expect(view?.links).toMatchObject([{ a: 'erp/customers/77', b: 'crm/customers/C-1', decision: 'same' }]);
    expect(view?.history[0]).toMatchObject({ version: 2, by: 'erp/customers/77', changes: [{ field: 'note', old: 'crm says', new: 'erp says' }] });
    expect(view?.targets.map((t) => [t.route, t.state])).toEqual([
      ['customers-to-erp', 'current'],
      ['customers-to-crm', 'current'],
    ]);
  });

  it('tells what an invoice waits for', async () => {
    const view = await w.service.why('crm/invoices/I-2');
    expect(view?.targets).toMatchObject([{ state: 'waiting', code: 'waits-for-parent', reason: { en: 'Waits for crm/customers/C-9, which it names and which has not come in.' } }]);
  });

  it('tells why a record is not there', async () => {
    const state = async (subject: string) => (await w.service.why(subject))?.record;
    expect(await state('crm/invoices/I-4')).toMatchObject({ state: 'skipped' });
    expect(await state('crm/invoices/I-99')).toMatchObject({ state: 'unknown', reason: { en: 'crm.invoices has no record I-99, and never had one here.' } });
    expect(await state('crm/customers/C-1')).toMatchObject({ state: 'live' });
    expect(await w.service.why('sap/customers/1')).toBeUndefined();
    expect(await w.service.why('nonsense')).toBeUndefined();
  });
});

describe('later runs', () => {
  it('show what would change, with before and after', async () => {
    w.write('crm/customers.csv', w.read('crm/customers.csv').replace('上海,CN', '北京,CN'));
    const run = await w.service.sync({ connection: 'crm', stream: 'customers', dryRun: true, full: false }, tester);
    expect(run.ok && run.value.dry[0]).toMatchObject({ read: 3, added: 0, changed: 1, unchanged: 2, gone: 0 });
    expect(run.ok && run.value.dry[0]?.samples).toEqual([{ record: 'crm/customers/C-3', kind: 'changed', fields: [{ field: 'city', before: '上海', after: '北京' }] }]);
  });

  it('leave what an earlier run answered as it was', async () => {
    await w.run();
    expect(w.read('erp/customers.csv')).toContain('北京');
    expect(await w.service.run(first.id)).toEqual(first);
  });

  it('audit finds nothing to repair', async () => {
    await w.run();
    const begun = await w.service.audit(tester);
    await w.quiet();
    expect(await w.service.audited(begun.id)).toMatchObject({ state: 'done', by: 'tester', incidents: 0, entities: 5 });
    expect((await w.service.status()).incidents).toBe(0);
    expect(await w.service.audited('audit_none')).toBeUndefined();
  });

  it('are refused for what does not exist', async () => {
    const refusal = async (request: object) => {
      const run = await w.service.sync({ dryRun: false, full: false, ...request }, tester);
      return run.ok ? undefined : run.error.code;
    };
    expect(await refusal({ connection: 'sap' })).toBe('CONNECTION_UNKNOWN');
    expect(await refusal({ connection: 'crm', stream: 'orders' })).toBe('STREAM_UNKNOWN');
    expect(await refusal({ stream: 'customers' })).toBe('STREAM_UNKNOWN');
  });
});

describe('records of one customer', () => {
  it('that stand twice in one system are counted and shown as duplicates', async () => {
    w.write('crm/customers.csv', `${w.read('crm/customers.csv')}C-7,Nordlicht Handels GmbH,DE811907980,einkauf@nordlicht.example,,,Hamburg,DE,active,\n`);
    await w.run({ connection: 'crm', stream: 'customers' });
    expect((await w.service.status()).types[0]).toMatchObject({ entities: 3, records: 7, duplicates: 1 });
    const links = (await w.service.record('crm/customers/C-7'))?.links.map((l) => [l.record, l.role]);
    expect(links).toEqual([
      ['crm/customers/C-1', 'primary'],
      ['crm/customers/C-7', 'secondary'],
      ['erp/customers/77', 'primary'],
    ]);
    expect((await w.service.why('crm/customers/C-7'))?.targets.map((t) => t.record)).toEqual(['erp/customers/77', 'crm/customers/C-1']);
  });

  it('that were two entities are found by the id of either, and the history goes on', async () => {
    const [alpine, nord] = [await w.service.record('crm/customers/C-2'), await w.service.record('crm/customers/C-1')];
    const merged = await mergeEntities(w.world, alpine?.id ?? '', nord?.id ?? '');
    await w.quiet();
    const survivor = merged.state === 'refused' ? undefined : merged.entity;
    const gone = [alpine?.id, nord?.id].find((id) => id !== survivor) ?? '';
    expect(await w.service.record(gone)).toMatchObject({ id: survivor, redirectedFrom: gone });
    expect(await w.service.why(gone)).toMatchObject({ entity: { id: survivor }, redirectedFrom: gone });
    expect(await find(gone)).toMatchObject({ used: 'id', view: { records: [{ id: survivor }] } });
    expect((await w.service.status()).types[0]).toMatchObject({ entities: 2, records: 7 });
  });
});
