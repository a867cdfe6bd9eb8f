import { describe, expect, it } from 'vitest';
import { type Model, modelId, weightsOf } from '../model/model.ts';
import { shippedModels } from '../model/shipped.ts';
import type { Features } from '../resolver.ts';
import { scoredResolver } from '../scored.ts';
import { withFrequencies } from './frequencies.ts';
import { train } from './train.ts';

const base = shippedModels.find((m) => m.type === 'person') as Model;
const resolver = scoredResolver();

/** Two records of each of 120 people; every sixth second record has another e-mail. */
function people(): Features[] {
  const names = ['baker', 'castle', 'dunham', 'everly', 'foster', 'gould', 'hanley', 'irving', 'jarvis', 'keller', 'lomax', 'mercer'];
  return Array.from({ length: 240 }, (_, i) => {
    const who = Math.floor(i / 2);
    const email = i % 12 === 1 ? `other${i}@x.example.org` : `person${who}@x.example.org`;
    const birthday = `19${50 + (who % 40)}-0${1 + (who % 9)}-1${who % 10}`;
    return resolver.features(
      'person',
      new Map<string, string | true>([
        ['givenName', names[who % 12] as string],
        ['familyName', `${names[Math.floor(who / 12)]}son`],
        ['birthday', birthday],
        [`emails:${email}`, true],
      ]),
      { country: 'US' },
    );
  });
}

describe('training', () => {
  it('learns without truth that e-mails change more often than birthdays', () => {
    const learnt = train(people(), base);
    const m = (field: string): number => learnt.fields[field]?.['equal']?.m ?? 0;
    expect(m('email')).toBeLessThan(m('birthday'));
    expect(weightsOf(learnt).bits('birthday', 'equal')).toBeGreaterThan(5);
  });

  it('gives the same model for the same records, and another hash for others', () => {
    expect(modelId(train(people(), base))).toBe(modelId(train(people(), base)));
    expect(modelId(train(people(), base))).not.toBe(modelId(base));
  });

  it('keeps weights and thresholds when only frequencies are learnt', () => {
    const warm = withFrequencies(
      base,
      people().map((f) => f.signature),
    );
    expect(warm.fields).toEqual(base.fields);
    expect(warm.thresholds).toEqual(base.thresholds);
    expect(warm.frequencies['given']?.top['baker']).toBeGreaterThan(0);
  });
});
