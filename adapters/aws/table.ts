import type { Workspace } from '../../core/model/ids.ts';
import type { Table, Tables } from '../../core/ports/table.ts';
import { checkKey, checkKeys, checkOps, checkQuery, checkSegment, checkSizes, pkBytesMaxOf } from '../limits.ts';
import { listPage, queryPage, scanPage } from './pages.ts';
import { getItems } from './read.ts';
import type { Scope, TableParts } from './scope.ts';
import { addValues } from './set.ts';
import { writeOps } from './write.ts';

/** The tables of one DynamoDB table. Reads reject with a retryable `SynclineError` when it is busy or away; writes say `throttled`. */
export function awsTables(parts: TableParts): Tables {
  return { in: (workspace) => awsTable(workspace, { ...parts, prefix: `${workspace}#` }) };
}

function awsTable(workspace: Workspace, scope: Scope): Table {
  const pkBytesMax = pkBytesMaxOf(workspace);
  return {
    workspace,
    async get(keys, options) {
      checkKeys(keys, pkBytesMax);
      return getItems(scope, keys, options?.consistent === true);
    },
    async query(pk, options = {}) {
      checkKey({ pk, sk: '-' }, pkBytesMax);
      return queryPage(scope, pk, options, checkQuery(options));
    },
    async list(lpk, options = {}) {
      checkKey({ pk: lpk, sk: '-' }, pkBytesMax);
      return listPage(scope, lpk, options, checkQuery(options));
    },
    async write(ops, options) {
      checkOps(ops, pkBytesMax);
      const texts = ops.map((op) => (op.op === 'put' ? JSON.stringify(op.item.body) : ''));
      checkSizes(texts);
      return writeOps(scope, ops, texts, options?.writeId);
    },
    async addToSet(key, values) {
      checkKey(key, pkBytesMax);
      return addValues(scope, key, values);
    },
    async scan(segment, segments, after) {
      checkSegment(segment, segments);
      return scanPage(scope, segment, segments, after);
    },
  };
}
