/** Small files of every bank format for tests: written here, true to the formats, with one wrong total on request. */
export function camt(parts: { closing?: string } = {}): string {
  const money = (code: string, amount: string): string =>
    `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-03-0${code === 'OPBD' ? 1 : 2}</Dt></Dt></Bal>`;
  return `<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Id>S7</Id><ElctrncSeqNb>7</ElctrncSeqNb><CreDtTm>2026-03-02T18:00:00Z</CreDtTm>
<Acct><Id><IBAN>NL91ABNA0417164300</IBAN></Id><Ccy>EUR</Ccy></Acct>${money('OPBD', '100.00')}${money('CLBD', parts.closing ?? '150.00')}
<Ntry><Amt Ccy="EUR">80.000</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-03-01</Dt></BookgDt><AcctSvcrRef>B1</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs><RltdPties><Dbtr><Pty><Nm>Kunde AG</Nm></Pty></Dbtr><DbtrAcct><Id><IBAN>DE89370400440532013000</IBAN></Id></DbtrAcct></RltdPties><RmtInf><Strd><CdtrRefInf><Ref>RF18539007547034</Ref></CdtrRefInf></Strd></RmtInf></TxDtls></NtryDtls></Ntry>
<Ntry><Amt Ccy="EUR">30.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><RvslInd>true</RvslInd><Sts>BOOK</Sts><BookgDt><DtTm>2026-03-02T09:00:00Z</DtTm></BookgDt><NtryDtls><TxDtls><Refs><EndToEndId>E2E-1</EndToEndId></Refs><Amt Ccy="EUR">10.00</Amt></TxDtls><TxDtls><Refs><EndToEndId>E2E-3</EndToEndId></Refs><Amt Ccy="EUR">20.00</Amt><CdtDbtInd>DBIT</CdtDbtInd></TxDtls></NtryDtls></Ntry>
<Ntry><Amt Ccy="EUR">9.99</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>PDNG</Sts><ValDt><Dt>2026-03-03</Dt></ValDt></Ntry>
</Stmt></BkToCstmrStmt></Document>`;
}

/** Two MT940 messages with the habits of several banks. */
export function mt940(): string {
  return [
    '{1:F01X}{2:O940X}{4:',
    ':20:A',
    ':25:12345678/10EUR',
    ':28C:1/1',
    ':60F:C160229EUR1200,00',
    ':61:1602300301DR6,00N024NONREF',
    ':86:805?00GEBUEHR',
    ':61:1603010301CR123,45NTRFNONREF//B-1',
    ':86:166?00GUTSCHRIFT?20EREF+E2E-77?21SVWZ+Rechnung 7?31DE89370400440',
    '532013000?32Müller ?33GmbH',
    ':62F:C160301EUR1317,45',
    '-}',
    ':20:B',
    ':25:12345678/10EUR',
    ':28C:2/1',
    ':60F:C160301EUR1317,45',
    ':61:160302RC123,45NTRFNONREF',
    ':86:return',
    ':62F:C160302EUR1194,',
    '-',
  ].join('\r\n');
}

/** OFX 1 (SGML) with values that are never closed. */
export function ofx(): string {
  return 'OFXHEADER:100\nDATA:OFXSGML\nCHARSET:1252\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STATUS><CODE>0<SEVERITY>INFO</STATUS><STMTRS><CURDEF>USD<BANKACCTFROM><ACCTID>12-34</BANKACCTFROM><BANKTRANLIST><DTSTART>20260301<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260304120000[-5:EST]<TRNAMT>12.34<FITID>F1<NAME>A &amp; B Inc<MEMO></STMTTRN></BANKTRANLIST><LEDGERBAL><BALAMT>500.00<DTASOF>20260304</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>';
}

/** A BAI2 file whose totals hold: 10000 + 2500 − 1000 = 11500, control 10000 + 11500 + 3500. */
export function bai2(parts: { total?: string } = {}): string {
  const total = parts.total ?? '25000';
  return `01,A,B,260301,0000,1,80,,2/\n02,B,A,1,260301,,EUR,/\n03,777,EUR,010,10000,,,015,11500,,/\n16,195,2500,Z,BR1,CR1,PAYMENT INV 7\n88,more\n16,555,1000,Z,BR2,,RETURNED/\n49,${total},5/\n98,${total},1,7/\n99,${total},1,9/\n`;
}
