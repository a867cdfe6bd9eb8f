/**
 * Property tests draw the same cases in every run of one commit, so that a change is judged by what it changed. `SYNCLINE_SEED=<n>` draws others; CI does that
 * beside the gate, with a seed nobody chose, and prints it.
 */
import fc from 'fast-check';

const chosen = Number(process.env.SYNCLINE_SEED ?? 20_261_129);
if (!Number.isSafeInteger(chosen)) throw new Error(`SYNCLINE_SEED is no whole number: ${process.env.SYNCLINE_SEED}`);

fc.configureGlobal({ seed: chosen });
