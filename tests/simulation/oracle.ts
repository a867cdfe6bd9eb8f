import type { Setup } from './setup.ts';
import { vendorNames } from './setup.ts';
import type { Snapshot } from './snapshot.ts';
import { tablesOf } from './snapshot.ts';
import type { Edit, Vendor } from './vendor.ts';

/** Something that must never be. */
export interface Violation {
  readonly oracle: 'lost' | 'duplicate' | 'converge' | 'quiet' | 'drain' | 'orphan';
  readonly what: string;
}

/** What is allowed where a vendor offers no guard, counted instead of hidden. */
export interface Excused {
  /** Edits that our unguarded write went over between our read and our write. */
  overwritten: number;
}

export { tablesOf };

/** Every accepted edit is golden, in the conflict log, or followed by a later edit of the cell or of somebody who saw it. */
export function lost(setup: Setup, snapshot: Snapshot, excused: Excused): Violation[] {
  const found: Violation[] = [];
  for (const name of vendorNames) {
    const vendor = setup.vendors[name] as Vendor;
    for (const edit of vendor.edits) {
      if (edit.field === 'tags' || edit.value === '' || edit.field === 'tax') continue;
      if (isSuperseded(setup, vendor, edit)) continue;
      if (edit.overwritten) {
        excused.overwritten += 1;
        continue;
      }
      const ref = `${name}/customers/${edit.record}`;
      const entity = snapshot.entityOf(ref);
      if (entity?.golden[edit.field]?.value === edit.value) continue;
      if (snapshot.conflicts.some((c) => c.field === edit.field && c.loser === ref && c.value === edit.value)) continue;
      if (vendor.records.get(edit.record)?.gone === true) continue;
      found.push({
        oracle: 'lost',
        what: `${ref} ${edit.field}=${edit.value} (edited at ${edit.at}, saw ${JSON.stringify(edit.saw)}); golden is ${JSON.stringify(entity?.golden[edit.field]?.value)}`,
      });
    }
  }
  return found;
}

function isSuperseded(setup: Setup, vendor: Vendor, edit: Edit): boolean {
  if (vendor.edits.some((e) => e.record === edit.record && e.field === edit.field && e.at >= edit.at && e !== edit && vendor.edits.indexOf(e) > vendor.edits.indexOf(edit)))
    return true;
  return vendorNames.some((name) =>
    (setup.vendors[name] as Vendor).edits.some((e) => e.field === edit.field && (e.saw === edit.value || e.saw === edit.value.slice(0, 6)) && e.saw !== ''),
  );
}

/** No entity has two live records of ours in one stream, and nothing that we made is unknown to us. */
export function duplicates(setup: Setup, snapshot: Snapshot): Violation[] {
  const found: Violation[] = [];
  for (const name of vendorNames) {
    const ours = (setup.vendors[name] as Vendor).live().filter((r) => r.madeBy === 'us');
    const byEntity = Map.groupBy(ours, (r) => snapshot.entityOf(`${name}/customers/${r.id}`)?.id ?? 'none');
    for (const [entity, records] of byEntity) {
      if (entity === 'none') found.push({ oracle: 'orphan', what: `${name}: ${records.map((r) => r.id).join(', ')} made by us, known to nobody` });
      else if (records.length > 1) found.push({ oracle: 'duplicate', what: `${name}: ${records.map((r) => r.id).join(', ')} for one entity ${entity}` });
    }
    const byTax = Map.groupBy((setup.vendors[name] as Vendor).live(), (r) => r.fields['tax'] ?? '');
    for (const [tax, records] of byTax)
      if (tax !== '' && records.filter((r) => r.madeBy === 'us').length > 1)
        found.push({ oracle: 'duplicate', what: `${name}: ${records.length} records with tax id ${tax}, more than one made by us` });
  }
  return found;
}

/** Every linked record says what golden says, as its vendor shows it. */
export function converge(setup: Setup, snapshot: Snapshot): Violation[] {
  const found: Violation[] = [];
  for (const name of vendorNames) {
    const vendor = setup.vendors[name] as Vendor;
    for (const record of vendor.live()) {
      const ref = `${name}/customers/${record.id}`;
      const entity = snapshot.entityOf(ref);
      if (entity === undefined) {
        found.push({ oracle: 'converge', what: `${ref} is not in the table` });
        continue;
      }
      if (entity.members[ref]?.role === 'secondary') continue;
      for (const field of ['name', 'city', 'note', 'industry'] as const) {
        const golden = entity.golden[field]?.value ?? '';
        const there = record.fields[field] ?? '';
        if (vendor.abilities.normalise(field, String(golden)) === there || vendor.abilities.refuses(field, String(golden))) continue;
        if (snapshot.records.get(ref)?.cells[field]?.park !== undefined) continue;
        found.push({ oracle: 'converge', what: `${ref} ${field} is ${JSON.stringify(there)}, golden ${JSON.stringify(golden)}` });
      }
      const tags = (text: string): string =>
        text
          .split(/;\s*/)
          .filter((t) => t !== '')
          .sort()
          .join(';');
      const golden = Object.entries(entity.golden)
        .flatMap(([f, g]) => (f.startsWith('tags:') && g.value === true ? [f.slice(5)] : []))
        .sort()
        .join(';');
      if (golden !== tags(record.fields['tags'] ?? '')) found.push({ oracle: 'converge', what: `${ref} tags are ${record.fields['tags']}, golden ${golden}` });
    }
  }
  return found;
}
