import type { DynamoDBStreamEvent } from 'aws-lambda';
import { changesOf } from '../../../adapters/aws/feed.ts';
import { relayHandler } from '../../relay.ts';
import { onWorlds } from '../lambda.ts';

/** `relay` on Lambda, fed by the table's stream. */
export const handler = onWorlds(({ worlds }, log) => {
  const handle = relayHandler(worlds, Date.now, log);
  return (event: DynamoDBStreamEvent) => handle(changesOf(event));
});
