import type { Json } from '../../model/json.ts';
import { familyOf } from '../../ports/mapping.ts';
import type { Entity } from '../entity.ts';

/** Golden fields as people read them: sets joined to sorted lists, what is empty left out. */
export function goldenView(entity: Pick<Entity, 'golden'>): Record<string, Json> {
  const view: Record<string, Json> = {};
  const sets = new Map<string, string[]>();
  for (const [field, { value }] of Object.entries(entity.golden)) {
    const { name, element } = familyOf(field);
    if (element === undefined) {
      if (value !== null) view[field] = value;
    } else if (value === true) sets.set(name, [...(sets.get(name) ?? []), element]);
  }
  for (const [name, elements] of sets) view[name] = elements.sort();
  return view;
}

/** A second field that tells entities of one name apart: the first e-mail, number or city. */
export function hintOf(golden: Readonly<Record<string, Json>>, label: string): string | undefined {
  for (const field of ['emails', 'number', 'city', 'phones', 'taxId', 'reference']) {
    const value = golden[field];
    const text = Array.isArray(value) ? value[0] : value;
    if (typeof text === 'string' && text !== '' && text !== label) return text;
  }
  return undefined;
}
