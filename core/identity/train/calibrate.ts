import { type Model, weightsOf } from '../model/model.ts';
import { scoreSignatures } from '../score.ts';
import type { Signature } from '../signature.ts';

/** A pair that a person has decided. */
export interface Label {
  readonly a: Signature;
  readonly b: Signature;
  readonly same: boolean;
}

/** Fewer decisions than this, or fewer of either kind, say nothing about where the line is. */
export const labelsMin = 30;
const eachMin = 5;
/** The line moves by at most so many bits at once, in such steps. */
const shiftMax = 4;
const step = 0.5;

/** What decisions of people say about the line between one and two. */
export interface Calibration {
  readonly model: Model;
  readonly labels: number;
  /** Bits by which `link` (and with it the grey band) moved; 0 while there are too few decisions. */
  readonly shift: number;
  /** Decisions that score and line got wrong, before and after. */
  readonly wrong: { readonly before: number; readonly after: number };
}

/** Moves the link threshold to where it disagrees least with people's decisions; of equally good places the nearest. People are asked about the grey band alone, so what they say places the line and changes no weight. */
export function calibrate(model: Model, labels: readonly Label[]): Calibration {
  const weights = weightsOf(model);
  const scored = labels
    .map(({ a, b, same }) => ({ found: scoreSignatures(a, b, weights), same }))
    .filter(({ found }) => found.rule === 'score')
    .map(({ found, same }) => ({ total: found.total, same }));
  const { link, review } = model.thresholds;
  const wrongAt = (shift: number): number => scored.filter(({ total, same }) => total >= link + shift !== same).length;
  const before = wrongAt(0);
  const yes = scored.filter(({ same }) => same).length;
  if (scored.length < labelsMin || Math.min(yes, scored.length - yes) < eachMin) return { model, labels: scored.length, shift: 0, wrong: { before, after: before } };
  let shift = 0;
  for (let away = step; away <= shiftMax; away += step) for (const tried of [away, -away]) if (wrongAt(tried) < wrongAt(shift)) shift = tried;
  const moved: Model = { ...model, thresholds: { ...model.thresholds, link: link + shift, review: review + shift } };
  return { model: moved, labels: scored.length, shift, wrong: { before, after: wrongAt(shift) } };
}
