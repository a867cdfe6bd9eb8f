import { afterEach, expect, it } from 'vitest';
import type { StreamQualityView } from '../../core/sync/views/quality.ts';
import type { TestWorkspace } from './harness.ts';
import { type TwoSystems, twoSystems } from './two-systems.ts';

let w: TestWorkspace;
afterEach(() => w.close());

async function report(set: TwoSystems, connection: string): Promise<StreamQualityView> {
  w = await twoSystems({ ...set, golive: 'manual' });
  await w.sync();
  const found = await w.service.quality(connection);
  if (!found.ok) throw new Error(found.error.message.en);
  return found.value.streams[0] as StreamQualityView;
}
const field = (view: StreamQualityView, name: string) => view.fields.find((f) => f.field === name);

it('tells per field how complete, valid and distinct the values of a system are, and how often another system contradicts', async () => {
  const view = await report(
    {
      crm: [
        '1,Quittenbaum GmbH,info@quittenbaum.example,+49 30 2345678,BERLIN,vip,',
        '2,Quittenbaum GmbH,info@quittenbaum.example,+49 30 2345678,BERLIN,,',
        '3,Polarlicht AG,post@polarlicht.example,12,HAMBURG,,',
        '4,Morgenrot AG,post@morgenrot.example,,,,',
      ],
      erp: ['7;Quittenbaum GmbH;info@quittenbaum.example;;KIEL;;', '8;Polarlicht AG;post@polarlicht.example;;HAMBURG;;'],
    },
    'crm',
  );
  expect(view).toMatchObject({ connection: 'crm', stream: 'customers', type: 'organization', records: 4, whole: true, duplicates: 1, conflicts: 2 });
  expect(field(view, 'emails')).toMatchObject({ complete: 1, valid: 1, conflicts: 0 });
  expect(field(view, 'phones')).toMatchObject({ complete: 0.75, valid: 2 / 3, examples: ['12'] });
  expect(field(view, 'city')).toMatchObject({ complete: 0.75, conflicts: 2, against: [{ connection: 'erp', records: 2 }] });
  expect(field(view, 'note')).toMatchObject({ complete: 0, conflicts: 0 });
  expect(view.sentence.en).toContain('4 records, 1 duplicates (25.0 %)');
});

it('counts what people entered, not what we wrote: two systems that were made to agree still disagreed', async () => {
  w = await twoSystems({ crm: ['1,Quittenbaum GmbH,info@quittenbaum.example,,BERLIN,,'], erp: ['7;Quittenbaum GmbH;info@quittenbaum.example;;KIEL;;'] });
  await w.sync();
  const found = await w.service.quality('crm');
  expect(found.ok && field(found.value.streams[0] as StreamQualityView, 'city')).toMatchObject({ complete: 1, conflicts: 1 });
});

it('reports every stream when none is named, and refuses a connection that is not there', async () => {
  const view = await report({ crm: [], erp: [] }, 'crm');
  expect(view).toMatchObject({ records: 0, duplicates: 0, conflicts: 0 });
  const all = await w.service.quality(undefined);
  expect(all.ok && all.value.streams.map((s) => s.connection)).toEqual(['crm', 'erp']);
  expect(await w.service.quality('nix')).toMatchObject({ ok: false, error: { code: 'CONNECTION_UNKNOWN' } });
});
