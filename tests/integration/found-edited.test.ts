import { afterEach, expect, it, vi } from 'vitest';
import type { TestWorkspace } from './harness.ts';
import { searchedAs, withStreams } from './odd-files.ts';
import { crmHeader, csv, rowsOf, twoSystems } from './two-systems.ts';

let w: TestWorkspace;
afterEach(async () => {
  vi.restoreAllMocks();
  await w.close();
});

const [alpha, bravo] = ['1,Alpha Maschinenbau GmbH,info@house.example,+49 30 2000102,Berlin,,one', '2,Bravo Textil AG,info@house.example,+49 30 2000103,Bonn,,two'];
const notes = (): string[] => rowsOf(w.read('erp/customers.csv')).map((row) => row.split(';').at(-1) ?? '');

/**
 *   person:   edits Alpha's record in the ERP, where the CRM is right
 *   create:   search by mailbox (Alpha) · takes that in, overruled · Bravo made
 *   pull:     Alpha's record is as it is known
 */
it('an edit that the create of another customer has come upon is taken back, where it is overruled', async () => {
  const adapt = withStreams((stream) => {
    const write = searchedAs(stream, async (records, ops) => ops.map(({ fields }) => records.filter((record) => record['Mail'] === fields['Mail'])));
    return write === undefined ? stream : { ...stream, write };
  });
  w = await twoSystems({ crm: [alpha], adapt, policy: 'default: latest, fields: { note: { rank: [crm, erp] } }' });
  await w.sync();
  expect(notes()).toEqual(['one']);
  w.write('erp/customers.csv', w.read('erp/customers.csv').replace(';one', ';mine'));
  w.write('crm/customers.csv', csv(crmHeader, [alpha, bravo]));
  await w.sync('crm.customers');
  expect(notes().sort()).toEqual(['one', 'two']);
});

/**
 *   person:        edits Alpha's record in the ERP, where the CRM is right
 *   create:        search by mailbox (Alpha) · takes that in, overruled · †
 *   create again:                                                           search (nobody) · Bravo made
 */
it('it is taken back also where the worker dies before he has asked for that, and the create does not come upon it again', async () => {
  let searches = 0;
  const adapt = withStreams((stream) => {
    const write = searchedAs(stream, async (records, ops) => {
      const shown = ops.map(({ fields }) => (searches > 1 ? [] : records.filter((record) => record['Mail'] === fields['Mail'])));
      if (records.length > 0) searches += 1;
      return shown;
    });
    return write === undefined ? stream : { ...stream, write };
  });
  w = await twoSystems({ crm: [alpha], adapt, faults: [], policy: 'default: latest, fields: { note: { rank: [crm, erp] } }' });
  await w.sync();
  expect([searches, notes()]).toEqual([0, ['one']]);
  w.write('erp/customers.csv', w.read('erp/customers.csv').replace(';one', ';mine'));
  w.write('crm/customers.csv', csv(crmHeader, [alpha, bravo]));
  const id = String((await w.service.record('crm/customers/1'))?.id);
  const { inbound, outbound } = w.store.queues;
  const [send, ask] = [outbound.send.bind(outbound), inbound.send.bind(inbound)];
  // What is put off for ten seconds comes after one.
  vi.spyOn(inbound, 'send').mockImplementation((messages) => ask(messages.map((m) => (m.delaySeconds === undefined ? m : { ...m, delaySeconds: 1 }))));
  vi.spyOn(outbound, 'send').mockImplementation((messages) => {
    if (searches === 1 && messages.some(({ body }) => body.includes(id))) {
      searches = 2;
      throw new Error('the worker dies');
    }
    return send(messages);
  });
  await w.sync('crm.customers');
  expect([searches > 1, notes().sort()]).toEqual([true, ['one', 'two']]);
});
