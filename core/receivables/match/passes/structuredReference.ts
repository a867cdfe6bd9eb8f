import type { Pass } from '../pass.ts';
import { draftByName } from './byName.ts';

/** (a) A reference with a check digit, or an end-to-end id of ours, names the claim. */
export const structuredReference: Pass = {
  name: 'structured_reference',
  about: { en: 'A structured reference (RF, QR, KID, viite, end-to-end id) names the invoice.', zh: '结构化参考号(RF、QR、KID、viite、端到端标识)指明发票。' },
  ceiling: 0.99,
  find(receipt, context) {
    for (const reference of context.references(receipt)) {
      const rows = context.index.byReference(receipt.receipt.company, reference).filter((row) => row.claim.currency === receipt.receipt.currency);
      const [row] = rows;
      if (rows.length !== 1 || row === undefined) continue;
      const draft = draftByName(receipt, context, [{ row, seen: reference, quality: 'full' }], 'reference_equal');
      if (draft !== undefined) return draft;
    }
    return undefined;
  },
};
