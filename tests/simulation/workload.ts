import { taxClaim } from '../../core/identity/normalise/tax-id.ts';
import { minuteMs } from '../../core/model/time.ts';
import type { Setup } from './setup.ts';
import { vendorNames } from './setup.ts';
import type { Vendor } from './vendor.ts';

/** Valid tax numbers: what makes records of several systems the same customer. */
const taxIds: readonly string[] = (() => {
  const found: string[] = [];
  for (let n = 100_000_000; found.length < 12; n += 1) if (taxClaim(`DE${n}`, 'DE') !== undefined) found.push(`DE${n}`);
  return found;
})();

/** How long people work before everything heals. */
export const workMs = 20 * minuteMs;

/** Schedules what people do: natives in several systems at once, edits, clears, deletes; outages. Values are unique, so that a value tells its author. */
export function schedule({ sim, vendors }: Setup): void {
  const random = sim.random('people');
  const customers = random.int(2, 4);
  let counter = 0;
  const value = (field: string): string => {
    counter += 1;
    return field === 'industry' && random.chance(0.1) ? `bad${counter}` : `${field[0]}${counter}`;
  };
  const pickVendor = (): Vendor => vendors[random.pick(vendorNames)] as Vendor;
  for (let i = 0; i < customers; i += 1) {
    const tax = taxIds[i] as string;
    for (const name of vendorNames) {
      if (!random.chance(0.6)) continue;
      const when = random.chance(0.5) ? 0 : random.int(0, workMs / 2);
      sim.at(when, () => {
        const vendor = vendors[name] as Vendor;
        // A person enters a customer only where there is none yet.
        if (vendor.live().some((r) => r.fields['tax'] === tax)) return;
        vendor.make(
          { tax, name: value('name'), city: value('city'), note: random.chance(0.5) ? value('note') : '', industry: '', tags: random.chance(0.5) ? 'vip' : '' },
          sim.now(),
        );
      });
    }
  }
  const edits = random.int(10, 30);
  for (let i = 0; i < edits; i += 1) {
    sim.at(random.int(2 * minuteMs, workMs), () => {
      const vendor = pickVendor();
      const live = vendor.live();
      if (live.length === 0) return;
      const record = random.pick(live);
      const field = random.pick(['name', 'city', 'note', 'industry', 'tags'] as const);
      if (field === 'tags') vendor.edit(record.id, 'tags', toggle(record.fields['tags'] ?? '', random.pick(['vip', 'export', 'cold'])), sim.now());
      else vendor.edit(record.id, field, field !== 'name' && random.chance(0.15) ? '' : value(field), sim.now());
    });
  }
  if (random.chance(0.3)) {
    const vendor = pickVendor();
    sim.at(random.int(0, workMs / 2), () => {
      vendor.downUntil = sim.now() + random.int(2, 8) * minuteMs;
    });
  }
  if (random.chance(0.3)) {
    sim.at(random.int(5 * minuteMs, workMs), () => {
      const vendor = pickVendor();
      const live = vendor.live();
      if (live.length > 0) vendor.remove(random.pick(live).id, sim.now());
    });
  }
}

function toggle(tags: string, tag: string): string {
  const list = tags === '' ? [] : tags.split(/;\s*/);
  return (list.includes(tag) ? list.filter((t) => t !== tag) : [...list, tag]).join(';');
}
