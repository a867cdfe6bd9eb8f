import { canonicalType } from '../../core/model/types.ts';
import { hint } from '../document/suggest.ts';
import { checkConnectionName, checkType } from './check-routes.ts';
import { type Checking, refuse } from './context.ts';
import type { WorkspaceDocument } from './schema.ts';

type Policy = WorkspaceDocument['policies'][string];
type FieldPolicy = Policy['default'];

/** Checks policies and alerts: types, fields and connections that they name. */
export function checkPolicies(checking: Checking): void {
  for (const [type, policy] of Object.entries(checking.document.policies)) {
    const path = ['policies', type];
    checkConnectionsOf(checking, [...path, 'default'], policy.default);
    for (const [field, by] of Object.entries(policy.fields)) checkConnectionsOf(checking, [...path, 'fields', field], by);
    if (checkType(checking, path, type, 'key')) checkFields(checking, type, policy);
  }
  const { connection } = checking.document.alerts;
  if (connection !== undefined) checkConnectionName(checking, ['alerts', 'connection'], connection);
}

function checkFields(checking: Checking, type: string, policy: Policy): void {
  const known = Object.keys(canonicalType(type).fields);
  const places = [
    ...Object.keys(policy.fields).map((field) => ({ field, path: ['policies', type, 'fields', field], part: 'key' as const })),
    ...policy.review.map((field, i) => ({ field, path: ['policies', type, 'review', i], part: 'value' as const })),
  ];
  for (const { field, path, part } of places) {
    if (known.includes(field)) continue;
    const near = hint(field, known);
    refuse(checking, path, 'FIELD_UNKNOWN', { en: `The type ${type} has no field “${field}”.${near.en}`, zh: `${type} 没有字段“${field}”。${near.zh}` }, part);
  }
}

function checkConnectionsOf(checking: Checking, path: readonly string[], policy: FieldPolicy): void {
  if (policy === 'latest') return;
  if ('owner' in policy) checkConnectionName(checking, [...path, 'owner'], policy.owner);
  else for (const [i, name] of policy.rank.entries()) checkConnectionName(checking, [...path, 'rank', i], name);
}
