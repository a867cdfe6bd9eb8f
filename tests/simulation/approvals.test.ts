import { describe, expect, it } from 'vitest';
import { minuteMs } from '../../core/model/time.ts';
import { Approvals } from './approvals.ts';
import { Owners } from './owners.ts';
import { play } from './play.ts';
import { drawScenario } from './scenario.ts';
import { type Setup, setUp } from './setup.ts';
import { snapshotOf } from './snapshot.ts';
import type { PeopleEvent } from './workload.ts';

const askedAt = 2 * minuteMs;
/** Milliseconds between who asks for an approval and who gives all that are pending: each command takes a while, so that they overlap. */
const between = Array.from({ length: 24 }, (_, at) => (at - 8) * 20);

/** The world some seconds after one person asked for an approval, and another began to give all that were pending; and when that was. */
async function played(givenAt: number): Promise<{ readonly setup: Setup; readonly gaveAt: number }> {
  const scenario = drawScenario(1, { calm: true, contacts: false, erasures: false });
  const fields = { name: 'Fenmoor', city: 'Wick', note: 'first', industry: '', tags: '' };
  const events: readonly PeopleEvent[] = [
    { at: 0, order: 1, pick: 0, what: 'make', system: 'a', tax: 'DE100000008', fields },
    { at: askedAt, order: 2, pick: 0, what: 'freeze', field: 'note', value: '' },
    { at: givenAt, order: 3, pick: 0, what: 'thaw' },
  ];
  const setup = setUp({ ...scenario, mix: { ...scenario.mix, latencyMsMax: 50 }, events });
  const began = setup.sim.now();
  play(setup);
  await setup.sim.run(began + askedAt + 5_000);
  return { setup, gaveAt: began + givenAt };
}

/** What the customer waits for, and the approvals that are known as pending. */
async function pending(setup: Setup): Promise<{ readonly stored: readonly string[]; readonly known: readonly string[] }> {
  const { entities } = await snapshotOf(setup);
  const known = setup.approvals.all.filter((one) => setup.approvals.until(one) === Number.POSITIVE_INFINITY);
  return { stored: [...entities.values()].flatMap((entity) => Object.keys(entity.freezes)), known: known.map(({ field }) => field) };
}

describe('an approval that is asked for while all that are pending are given', () => {
  it('is known as pending just where it was left', async () => {
    const met = new Set<string>();
    for (const ms of between) {
      const { setup, gaveAt } = await played(askedAt + ms);
      const { stored, known } = await pending(setup);
      expect(known, `${ms} ms apart`).toEqual(stored);
      for (const one of setup.approvals.all) met.add(`${stored.length > 0 ? 'left' : 'given'} by who began ${gaveAt < one.from ? 'before' : 'after'} it was there`);
    }
    expect([...met].sort()).toEqual(['given by who began after it was there', 'given by who began before it was there', 'left by who began before it was there']);
  });
});

describe('an approval that was asked for', () => {
  const shown = { name: 'Fenmoor' };
  const entity = (id: string, mergedInto?: string) => ({
    pk: `ENT#${id}`,
    sk: '@',
    kind: 'entity',
    version: 1,
    body: { type: 'organization', founder: 'a/customers/1', foundedAt: 0, goldenVersion: 1, members: {}, golden: {}, ...(mergedInto === undefined ? {} : { mergedInto }) },
  });
  const until = (given: { readonly entity: string; readonly field: string; readonly at: number }): number => {
    const owners = new Owners();
    owners.stored(entity('o_1'), undefined, 0);
    owners.stored(entity('o_1', 'o_2'), undefined, 50);
    const approvals = new Approvals(owners);
    const approval = { ref: 'a/customers/1' as never, shown, field: 'note', entity: 'o_1', asked: 10, from: 20 };
    approvals.ask(approval);
    approvals.give(given);
    return approvals.until(approval);
  };

  it('ends when it is given, also while its command has no answer yet', () => {
    expect(until({ entity: 'o_1', field: 'note', at: 15 })).toBe(15);
  });

  it('goes to the customer that its own was found to be the same as', () => {
    expect(until({ entity: 'o_2', field: 'note', at: 60 })).toBe(60);
  });

  it.each([
    ['another field', { entity: 'o_1', field: 'city', at: 15 }],
    ['another customer', { entity: 'o_3', field: 'note', at: 15 }],
    ['one asked for before', { entity: 'o_1', field: 'note', at: 5 }],
  ])('is pending while only %s was given', (_, given) => {
    expect(until(given)).toBe(Number.POSITIVE_INFINITY);
  });
});
