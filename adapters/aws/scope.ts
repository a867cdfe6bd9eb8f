import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Item } from '../../core/ports/table.ts';
import type { Clock } from '../../core/ports/world.ts';
import { isExpired } from '../guard.ts';
import type { Capacity } from './capacity.ts';
import { type Attributes, itemFrom } from './item-codec.ts';

/** What every workspace's table stands on. */
export interface TableParts {
  readonly client: DynamoDBClient;
  /** Name of the DynamoDB table. */
  readonly name: string;
  readonly clock: Clock;
  /** Counts units and what DynamoDB says of them; absent: nothing is counted. */
  readonly capacity?: Capacity;
}

/** One workspace's slice of the table. */
export interface Scope extends TableParts {
  /** `<workspace>#`, in front of every partition key. */
  readonly prefix: string;
}

/** What DynamoDB tells of consumption: asked for only when it is counted. */
export function asksCapacity(scope: Scope): { readonly ReturnConsumedCapacity?: 'TOTAL' } {
  return scope.capacity === undefined ? {} : { ReturnConsumedCapacity: 'TOTAL' };
}

/** The item in what was read; undefined when there is none or its time is over (DynamoDB sweeps up to two days later). */
export function liveItem(scope: Scope, attributes: Attributes | undefined): Item | undefined {
  if (attributes === undefined) return undefined;
  const item = itemFrom(attributes, scope.prefix.length);
  return isExpired(item, scope.clock.now()) ? undefined : item;
}
