import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Guard } from '../../core/ports/table.ts';
import { attributeNames as n } from '../size.ts';

/** A guard as DynamoDB checks it. */
export interface Condition {
  readonly expression: string;
  readonly values: Readonly<Record<string, AttributeValue>>;
}

const live = `(attribute_not_exists(${n.expiresAt}) OR ${n.expiresAt} > :now)`;

/** The condition that a guard demands; undefined for `any`. An item whose time is over counts as absent, swept or not. */
export function conditionOf(when: Guard, nowMs: number): Condition | undefined {
  const now = { ':now': { N: String(Math.floor(nowMs / 1_000)) } };
  if (when === 'any') return undefined;
  if (when === 'absent' || ('version' in when && when.version === 0)) {
    return { expression: `attribute_not_exists(${n.pk}) OR ${n.expiresAt} <= :now`, values: now };
  }
  if ('version' in when) return { expression: `${n.version} = :version AND ${live}`, values: { ...now, ':version': { N: String(when.version) } } };
  return { expression: `${n.token} = :held AND ${live}`, values: { ...now, ':held': { S: when.token } } };
}

/** The version that a put under this guard makes; undefined when only the store knows what is there. */
export function versionAfter(when: Guard): number | undefined {
  if (when === 'absent') return 1;
  return when !== 'any' && 'version' in when ? when.version + 1 : undefined;
}
