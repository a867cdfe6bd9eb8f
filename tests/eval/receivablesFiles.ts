import { decimalOf } from '../../core/model/money.ts';
import { emptyLineBook, importStatements } from '../../core/receivables/lines/lineBook.ts';
import type { BankStatement } from '../../core/receivables/model/statement.ts';
import { proveInvoice } from '../../core/receivables/proof/invoiceProof.ts';
import { proveStatement } from '../../core/receivables/proof/statementProof.ts';
import { readInvoice } from '../../core/receivables/readers/readInvoice.ts';
import { readStatements, type StatementFile } from '../../core/receivables/readers/readStatements.ts';
import { type Bar, dataFiles, dataText, hasData } from './receivablesBar.ts';

const bankSets = ['camt_genkgo', 'mt940_wolph', 'ofx_ofxparse', 'bai2_moov', 'cn_bills_deg', 'vendor_statement_samples'];
const invoiceSets = ['ubl_cii_en16931', 'ubl_peppol', 'ch_ebill'];

/** Bars of bank files: every file read or refused by name, proofs, re-import, overlap, and the expected amounts of the MT940 set. */
export function bankBars(): Bar[] {
  return bankSets.filter(hasData).flatMap((set) => {
    const files = dataFiles(set).map((file) => readStatements(file.bytes, file.name));
    return [readBar(set, files), proofBar(set, files), importBar(set, files), ...(set === 'mt940_wolph' ? [oracleBar(files)] : [])];
  });
}

function readBar(set: string, files: readonly StatementFile[]): Bar {
  const refused = files.filter((file) => file.refused !== undefined);
  const silent = files.filter((file) => file.refused === undefined && file.statements.length === 0);
  const lines = files.flatMap((file) => file.statements).reduce((n, statement) => n + statement.lines.length, 0);
  return {
    name: `${set}: files read or refused by name`,
    value: `${files.length - refused.length} read (${lines} lines), ${refused.length} refused, ${silent.length} silent`,
    bar: 'no crash, no silent zero',
    ok: silent.length === 0,
    details: refused.map((file) => `${file.file}: ${file.refused?.code} at line ${file.refused?.line ?? '–'}: ${file.refused?.message.en}`),
  };
}

function proofBar(set: string, files: readonly StatementFile[]): Bar {
  const proofs = files.flatMap((file) => file.statements.map((statement) => ({ file, statement, proof: proveStatement(statement) })));
  const count = (state: string): number => proofs.filter(({ proof }) => proof.state === state).length;
  const quarantined = proofs.filter(({ proof }) => proof.state === 'quarantined');
  return {
    name: `${set}: statements proved`,
    value: `${count('proved')} proved, ${quarantined.length} quarantined, ${count('unprovable')} without balances`,
    bar: 'a difference for each quarantined',
    ok: quarantined.every(({ proof }) => proof.differenceMinor !== undefined || proof.broken.length > 0),
    details: quarantined.map(
      ({ file, statement, proof }) =>
        `${file.file} ${statement.account}: ${proof.differenceMinor === undefined ? '' : decimalOf({ minor: proof.differenceMinor, currency: statement.currency })} ${proof.broken[0] ?? ''}`,
    ),
  };
}

/** Every file twice adds nothing; a file cut into two overlapping halves gives exactly its lines. */
function importBar(set: string, files: readonly StatementFile[]): Bar {
  const wrong: string[] = [];
  for (const file of files.filter((f) => f.statements.length > 0)) {
    const first = importStatements(emptyLineBook, file.statements, file.file);
    const again = importStatements(first.book, file.statements, file.file);
    if (again.added.length !== 0) wrong.push(`${file.file}: twice adds ${again.added.length}`);
    const halves = file.statements.flatMap(cut);
    const overlapped = importStatements(importStatements(emptyLineBook, halves, file.file).book, file.statements, file.file);
    if (overlapped.book.lines.size !== first.book.lines.size) wrong.push(`${file.file}: overlap gives ${overlapped.book.lines.size} of ${first.book.lines.size}`);
  }
  return { name: `${set}: re-import and overlap`, value: `${wrong.length} files with doubled or lost lines`, bar: '0', ok: wrong.length === 0, details: wrong };
}

/** Two overlapping cuts of a statement at day borders. */
function cut(statement: BankStatement): BankStatement[] {
  const days = [...new Set(statement.lines.map((line) => line.date))].sort();
  const middle = days[Math.floor(days.length / 2)] ?? '';
  return [
    { ...statement, lines: statement.lines.filter((line) => line.date <= middle) },
    { ...statement, lines: statement.lines.filter((line) => line.date >= middle) },
  ];
}

/** The amounts that the set's own reader expects, file by file. That reader does not turn the sign of a reversed credit (`RC`); ours does, and the balances agree with ours. */
function oracleBar(files: readonly StatementFile[]): Bar {
  const differing: string[] = [];
  let compared = 0;
  let lines = 0;
  for (const file of dataFiles('mt940_wolph').filter((f) => f.name.endsWith('.sta'))) {
    const expected = expectedAmounts(dataText('mt940_wolph', file.name.replace(/sta$/, 'yml')) ?? '');
    // Fragments that name no currency are refused by default; with one given their lines are comparable.
    const read = files.find((f) => f.file === file.name && f.refused === undefined) ?? readStatements(file.bytes, file.name, { currency: 'EUR' });
    const ours = read.statements.flatMap((s) => s.lines.map((l) => ({ amount: trim(decimalOf({ minor: l.amountMinor, currency: l.currency })), reversal: l.reversal === true })));
    compared += 1;
    lines += expected.length;
    const same = ours.length === expected.length && ours.every(({ amount, reversal }, i) => amount === expected[i] || (reversal && amount === `-${expected[i]}`));
    if (!same) differing.push(`${file.name}: ${ours.length} lines for ${expected.length}`);
  }
  return {
    name: 'mt940_wolph: lines and amounts as expected by the set',
    value: `${compared - differing.length} of ${compared} files, ${lines} lines`,
    bar: 'all',
    ok: differing.length === 0,
    details: differing,
  };
}

function expectedAmounts(yml: string): string[] {
  return yml
    .split('!!python/object:mt940.models.Transaction\n')
    .slice(1)
    .map((part) => trim(/^ {4}amount: !!python\/object:mt940\.models\.Amount\n\s+amount: !!python\/object\/apply:decimal\.Decimal\n\s+- '([^']*)'/m.exec(part)?.[1] ?? '?'));
}

function trim(decimal: string): string {
  return decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal;
}

/** Bars of invoices: every file read or refused by name; those that do not add up quarantined with the difference. */
export function invoiceBars(): Bar[] {
  return invoiceSets.filter(hasData).map((set): Bar => {
    const files = dataFiles(set).map((file) => readInvoice(file.bytes, file.name));
    const invoices = files.flatMap((file) => file.invoices.map((invoice) => ({ file, ...invoice })));
    const usable = invoices.filter((i) => i.refused === undefined);
    const proofs = invoices.flatMap((i) => (i.document === undefined ? [] : [{ ...i, document: i.document, proof: proveInvoice(i.document) }]));
    const quarantined = proofs.filter(({ proof }) => proof.state === 'quarantined');
    const proved = proofs.filter(({ proof, refused }) => proof.state === 'proved' && refused === undefined);
    const silent = files.filter((file) => file.refused === undefined && file.invoices.length === 0);
    return {
      name: `${set}: invoices`,
      value: `${files.length} files: ${usable.length} invoices usable, ${proved.length} of them proved, ${quarantined.length} quarantined, ${files.filter((f) => f.refused).length} files and ${invoices.length - usable.length} fragments refused`,
      bar: 'all named, difference for each quarantined',
      ok:
        silent.length === 0 &&
        quarantined.every(({ proof }) => proof.differenceMinor !== undefined) &&
        usable.length === proved.length + quarantined.filter((q) => q.refused === undefined).length,
      details: [
        ...quarantined.map(({ file, document, proof }) => `${file.file} line ${document.line}: differs by ${proof.differenceMinor}`),
        ...files.filter((f) => f.refused).map((f) => `${f.file}: ${f.refused?.code}`),
      ],
    };
  });
}
