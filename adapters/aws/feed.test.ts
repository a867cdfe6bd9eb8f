import type { DynamoDBRecord } from 'aws-lambda';
import { expect, test } from 'vitest';
import type { ItemInput } from '../../core/ports/table.ts';
import { changesOf, streamFilters } from './feed.ts';
import { type Attributes, attributesOf } from './item-codec.ts';

const item = (body: ItemInput['body'], kind = 'entity'): ItemInput => ({ pk: 'ENT#o_1', sk: '@', kind, body });

/** As Lambda hands it over: binary as base64 text. */
function wire(attributes: Attributes | undefined): NonNullable<DynamoDBRecord['dynamodb']>['NewImage'] {
  if (attributes === undefined) return undefined;
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, value.B === undefined ? value : { B: Buffer.from(value.B).toString('base64') }])) as never;
}

function record(seq: string, old: Attributes | undefined, now: Attributes | undefined): DynamoDBRecord {
  const { pk, sk } = (now ?? old ?? {}) as Attributes;
  return {
    dynamodb: { SequenceNumber: seq, ApproximateCreationDateTime: 1_800_000_000, Keys: wire({ ...(pk && { pk }), ...(sk && { sk }) }), OldImage: wire(old), NewImage: wire(now) },
  };
}

test('a stream record becomes a change with both images, deflated bodies unfolded', () => {
  const long = { text: 'the same words '.repeat(200) };
  const { changes } = changesOf({ Records: [record('7', attributesOf(item({ n: 1 }), 'main#', 1, 'w_1'), attributesOf(item(long), 'main#', 2, 'w_2'))] });
  expect(changes).toMatchObject([
    { id: '7', workspace: 'main', key: { pk: 'ENT#o_1', sk: '@' }, at: 1_800_000_000_000, old: { body: { n: 1 }, version: 1 }, new: { body: long, version: 2, writeId: 'w_2' } },
  ]);
});

test('kinds that are not announced and items of nobody are left out', () => {
  const plain = attributesOf(item({}, 'history'), 'main#', 1, undefined);
  const foreign = { ...attributesOf(item({}), '', 1, undefined), pk: { S: 'nobody' } };
  expect(changesOf({ Records: [record('1', undefined, plain), record('2', undefined, foreign)] }).changes).toEqual([]);
});

test('the event source passes on creates, updates and deletes of announced kinds', () => {
  expect(streamFilters).toEqual(['NewImage', 'OldImage'].map((image) => ({ dynamodb: { [image]: { k: { S: ['entity', 'record', 'document'] } } } })));
});
