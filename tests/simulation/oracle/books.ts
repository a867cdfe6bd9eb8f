import { jsonEqual } from '../../../core/model/json.ts';
import { erasedMark } from '../../../core/sync/erase/mentions.ts';
import { historyOf, historySk } from '../../../core/sync/history.ts';
import { losesChanges } from '../scenario.ts';
import type { Setup } from '../setup.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Violation } from './violation.ts';

/** Every pass that ended is accounted for: each pack has one outcome, and the outcomes add up to what was handed over. */
export function account(snapshot: Snapshot): Violation[] {
  const found: Violation[] = [];
  const packs = Map.groupBy(
    snapshot.items.filter((i) => i.kind === 'pack'),
    (i) => i.pk,
  );
  for (const pass of snapshot.items.filter((i) => i.kind === 'pass')) {
    const counters = pass.body['counters'] as Record<string, number>;
    const legs = new Map(pass.body['legs'] as unknown as [number, number][]);
    const rows = (packs.get(pass.pk) ?? []).filter((row) => {
      const [token = 0, number = 0] = row.sk.slice('P#'.length).split('.').map(Number);
      return number < (legs.get(token) ?? 0);
    });
    const sum = rows.reduce((n, row) => n + Object.values(row.body as Record<string, number>).reduce((a, b) => a + b, 0), 0);
    if (rows.length !== counters['packs']) found.push({ oracle: 'account', what: `${pass.pk}: ${counters['packs']} packs, ${rows.length} outcomes` });
    else if (sum !== counters['sighted']) found.push({ oracle: 'account', what: `${pass.pk}: ${counters['sighted']} handed over, ${sum} ended` });
  }
  return found;
}

/** Every version of golden has its history row (the last one at least, where the feed has lost changes and an audit made up for them), and the last one tells what golden is. */
export function history(setup: Setup, snapshot: Snapshot): Violation[] {
  const rows = new Map(snapshot.items.filter((i) => i.kind === 'history').map((i) => [`${i.pk} ${i.sk}`, historyOf(i)]));
  const found: Violation[] = [];
  const gaps = losesChanges(setup.scenario);
  for (const entity of snapshot.entities.values()) {
    for (let v = gaps ? Math.max(1, entity.goldenVersion) : 1; v <= entity.goldenVersion; v += 1) {
      if (!rows.has(`ENT#${entity.id} ${historySk(v)}`)) found.push({ oracle: 'history', what: `${entity.id}: version ${v} was never announced` });
    }
    if (entity.mergedInto !== undefined) continue;
    for (const { field, new: told } of rows.get(`ENT#${entity.id} ${historySk(entity.goldenVersion)}`)?.lines ?? []) {
      const is = entity.golden[field]?.value ?? null;
      if (told !== erasedMark && field !== erasedMark && !jsonEqual(told, is))
        found.push({ oracle: 'history', what: `${entity.id}: ${field} is ${JSON.stringify(is)}, and history ends with ${JSON.stringify(told)}` });
    }
  }
  return found;
}

/** The bus took a fact of each version that has another value (a feed that has lost changes told nobody). */
export function facts(setup: Setup, snapshot: Snapshot): Violation[] {
  if (losesChanges(setup.scenario)) return [];
  const told = new Set(setup.facts.flatMap((pack) => pack.facts.map((fact) => `ENT#${fact['entity']} ${fact['version']}`)));
  return snapshot.items.flatMap((item): Violation[] => {
    if (item.kind !== 'history' || historyOf(item).lines.length === 0) return [];
    const { version } = historyOf(item);
    return told.has(`${item.pk} ${version}`) ? [] : [{ oracle: 'facts', what: `no fact tells of version ${version} of ${item.pk}` }];
  });
}

/** Nothing waits any more: queues, parked work, intents. */
export function drain(setup: Setup, snapshot: Snapshot): Violation[] {
  const found: Violation[] = [];
  for (const queue of ['inbound', 'outbound', 'jobs', 'reactions', 'receivables'] as const) {
    const { waiting, dead } = setup.sim.depth(queue);
    const poison = setup.scenario.events.filter((e) => e.what === 'poison').length;
    if (waiting > 0 || dead > poison) found.push({ oracle: 'drain', what: `${queue}: ${waiting} waiting, ${dead} dead` });
  }
  for (const item of snapshot.items) {
    if (item.kind !== 'waiting') continue;
    // A child of a customer, or a contact of one, that a person took out of a system waits for it to come back.
    if (item.body['why'] === 'parent' || item.body['why'] === 'mention') continue;
    found.push({ oracle: 'drain', what: `still parked: ${item.pk} ${item.sk}` });
  }
  for (const rec of snapshot.records.values()) if (rec.intent !== undefined && rec.state === 'live') found.push({ oracle: 'drain', what: `${rec.ref} still has an open intent` });
  return found;
}
