import { afterEach, expect, it } from 'vitest';
import type { TestWorkspace } from './harness.ts';
import { searchedAs, withStreams } from './odd-files.ts';
import { crmHeader, csv, rowsOf, twoSystems } from './two-systems.ts';

let w: TestWorkspace;
afterEach(() => w.close());

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
