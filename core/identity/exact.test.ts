import { describe, expect, it } from 'vitest';
import { entityIdFrom, refOf, workspace } from '../model/ids.ts';
import type { Canon } from '../ports/mapping.ts';
import { exactResolver } from './exact.ts';
import type { Candidate, Features } from './resolver.ts';

const ws = workspace('main');

function record(type: string, values: Record<string, Canon>): Features {
  return exactResolver.features(type, new Map(Object.entries(values)), { country: 'CN' });
}

function entity(letter: string, features: Features, ref = refOf('crm', 'contacts', '1'), more: Partial<Candidate> = {}): Candidate {
  return { id: entityIdFrom(ws, letter, ref), signatures: [features.signature], members: [ref], cannotLink: [], ...more };
}

const self = refOf('erp', 'parties', '9');

describe('the exact resolver', () => {
  const wang = record('person', { name: '王 小明', 'emails:wang@acme.cn': true });

  it('links a person by name and e-mail, but not by e-mail alone: people share mailboxes', () => {
    const same = record('person', { name: '王小明', 'emails:wang+crm@acme.cn': true });
    const other = record('person', { name: '李雷', 'emails:wang@acme.cn': true });
    expect(exactResolver.decide('person', same, self, [entity('p', wang)]).kind).toBe('link');
    expect(exactResolver.decide('person', other, self, [entity('p', wang)]).kind).toBe('new');
  });

  it('does not link colleagues by the mailbox and the telephone of their office', () => {
    const office = { 'emails:info@acme.cn': true, 'phones:+861055550101': true };
    const [wang, li] = [record('person', { name: '王小明', ...office }), record('person', { name: '李雷', ...office })];
    expect(exactResolver.decide('person', li, self, [entity('p', wang)]).kind).toBe('new');
  });

  it('links by the name and telephone of one record of an entity, though another that was renamed since shares more', () => {
    const [phone, mail] = [{ 'phones:+8613800138000': true }, { 'emails:ann@lee.org': true }];
    const known = [record('person', { name: 'Ann Miller', ...phone, ...mail }), record('person', { name: 'Ann Lee', ...phone })];
    const whole = entity('p', known[0] as Features, undefined, { signatures: known.map(({ signature }) => signature) });
    const decision = exactResolver.decide('person', record('person', { name: 'Ann Lee', ...phone, ...mail }), self, [whole]);
    expect(decision).toMatchObject({ kind: 'link', evidence: { terms: [{ field: 'name' }, { field: 'phone' }] } });
  });

  it('links organisations by name and company domain across connections only', () => {
    const a = record('organization', { name: 'ACME GmbH', website: 'https://www.acme-werke.de/' });
    const b = record('organization', { name: 'Acme', 'emails:info@acme-werke.de': true });
    expect(exactResolver.decide('organization', b, self, [entity('o', a)]).kind).toBe('link');
    expect(exactResolver.decide('organization', b, refOf('crm', 'contacts', '2'), [entity('o', a)]).kind).toBe('new');
  });

  it('links by a valid 统一社会信用代码 whatever the names, and never when two valid ones differ', () => {
    const a = record('organization', { name: '阿里巴巴', taxId: '91330100799655058B' });
    const b = record('organization', { name: 'Alibaba (China)', taxId: '91330100 799655058b' });
    const c = record('organization', { name: '阿里巴巴', website: 'alibaba-inc.com', taxId: '91440300708461136T' });
    expect(a.claims).toEqual([{ scheme: 'cn-uscc', value: '91330100799655058B' }]);
    expect(exactResolver.decide('organization', b, self, [entity('o', a)])).toMatchObject({ kind: 'link', evidence: { rule: 'same-claim' } });
    expect(exactResolver.compare(a.signature, c.signature).rule).toBe('different-claim');
  });

  it('never links a person to an organisation, nor against a cannot-link', () => {
    const org = record('organization', { name: '王小明', 'emails:wang@acme.cn': true });
    expect(exactResolver.decide('person', wang, self, [entity('o', org)]).kind).toBe('new');
    expect(exactResolver.decide('person', wang, self, [entity('p', wang, undefined, { cannotLink: [self] })]).kind).toBe('new');
  });

  it('merges the entities that a record proves to be one, and keeps the oldest', () => {
    const mail = entity('p', record('person', { name: 'Ann Lee', 'emails:ann@lee.org': true }), refOf('a', 's', '1'), { founded: 7 });
    const phone = entity('p', record('person', { name: 'Lee, Ann', 'phones:+8613800138000': true }), refOf('b', 's', '1'), { founded: 3 });
    const both = record('person', { name: 'Ann Lee', 'emails:ann@lee.org': true, 'phones:+8613800138000': true });
    expect(exactResolver.decide('person', both, self, [mail, phone])).toMatchObject({ kind: 'link', entity: phone.id, alsoSame: [mail.id] });
  });

  it('explains with terms that add up', () => {
    const found = exactResolver.compare(wang.signature, record('person', { name: '王小明', 'emails:wang@acme.cn': true }).signature);
    expect(found.terms.reduce((sum, t) => sum + t.bits, found.prior)).toBe(found.total);
    expect(found.terms[0]).toMatchObject({ field: 'email', a: 'wang@acme.cn', b: 'wang@acme.cn' });
    expect(found.sentence).toEqual({ en: 'Agree on email, name.', zh: '一致：email、name。' });
  });
});
