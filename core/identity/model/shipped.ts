import { type Model, modelSchema } from './model.ts';
import organization from './organization.json' with { type: 'json' };
import person from './person.json' with { type: 'json' };

/** The models that ship: one per type, for every data set. Made by `node tests/eval/identity-train.ts` from synthetic records. */
export const shippedModels: readonly Model[] = [modelSchema.parse(person), modelSchema.parse(organization)];
