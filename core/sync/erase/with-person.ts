import type { Json } from '../../model/json.ts';
import { familyOf } from '../../ports/mapping.ts';
import { holdsAddress } from './mentions.ts';
import type { Subject } from './subject.ts';

/** True for fields of mail to or from an address that is the person's alone. */
export function isMailOf(fields: readonly (readonly [field: string, value: Json])[], { mailboxes }: Pick<Subject, 'mailboxes'>): boolean {
  return fields.some(([field, value]) => {
    const { name, element } = familyOf(field);
    if (name !== 'from' && name !== 'to') return false;
    const text = element ?? (typeof value === 'string' ? value : '');
    return mailboxes.some((address) => holdsAddress(text, address));
  });
}
