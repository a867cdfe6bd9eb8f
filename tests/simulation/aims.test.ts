import { expect, it } from 'vitest';
import { drawAimed } from './aims.ts';

it('draws contacts beside an aim that has none, and leaves what the aim draws as it is', () => {
  const [alone, beside] = [drawAimed('erasures', 1), drawAimed('erasures', 1, true)];
  expect([alone.contacts, beside.contacts]).toEqual([false, true]);
  expect(beside.events.slice(0, alone.events.length)).toEqual(alone.events);
  expect(beside.events.slice(alone.events.length).some(({ what }) => what === 'contact')).toBe(true);
});

it('draws no second lot of contacts beside an aim that has its own', () => {
  expect(drawAimed('shared mailbox', 1, true)).toEqual(drawAimed('shared mailbox', 1));
});
