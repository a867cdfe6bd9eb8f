import { expect, it } from 'vitest';
import { type Model, weightsOf } from '../model/model.ts';
import { shippedModels } from '../model/shipped.ts';
import { scoreSignatures } from '../score.ts';
import { scoredResolver } from '../scored.ts';
import { calibrate, type Label, labelsMin } from './calibrate.ts';

const model = shippedModels.find((m) => m.type === 'organization') as Model;
const resolver = scoredResolver();
const signature = (name: string, city: string) =>
  resolver.features(
    'organization',
    new Map([
      ['name', name],
      ['city', city],
    ]),
    { country: 'DE' },
  ).signature;

/** Pairs of one name in one town that people call `same`, and pairs of two names that they call two. */
function labels(count: number, same: boolean): Label[] {
  const pair: readonly Label[] = [
    { a: signature('Quittenbaum Feinkost GmbH', 'Berlin'), b: signature('Quittenbaum Feinkost GmbH', 'Berlin'), same },
    { a: signature('Polarlicht Reisen AG', 'Kiel'), b: signature('Zimtstern Reisen AG', 'Kiel'), same: false },
  ];
  return Array.from({ length: count }, () => pair).flat();
}

it('leaves the line where it is while few people have decided, and where they agree with it', () => {
  expect(calibrate(model, labels(labelsMin / 2 - 1, false))).toMatchObject({ shift: 0, model });
  const high: Model = { ...model, thresholds: { ...model.thresholds, link: 5 } };
  expect(calibrate(high, labels(40, true))).toMatchObject({ shift: 0, labels: 80, wrong: { before: 0, after: 0 } });
});

it('moves the line, and the grey band with it, to where it disagrees least with what people decided', () => {
  const total = scoreSignatures(signature('Quittenbaum Feinkost GmbH', 'Berlin'), signature('Quittenbaum Feinkost GmbH', 'Berlin'), weightsOf(model)).total;
  const strict: Model = { ...model, thresholds: { ...model.thresholds, link: total + 2, review: total + 1 } };
  const moved = calibrate(strict, labels(40, true));
  expect(moved.wrong).toEqual({ before: 40, after: 0 });
  expect(moved.shift).toBeLessThan(0);
  expect(moved.model.thresholds.link - moved.model.thresholds.review).toBeCloseTo(1, 9);
});
