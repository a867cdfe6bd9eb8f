import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compileMapping } from '../engine/compile.ts';
import { testMapping } from '../engine/examples.ts';

test.each(['people', 'messages'])('the examples of %s come true', (name) => {
  const file = new URL(`${name}.yaml`, import.meta.url);
  const compiled = compileMapping({ text: readFileSync(file, 'utf8'), file: `mappings/imap/${name}.yaml` });
  if (!compiled.ok) throw new Error(compiled.error.map((p) => p.message.en).join('\n'));
  const results = testMapping(compiled.value);
  expect(results.length).toBeGreaterThan(0);
  expect(results.filter((r) => !r.passed)).toEqual([]);
});
