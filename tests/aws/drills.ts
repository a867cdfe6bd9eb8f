import { type AttributeValue, BatchWriteItemCommand, DynamoDBClient, paginateScan, type WriteRequest } from '@aws-sdk/client-dynamodb';
import { PurgeQueueCommand, type SQSClient } from '@aws-sdk/client-sqs';

type Row = Record<string, AttributeValue>;

/** DynamoDB takes so many at once. */
const batchMax = 25;

/** The table as a copy of it at this moment, as a restore would give it back. */
export async function copyOf(endpoint: string, table: string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for await (const page of paginateScan({ client: new DynamoDBClient({ endpoint }) }, { TableName: table, ConsistentRead: true })) rows.push(...(page.Items ?? []));
  return rows;
}

/** Puts a copy in the place of what the table holds now, and forgets the messages, which speak of a later time: what docs/operate.md does by a restore. */
export async function restoreTable(endpoint: string, table: string, copy: readonly Row[], queues: { readonly sqs: SQSClient; readonly urls: readonly string[] }): Promise<void> {
  const client = new DynamoDBClient({ endpoint });
  const keyOf = ({ pk, sk }: Row): Row => ({ pk, sk }) as Row;
  const now = await copyOf(endpoint, table);
  await writeAll(
    client,
    table,
    now.map((row) => ({ DeleteRequest: { Key: keyOf(row) } })),
  );
  for (const QueueUrl of queues.urls) await queues.sqs.send(new PurgeQueueCommand({ QueueUrl }));
  await writeAll(
    client,
    table,
    copy.map((Item) => ({ PutRequest: { Item } })),
  );
}

async function writeAll(client: DynamoDBClient, table: string, requests: readonly WriteRequest[]): Promise<void> {
  for (let i = 0; i < requests.length; i += batchMax) {
    let open = requests.slice(i, i + batchMax);
    while (open.length > 0) {
      const { UnprocessedItems } = await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: open } }));
      open = UnprocessedItems?.[table] ?? [];
    }
  }
}
