import { describe, expect, it } from 'vitest';
import type { Item } from '../../ports/table.ts';
import { evidenceWrite } from './evidence.ts';
import { needlesOf } from './mentions.ts';
import type { Subject } from './subject.ts';
import { treatmentOf } from './treatment.ts';

const hers: Subject = {
  entity: 'p_anna',
  ids: ['p_anna'],
  refs: ['crm/contacts/ANNA'],
  contacts: [],
  names: [],
  mailboxes: [],
  parts: ['p_bo'],
  apart: ['crm/contacts/BO'],
};
const evidence = {
  terms: [
    { field: 'name', level: 'equal', a: 'Ulm', b: 'Ulm', bits: 3 },
    { field: 'town', level: 'differs', a: 'Ulmen', b: null, bits: -2 },
  ],
  prior: -10,
  total: -9,
  model: 'exact',
  rule: 'score',
  sentence: { en: 'Agree on name Ulm, not Ulmen.', zh: '一致：name Ulm。' },
};
const black = {
  ...evidence,
  terms: [
    { field: 'name', level: 'equal', a: '[erased]', b: '[erased]', bits: 3 },
    { field: 'town', level: 'differs', a: '[erased]', b: null, bits: -2 },
  ],
  sentence: { en: 'By points: name equal (+3.0), town differs (−2.0); total -9.0 bits.', zh: '按评分：名称支持（+3.0），城镇反对（−2.0）；合计 -9.0 比特。' },
};

const row = (kind: string, pk: string, a: string, b: string): Item => ({ pk, sk: '@', kind, version: 4, writeId: 'w', body: { a, b, evidence, at: 1 } });
const bodyOf = (item: Item, who: Subject = hers): unknown => {
  const write = evidenceWrite(item, who);
  return write?.op === 'put' ? write.item.body : undefined;
};

describe('what records showed that were one with the person', () => {
  it.each([
    ['evidence under the id of one of them', row('edge', 'ENT#p_bo', 'erp/contacts/7', '@')],
    ['evidence that names one of their records', row('edge', 'ENT#p_cy', 'crm/contacts/BO', '@')],
    ['evidence that names one of them', row('edge', 'ENT#p_cy', 'erp/contacts/9', 'p_bo')],
    ['a question about one of their records', row('review', 'REVIEW#r_1', 'erp/contacts/9', 'crm/contacts/BO')],
  ])('goes from %s: fields, levels and points stay', (_, item) => {
    expect(bodyOf(item)).toEqual({ ...item.body, evidence: black });
    expect(treatmentOf(item, hers, needlesOf(hers))).toMatchObject({ do: 'write', op: { op: 'put', when: { version: 4 } } });
  });

  it('is gone once it has gone', () => {
    const item = row('review', 'REVIEW#r_1', 'erp/contacts/9', 'crm/contacts/BO');
    expect(evidenceWrite({ ...item, body: bodyOf(item) as never }, hers)).toBeUndefined();
  });

  it('stays where others were compared', () => {
    expect(evidenceWrite(row('edge', 'ENT#p_cy', 'erp/contacts/9', '@'), hers)).toBeUndefined();
    expect(evidenceWrite({ ...row('edge', 'ENT#p_bo', 'crm/contacts/BO', '@'), kind: 'failure' }, hers)).toBeUndefined();
  });

  it('goes whole where it names the person', () => {
    const item = row('edge', 'ENT#p_bo', 'crm/contacts/BO', 'crm/contacts/ANNA');
    expect(treatmentOf(item, hers, needlesOf(hers))).toMatchObject({ do: 'write', op: { op: 'delete' } });
  });
});
