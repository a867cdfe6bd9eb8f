import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { workspace } from '../../core/model/ids.ts';
import { announcedKinds, type Change, type ChangeEvent } from '../../core/ports/feed.ts';
import type { Item } from '../../core/ports/table.ts';
import { attributeNames as n } from '../size.ts';
import { type Attributes, itemFrom, keyFrom } from './item-codec.ts';

type Image = Readonly<Record<string, object>>;

/** The changes of a table stream's event: ids are sequence numbers, which a partial failure names. Kinds that are not announced are left out, as the event source's filter already does. */
export function changesOf(event: DynamoDBStreamEvent): ChangeEvent {
  return { changes: event.Records.flatMap((record) => changeOf(record) ?? []) };
}

function changeOf({ dynamodb }: DynamoDBRecord): Change | undefined {
  const physical = dynamodb?.Keys?.[n.pk]?.S;
  if (dynamodb?.Keys === undefined || physical === undefined || dynamodb.SequenceNumber === undefined) return undefined;
  const prefixLength = physical.indexOf('#') + 1;
  if (prefixLength === 0) return undefined; // not an item of ours
  const [old, now] = [imageOf(dynamodb.OldImage, prefixLength), imageOf(dynamodb.NewImage, prefixLength)];
  if (!announcedKinds.has(old?.kind ?? '') && !announcedKinds.has(now?.kind ?? '')) return undefined;
  return {
    id: dynamodb.SequenceNumber,
    workspace: workspace(physical.slice(0, prefixLength - 1)),
    key: keyFrom(attributesOf(dynamodb.Keys), prefixLength),
    at: (dynamodb.ApproximateCreationDateTime ?? 0) * 1_000, // told in whole seconds
    old,
    new: now,
  };
}

function imageOf(image: Image | undefined, prefixLength: number): Item | undefined {
  return image === undefined || Object.keys(image).length === 0 ? undefined : itemFrom(attributesOf(image), prefixLength);
}

/** Lambda hands binary values over as base64 text. */
function attributesOf(image: Image): Attributes {
  return Object.fromEntries(
    Object.entries(image).map(([name, value]) => {
      const { B } = value as { readonly B?: unknown };
      return [name, typeof B === 'string' ? { B: Buffer.from(B, 'base64') } : (value as AttributeValue)];
    }),
  );
}

/** What the event source passes on: changes of announced kinds, also when they end an item. */
export const streamFilters: readonly object[] = ['NewImage', 'OldImage'].map((image) => ({ dynamodb: { [image]: { [n.kind]: { S: [...announcedKinds] } } } }));
