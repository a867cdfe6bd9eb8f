import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ModelsView, ModelView } from '../../core/sync/views/models.ts';
import { type CommandLine, commandLine } from './command-line.ts';

let line: CommandLine;
const heads = ['Ahorn', 'Birken', 'Distel', 'Eichen', 'Fichten', 'Ginster', 'Hasel', 'Kiefern'] as const;
const tails = ['bach', 'berg', 'dorf', 'feld', 'furt', 'horn', 'stein', 'wald'] as const;

/** A company of its own name: one that all share would say nothing. */
const nameOf = (who: number): string => `${heads[who % heads.length]}${tails[Math.floor(who / heads.length)]}`;

/** Companies that the CRM holds, each twice, spelled with another form, so that there is something to learn. */
const rows = Array.from({ length: 120 }, (_, i) => {
  const who = Math.floor(i / 2);
  return `C-${i},${nameOf(who)} ${i % 2 ? 'GmbH' : 'Gesellschaft mbH'},,info@${nameOf(who).toLowerCase()}.example,+49 30 55${1000 + who},Berlin,DE`;
});

beforeAll(async () => {
  line = commandLine();
  await line.run(['init', '.']);
  line.write('data/crm/customers.csv', `Id,Company,Tax id,E-mail,Phone,City,Country\n${rows.join('\n')}\n`);
  await line.run(['sync']);
}, 60_000);
afterAll(() => line.remove());

const list = async (): Promise<readonly ModelView[]> => (await line.json<ModelsView>('identity', 'models')).models;

describe('the model of a workspace', () => {
  it('is the one that ships until another is activated', async () => {
    expect(await list()).toMatchObject([
      { type: 'person', version: 0, active: true },
      { type: 'organization', version: 0, active: true },
    ]);
  });

  it('is trained on its own records, without truth, to the same document every time, and is not used yet', async () => {
    const first = await line.json<{ id: string; version: number; records: number }>('identity', 'train', '--entity', 'organization');
    const again = await line.json<{ id: string; version: number }>('identity', 'train', '--entity', 'organization');
    expect(first).toMatchObject({ version: 1, records: expect.any(Number), calibration: { labels: 0, shift: 0 } });
    expect(again).toMatchObject({ id: first.id, version: 2 });
    expect((await list()).filter((m) => m.active).map((m) => m.version)).toEqual([0, 0]);
  });

  it('is tried in the shadow: how many links would change, and nothing is stored', async () => {
    const before = await line.json('records', 'organization');
    const report = await line.json<{ records: number; linked: number; parted: number; to: string }>('identity', 'shadow', 'organization', '1');
    expect(report).toMatchObject({ linked: expect.any(Number), parted: expect.any(Number), to: expect.stringContaining('-own@') });
    expect(report.records).toBeGreaterThan(100);
    expect(await line.json('identity', 'shadow', 'organization', '0')).toMatchObject({ linked: 0, parted: 0 });
    expect(await line.json('records', 'organization')).toEqual(before);
  });

  it('is named by its hash with every decision once it is activated, and the shipped one comes back', async () => {
    const { id } = await line.json<ModelView>('identity', 'activate', 'organization', '1');
    line.write('data/crm/customers.csv', `${line.read('data/crm/customers.csv')}C-900,${nameOf(3)} GmbH,,info@${nameOf(3).toLowerCase()}.example,+49 30 551003,Berlin,DE\n`);
    await line.run(['sync']);
    expect(await line.json('compare', 'crm/customers/C-900', 'crm/customers/C-6')).toMatchObject({ same: true, evidence: { model: expect.stringContaining(id) } });
    expect(JSON.stringify(await line.json('why', 'crm/customers/C-900'))).toContain(id);
    expect(await line.json('identity', 'activate', 'organization', '0')).toMatchObject({ version: 0, active: true });
  });

  it('says that an activation changes nothing by itself, and looks at all records again when asked', async () => {
    const { out } = await line.run(['identity', 'activate', 'organization', '0']);
    expect(out).toContain('What is linked, and what is not, stays as it is.');
    expect(out).toContain('syncline identity resolve organization');
    const seen = await line.json<{ records: number; state: string }>('identity', 'resolve', 'organization');
    expect(seen).toMatchObject({ state: 'done', merged: 0 });
    expect(seen.records).toBeGreaterThan(100);
    expect((await line.run(['identity', 'resolve', 'organization'], 'zh')).out).toContain('合并了 0 个实体');
    expect(await line.run(['identity', 'resolve', 'invoice'])).toMatchObject({ code: 2 });
  });

  it.each([
    ['a version that is not there', ['identity', 'activate', 'organization', '77'], 1, 'There is no version 77'],
    ['a type without a model', ['identity', 'shadow', 'invoice'], 2, 'Name a type that has a model'],
    ['too few records', ['identity', 'train', '--entity', 'person'], 1, '0 records are too few'],
  ])('refuses %s', async (_, argv, code, said) => {
    expect(await line.run(argv)).toMatchObject({ code, err: expect.stringContaining(said) });
  });
});
