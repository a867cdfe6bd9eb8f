import { describe, expect, it } from 'vitest';
import type { Member } from './entity.ts';
import { settleRoles } from './roles.ts';

const [one, two, three] = ['crm/customers/1', 'crm/customers/2', 'crm/customers/3'] as const;
const member = (role: Member['role'], dead = false): Member => ({ seq: 1, role, assertions: {}, ...(dead ? { dead } : {}) });
const settled = (members: Record<string, Member>): Record<string, Member['role']> => {
  const own = { ...members };
  settleRoles(own, one);
  return Object.fromEntries(Object.entries(own).map(([ref, { role }]) => [ref, role]));
};

describe('the roles of the records of one stream', () => {
  it('stay where one leads, whatever the others are called', () => {
    expect(settled({ [one]: member('secondary'), [two]: member('primary') })).toEqual({ [one]: 'secondary', [two]: 'primary' });
  });

  it('go to the next by name where whoever led has died', () => {
    const roles = settled({ [one]: member('primary', true), [three]: member('secondary'), [two]: member('secondary') });
    expect([roles[two], roles[three]]).toEqual(['primary', 'secondary']);
  });

  it('leave to the first by name what two lead, as deliveries do', () => {
    expect(settled({ [two]: member('primary'), [one]: member('primary') })).toEqual({ [one]: 'primary', [two]: 'secondary' });
  });

  it('are nothing to records of another stream or system, nor to those that are dead', () => {
    const others = { 'crm/people/9': member('secondary'), 'erp/customers/1': member('secondary'), [two]: member('primary', true) };
    expect(settled({ [one]: member('secondary'), ...others })).toEqual({ [one]: 'primary', 'crm/people/9': 'secondary', 'erp/customers/1': 'secondary', [two]: 'primary' });
  });
});
