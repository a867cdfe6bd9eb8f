import { hash } from 'node:crypto';
import type { JsonObject } from '../../core/model/json.ts';

/** A row's revision: a hash of what it holds, in the order in which the file holds it (22 characters). Says that it changed, not which is later. */
export function revisionOf(record: JsonObject): string {
  return hash('sha256', JSON.stringify(record), 'base64url').slice(0, 22);
}
