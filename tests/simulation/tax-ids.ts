import { taxClaim } from '../../core/identity/normalise/tax-id.ts';

/** Valid tax numbers: what makes records of several systems the same customer. */
export const taxIds: readonly string[] = (() => {
  const found: string[] = [];
  for (let n = 100_000_000; found.length < 12; n += 1) if (taxClaim(`DE${n}`, 'DE') !== undefined) found.push(`DE${n}`);
  return found;
})();
