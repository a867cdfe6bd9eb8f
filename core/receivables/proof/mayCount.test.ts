import { expect, it } from 'vitest';
import { readStatements } from '../readers/readStatements.ts';
import { whyNotCounted } from './mayCount.ts';

const mt940 =
  ':20:S\r\n:25:DE89370400440532013000\r\n:28C:1/1\r\n:60F:C261101EUR100,00\r\n:61:2611031103C50,00NTRFNONREF//A1\r\n:86:166?20INV-1?32Harbor\r\n:61:2611041104C7,00NTRFNONREF//A2\r\n:86:166?20INV-2?32Mountain\r\n:62F:C261104EUR157,00\r\n-\r\n';
const camt =
  '<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><GrpHdr><MsgId>M</MsgId></GrpHdr><Stmt><Id>1</Id><Acct><Id><IBAN>CH9300762011623852957</IBAN></Id><Ccy>EUR</Ccy></Acct><Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-01</Dt></Dt></Bal><Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">3.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-02</Dt></Dt></Bal><Ntry><Amt Ccy="EUR">2.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-11-02</Dt></BookgDt></Ntry></Stmt></BkToCstmrStmt></Document>';

it.each([
  ['MT940', mt940],
  ['CAMT.053', camt],
])('a %s file cut off anywhere counts nothing, or all that the whole one says', (_format, text) => {
  const read = (part: string) => readStatements(new TextEncoder().encode(part), 'x');
  const lines = (part: string): unknown => read(part).statements.flatMap((s) => s.lines.map(({ amountMinor, text: said, counterparty }) => [amountMinor, said, counterparty]));
  const whole = lines(text);
  const counted: string[] = [];
  for (let length = 0; length < text.length; length += 1) {
    const part = read(text.slice(0, length));
    if (part.refused !== undefined || part.statements.some((s) => whyNotCounted(s) !== undefined)) continue;
    if (part.statements.every((s) => s.lines.length === 0)) continue;
    counted.push(text.slice(0, length));
  }
  expect(counted.map(lines)).toEqual(counted.map(() => whole));
});
