import { expect, test } from 'vitest';
import { madeStep, shown } from '../testing/step.ts';

const { in: read } = madeStep('email');

test.each([
  ['Info@ACME.de', 'info@acme.de'],
  ['BJÖRN@Example.com', 'björn@example.com'],
  ['björn@example.com', 'björn@example.com'],
  ['info@BÜCHER.example', 'info@bücher.example'],
  ['info@xn--bcher-kva.example', 'info@bücher.example'],
  ['"Lee, Ann" <Ann@Example.com>', 'ann@example.com'],
  ['mailto:ann@example.com', 'ann@example.com'],
  ["o'neil+crm@example.co.uk", "o'neil+crm@example.co.uk"],
])('%s is read as %s', (given, expected) => {
  expect(shown(read(given))).toBe(expected);
});

test.each(['none', 'a@b', '@example.com', 'a b@example.com', 'a@example..com', 'a@@example.com,b@example.com', `${'x'.repeat(65)}@example.com`])('%s is refused', (given) => {
  expect(shown(read(given))).toBe('?email.invalid');
});
