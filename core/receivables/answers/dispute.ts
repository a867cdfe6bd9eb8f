import { ok, type Result } from '../../model/result.ts';
import { refuse } from '../../sync/answers/refuse.ts';
import type { Actor, Refusal } from '../../sync/service.ts';
import { put } from '../../sync/store.ts';
import type { World } from '../../sync/world.ts';
import { markDirty } from '../table/dirty.ts';
import { bucketOf, type ClaimDocument, documentItem } from '../table/documents.ts';
import { journalOp } from '../table/journal.ts';
import { readClaim } from '../table/read.ts';
import { findClaim } from './find.ts';
import type { DecisionView } from './views.ts';

/** A dispute begins, or is settled. */
export interface DisputeRequest {
  readonly invoice: string;
  readonly open: boolean;
  readonly reason: string;
}

/** A disputed invoice stands apart in the ageing, and nothing is matched with it without a person. */
export async function dispute(world: World, { invoice, open, reason }: DisputeRequest, by: Actor): Promise<Result<DecisionView, Refusal>> {
  const found = await findClaim(world, invoice);
  if (!found.ok) return found;
  for (;;) {
    const stored = await readClaim(world, found.value.value.claim.id);
    if (stored === undefined) return refuse('missing', 'INVOICE_UNKNOWN', { en: 'The invoice is gone.', zh: '该发票已不存在。' });
    const { claim, dispute: before, openMinor } = stored.value;
    const value: ClaimDocument = { ...stored.value, dispute: { open, version: (before?.version ?? 0) + 1, by: by.id, reason } };
    const { company, currency, party, number } = claim;
    const entry = journalOp(world, { what: open ? 'disputed' : 'settled', company, currency, party, about: number, amountMinor: openMinor, by: by.id });
    await markDirty(world, bucketOf(value));
    if ((await put(world, [{ op: 'put', item: documentItem(value), when: { version: stored.version } }, entry])) === 'ok') break;
  }
  const sentence = open ? { en: 'Disputed: it is not matched without a person.', zh: '已标记争议：不再自动匹配。' } : { en: 'The dispute is settled.', zh: '争议已解决。' };
  return ok({ state: 'done', sentence, matches: [], remembered: [] });
}
