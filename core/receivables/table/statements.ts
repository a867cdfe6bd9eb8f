import type { Sentence } from '../../model/error.ts';
import { sha256Hex } from '../../model/hash.ts';
import { keyPart } from '../../model/keys.ts';
import type { Key } from '../../ports/table.ts';
import { closeFailure, reportFailure, statementsConnection } from '../../sync/failure.ts';
import { put } from '../../sync/store.ts';
import type { World } from '../../sync/world.ts';
import { countedLines, importStatements } from '../lines/lineBook.ts';
import type { IdentifiedLine } from '../lines/lineId.ts';
import type { BankStatement } from '../model/statement.ts';
import { whyNotCounted } from '../proof/mayCount.ts';
import { readStatements } from '../readers/readStatements.ts';
import { receiptsOf } from '../report/reconcile/receipts.ts';
import { chargeBackStored, returnedBy } from './charge-back.ts';
import type { ReceivablesConfig, StatementFolder } from './config.ts';
import { isBefore } from './cutover.ts';
import { type AccountName, type LineRow, lineBookOf, linesAround, storeLines } from './line-rows.ts';
import { introduce, recordReceipt } from './record.ts';
import { shelveAmount } from './same-money.ts';
import { noteStatement } from './statement-ends.ts';

/** Receipts recorded at once. */
const atOnceMax = 20;

/** A bank file as it was last taken. */
interface FileRow {
  readonly path: string;
  /** Tells a change without reading. */
  readonly bytes: number;
  readonly modifiedAt: number;
  readonly hash: string;
  readonly format: string;
  /** Lines that were new, and lines that were known. */
  readonly added: number;
  readonly known: number;
  readonly state: 'taken' | 'quarantined' | 'refused';
  readonly at: number;
}

/** Index partition of all bank files. */
const fileListKey = 'BANKFILES';

function fileKey(folder: string, path: string): Key {
  return { pk: `BANKFILE#${keyPart(folder)}#${keyPart(path)}`, sk: '@' };
}

/** Looks through all statement folders and takes what is new or has changed. A file twice, and lines that overlap, add nothing. */
export async function importFolders(world: World, config: ReceivablesConfig): Promise<void> {
  for (const folder of config.statements) {
    const files = world.files?.(folder.folder);
    if (files === undefined) continue;
    for (const { path, bytes, modifiedAt } of await files.list()) {
      if (isHidden(path)) continue;
      const key = fileKey(folder.folder, path);
      const [item] = await world.table.get([key], { consistent: true });
      const before = item?.body as unknown as FileRow | undefined;
      if (before !== undefined && before.bytes === bytes && before.modifiedAt === modifiedAt) continue;
      const content = await files.read(path);
      if (content === undefined) continue; // gone since the list
      const hash = sha256Hex(content);
      const { format, added, known, state } = before?.hash === hash && before.state === 'taken' ? before : await takeFile(world, config, folder, path, content);
      const body: FileRow = { format, added, known, state, hash, path, bytes, modifiedAt, at: world.clock.now() };
      await put(world, [
        {
          op: 'put',
          item: { ...key, kind: 'bankfile', body: { ...body }, index: { lpk: fileListKey, lsk: `${keyPart(folder.folder)}/${keyPart(path)}`, state: body.state } },
          when: 'any',
        },
      ]);
    }
  }
}

/** What people's systems leave beside files, and what is still being written. */
function isHidden(path: string): boolean {
  return path.split('/').some((part) => part.startsWith('.') || part.startsWith('~')) || /\.(?:tmp|part)$/i.test(path);
}

/** What became of a file. */
export interface FileTaken extends Pick<FileRow, 'format' | 'added' | 'known' | 'state'> {
  readonly statements: number;
  /** Why nothing was taken. */
  readonly reason?: Sentence;
}

/** Takes a bank file: all of it, or nothing with the reason why. */
export async function takeFile(world: World, config: ReceivablesConfig, folder: StatementFolder, path: string, content: Uint8Array): Promise<FileTaken> {
  const read = readStatements(content, path, folder.currency === undefined ? {} : { currency: folder.currency });
  const place = { connection: statementsConnection, stream: folder.folder, record: path };
  if (read.refused !== undefined) {
    const reason = atLine(read.refused.message, read.refused.line);
    await reportFailure(world, { ...place, cause: refusedCause, kind: 'refused', reason, label: read.refused.code });
    return { format: read.format, added: 0, known: 0, statements: 0, state: 'refused', reason };
  }
  const reason = read.statements.map(whyNotCounted).find((why) => why !== undefined);
  await closeFailure(world, place.connection, place.stream, place.record, refusedCause);
  if (reason !== undefined) {
    await reportFailure(world, { ...place, cause: quarantineCause, kind: 'refused', reason });
    return { format: read.format, added: 0, known: 0, statements: read.statements.length, state: 'quarantined', reason };
  }
  await closeFailure(world, place.connection, place.stream, place.record, quarantineCause);
  let [added, known] = [0, 0];
  for (const statement of read.statements) {
    const taken = await takeStatement(world, { company: folder.company ?? config.company, account: statement.account }, statement, {
      source: folder.source ?? '',
      cutover: config.cutover,
    });
    added += taken.added;
    known += taken.known;
  }
  return { format: read.format, added, known, statements: read.statements.length, state: 'taken' };
}

const refusedCause = 'receivables.file';
const quarantineCause = 'receivables.proof';

function atLine({ en, zh }: Sentence, line: number | undefined): Sentence {
  return line === undefined ? { en, zh } : { en: `Line ${line}: ${en}`, zh: `第 ${line} 行：${zh}` };
}

/** Takes one statement: lines first, then what is money among them, then the mark that it counted; a worker that dies in between does it again and adds nothing twice. */
async function takeStatement(
  world: World,
  name: AccountName,
  statement: BankStatement,
  { source, cutover }: { readonly source: string; readonly cutover: string | undefined },
): Promise<{ readonly added: number; readonly known: number }> {
  const rows = await linesAround(world, name, statement);
  const { book, added, known } = importStatements(lineBookOf(rows), [statement], source);
  const now = new Map([...book.lines].map(([id, line]): [string, LineRow] => [id, { ...rows.get(id), line, ...(book.links.has(id) ? { link: book.links.get(id) } : {}) }]));
  await storeLines(
    world,
    name,
    [...now.values()].filter((row) => added.includes(row.line.id) || row.link !== rows.get(row.line.id)?.link),
  );
  // A line that was told in parts before is counted already, by its parts.
  const covered = new Set([...now.values()].flatMap(({ counted, link }) => (counted === true && link !== undefined ? [link.other] : [])));
  const money = countedLines(book).filter(({ id, line }) => !isBefore(cutover, line.date) && now.get(id)?.counted !== true && !covered.has(id));
  for (let i = 0; i < money.length; i += atOnceMax) await Promise.all(money.slice(i, i + atOnceMax).map((line) => countLine(world, name, line)));
  await storeLines(
    world,
    name,
    money.map((line) => ({ ...(now.get(line.id) as LineRow), counted: true as const })),
  );
  await introduce(world, name.company);
  await noteStatement(world, name, statement);
  return { added: added.length, known };
}

/** Money in is a receipt, or one for each part of a batch; a returned booking takes its receipt back; other money out is not ours to match. */
async function countLine(world: World, { company }: AccountName, line: IdentifiedLine): Promise<void> {
  if (line.line.amountMinor > 0n) {
    for (const receipt of receiptsOf(line, company)) {
      await shelveAmount(world, receipt);
      await recordReceipt(world, receipt, { source: 'bank' });
    }
  } else if (line.line.reversal === true) {
    const original = await returnedBy(world, company, line);
    if (original !== undefined) await chargeBackStored(world, original.id, { date: line.line.date, reason: line.line.code ?? line.line.text.slice(0, 80) });
  }
}
