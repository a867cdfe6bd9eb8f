import type { Sentence } from '../../model/error.ts';
import type { MatchContext } from './context.ts';
import type { Draft, OpenReceipt } from './draft.ts';

/** One way to find what a receipt pays. A pass gives at most one draft per answer, best first; two equally good answers are one ambiguous draft with alternatives. It never gives more than is open or left. */
export interface Pass {
  readonly name: string;
  readonly about: Sentence;
  /** True when the payer's own words (references, remittance lines) make this pass needless or forbidden. */
  readonly afterWords?: true;
  /** The most confidence it ever gives: rounds that ask for more do not run it. */
  readonly ceiling: number;
  /** It searches: its answer is kept as long as nothing it saw has changed. */
  readonly searches?: true;
  find(receipt: OpenReceipt, context: MatchContext): Draft | undefined;
}
