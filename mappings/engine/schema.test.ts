import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { mappingSchema } from './schema.ts';

const published = new URL('../mapping.schema.json', import.meta.url);

test('the published schema is the one that the engine makes (else run node mappings/engine/publish.ts)', () => {
  expect(JSON.parse(readFileSync(published, 'utf8'))).toEqual(mappingSchema());
});

test('editors accept a good document and refuse an unknown key and a field of another type', () => {
  const validate = new Ajv2020({ strict: false }).compile(mappingSchema());
  const good = parse(readFileSync(new URL('../file/customers.yaml', import.meta.url), 'utf8'));
  expect(validate(good), JSON.stringify(validate.errors)).toBe(true);
  expect(validate({ ...good, filds: {} })).toBe(false);
  expect(validate({ ...good, fields: { givenName: 'First name' } })).toBe(false);
  expect(validate({ ...good, type: 'person', fields: { givenName: 'First name' } })).toBe(true);
});
