import { expect, test } from 'vitest';
import { settingsFrom } from './settings.ts';

const queues = ['INBOUND', 'OUTBOUND', 'RECEIVABLES', 'REACTIONS', 'JOBS'];
const env = {
  SYNCLINE_TABLE: 't',
  SYNCLINE_BUS: 'b',
  SYNCLINE_BUCKET: 'k',
  SYNCLINE_SECRETS: 's',
  SYNCLINE_WORKSPACES: 'main,other',
  SYNCLINE_VERSION: '1',
  ...Object.fromEntries(
    queues.flatMap((name) => [
      [`SYNCLINE_${name}_QUEUE`, `q/${name}`],
      [`SYNCLINE_${name}_DEAD`, `d/${name}`],
    ]),
  ),
};

test('the environment names everything that is owned', () => {
  const settings = settingsFrom(env);
  expect(settings).toMatchObject({ workspaces: ['main', 'other'], version: '1', names: { table: 't', bus: 'b', bucket: 'k', secretPrefix: 's' } });
  expect([settings.names.queueUrls.jobs, settings.names.deadUrls.outbound, settings.endpoint]).toEqual(['q/JOBS', 'd/OUTBOUND', undefined]);
});

test.each(Object.keys(env))('without %s nothing starts, and the error names it', (name) => {
  expect(() => settingsFrom({ ...env, [name]: '' })).toThrow(name);
});
