import { deleteRules } from './deleteRules.ts';
import { hookRules } from './hookRules.ts';
import { mannerRules } from './mannerRules.ts';
import { readRules } from './readRules.ts';
import type { Rule } from './rule.ts';
import { shapeRules } from './shapeRules.ts';
import { writeRules } from './writeRules.ts';

/** Every rule of the conformance suite. */
export const rules: readonly Rule[] = [...shapeRules, ...readRules, ...deleteRules, ...writeRules, ...hookRules, ...mannerRules];
