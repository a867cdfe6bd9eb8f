import type { Pass } from './pass.ts';
import { combination } from './passes/combination.ts';
import { creditNetting } from './passes/creditNetting.ts';
import { documentNumber } from './passes/documentNumber.ts';
import { knownDeduction } from './passes/knownDeduction.ts';
import { oldestFirst } from './passes/oldestFirst.ts';
import { otherCurrency } from './passes/otherCurrency.ts';
import { remittance } from './passes/remittance.ts';
import { singleExact } from './passes/singleExact.ts';
import { structuredReference } from './passes/structuredReference.ts';

/** All passes, strongest first. The order is the meaning: what a payer wrote goes before what we compute. */
export const passes: readonly Pass[] = [structuredReference, documentNumber, otherCurrency, remittance, singleExact, knownDeduction, combination, creditNetting, oldestFirst];
