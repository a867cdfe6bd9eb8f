import { describe, expect, it } from 'vitest';
import { proveInvoice } from '../proof/invoiceProof.ts';
import { readInvoice } from './readInvoice.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function ubl(parts: { payable?: string; prepaid?: string; rounding?: string; number?: string; currency?: string } = {}): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<ubl:Invoice xmlns:ubl="urn:x" xmlns:cbc="urn:b" xmlns:cac="urn:a">
  ${parts.number === '' ? '' : `<cbc:ID>${parts.number ?? 'R-7'}</cbc:ID>`}
  <cbc:IssueDate>2026-03-01</cbc:IssueDate><cbc:DueDate>2026-03-31</cbc:DueDate>
  <cbc:DocumentCurrencyCode>${parts.currency ?? 'EUR'}</cbc:DocumentCurrencyCode>
  <cbc:BuyerReference>04011-1</cbc:BuyerReference>
  <cac:OrderReference><cbc:ID>PO-9</cbc:ID></cac:OrderReference>
  <cac:ContractDocumentReference><cbc:ID>K-1</cbc:ID></cac:ContractDocumentReference>
  <cac:AccountingSupplierParty><cac:Party><cac:PartyLegalEntity><cbc:RegistrationName>Werk GmbH</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party></cac:AccountingSupplierParty>
  <cac:AccountingCustomerParty><cac:Party><cac:PartyName><cbc:Name>Kunde &amp; Co</cbc:Name></cac:PartyName></cac:Party></cac:AccountingCustomerParty>
  <cac:PaymentMeans><cbc:PaymentID>RF18539007547034</cbc:PaymentID></cac:PaymentMeans>
  <cac:TaxTotal><cbc:TaxAmount currencyID="EUR">19.00</cbc:TaxAmount></cac:TaxTotal>
  <cac:LegalMonetaryTotal>
    <cbc:TaxExclusiveAmount currencyID="EUR">100.00</cbc:TaxExclusiveAmount>
    <cbc:TaxInclusiveAmount currencyID="EUR">119.00</cbc:TaxInclusiveAmount>
    <cbc:PrepaidAmount currencyID="EUR">${parts.prepaid ?? '9.00'}</cbc:PrepaidAmount>
    <cbc:PayableRoundingAmount currencyID="EUR">${parts.rounding ?? '0.00'}</cbc:PayableRoundingAmount>
    <cbc:PayableAmount currencyID="EUR">${parts.payable ?? '110.00'}</cbc:PayableAmount>
  </cac:LegalMonetaryTotal>
  <cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:InvoicedQuantity>2</cbc:InvoicedQuantity><cbc:LineExtensionAmount currencyID="EUR">100</cbc:LineExtensionAmount><cac:Item><cbc:Name>Schrauben</cbc:Name></cac:Item></cac:InvoiceLine>
</ubl:Invoice>`;
}

const only = (text: string) => {
  const file = readInvoice(bytes(text), 'x.xml');
  const first = file.invoices[0];
  if (first?.document === undefined) throw new Error(`not read: ${JSON.stringify(file.refused ?? first?.refused)}`);
  return { ...first, document: first.document };
};

describe('readInvoice', () => {
  it('reads a UBL invoice with its references and proves it', () => {
    const { document, refused } = only(ubl());
    expect(refused).toBeUndefined();
    expect(document).toMatchObject({
      format: 'ubl',
      kind: 'invoice',
      number: 'R-7',
      issued: '2026-03-01',
      due: '2026-03-31',
      currency: 'EUR',
      seller: { name: 'Werk GmbH' },
      buyer: { name: 'Kunde & Co' },
    });
    expect(document.references).toMatchObject({ buyer: '04011-1', order: 'PO-9', contract: 'K-1', payment: 'RF18539007547034' });
    expect(document.totals.payable).toBe(11_000n);
    expect(document.lines).toEqual([{ id: '1', text: 'Schrauben', quantity: '2', amountMinor: 10_000n }]);
    expect(proveInvoice(document)).toEqual({ state: 'proved', differenceMinor: 0n });
  });

  it('quarantines an invoice that does not add up, with the difference', () => {
    expect(proveInvoice(only(ubl({ payable: '110.22' })).document)).toEqual({ state: 'quarantined', differenceMinor: 22n });
    expect(proveInvoice(only(ubl({ rounding: '0.02', payable: '110.02' })).document).state).toBe('proved');
  });

  it('says why an invoice cannot be used', () => {
    expect(only(ubl({ number: '' })).refused).toMatchObject({ code: 'number_missing' });
    expect(only(ubl({ currency: 'ABC' })).refused).toMatchObject({ code: 'currency_unknown' });
    expect(readInvoice(bytes(ubl({ payable: '1.1.0' })), 'x').invoices[0]?.refused).toMatchObject({ code: 'bad_amount' });
    expect(readInvoice(bytes(ubl().slice(0, 900)), 'x').refused).toMatchObject({ code: 'truncated' });
    expect(readInvoice(bytes('<a/>'), 'x').refused).toMatchObject({ code: 'no_invoice' });
    expect(readInvoice(new Uint8Array(), 'x').refused).toMatchObject({ code: 'empty_file' });
  });

  it('reads every invoice of an envelope', () => {
    const inner = ubl().replace(/<\?xml[^>]*>/, '');
    expect(readInvoice(bytes(`<Envelope><Body>${inner}</Body><Body>${inner}</Body></Envelope>`), 'x').invoices).toHaveLength(2);
  });

  it('reads a CII credit note', () => {
    const { document } = only(`<rsm:CrossIndustryInvoice xmlns:rsm="r" xmlns:ram="a">
      <rsm:ExchangedDocument><ram:ID>CN-1</ram:ID><ram:TypeCode>381</ram:TypeCode><ram:IssueDateTime><udt:DateTimeString format="102">20260228</udt:DateTimeString></ram:IssueDateTime></rsm:ExchangedDocument>
      <rsm:SupplyChainTradeTransaction>
        <ram:ApplicableHeaderTradeAgreement><ram:SellerTradeParty><ram:Name>S</ram:Name></ram:SellerTradeParty></ram:ApplicableHeaderTradeAgreement>
        <ram:ApplicableHeaderTradeSettlement><ram:InvoiceCurrencyCode>JPY</ram:InvoiceCurrencyCode>
          <ram:SpecifiedTradeSettlementHeaderMonetarySummation><ram:TaxTotalAmount currencyID="EUR">1.10</ram:TaxTotalAmount><ram:TaxTotalAmount currencyID="JPY">100</ram:TaxTotalAmount><ram:GrandTotalAmount>1100</ram:GrandTotalAmount><ram:DuePayableAmount>1100</ram:DuePayableAmount></ram:SpecifiedTradeSettlementHeaderMonetarySummation>
          <ram:InvoiceReferencedDocument><ram:IssuerAssignedID>R-7</ram:IssuerAssignedID></ram:InvoiceReferencedDocument>
        </ram:ApplicableHeaderTradeSettlement>
      </rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>`);
    expect(document).toMatchObject({ format: 'cii', kind: 'creditNote', number: 'CN-1', issued: '2026-02-28', currency: 'JPY', references: { preceding: ['R-7'] } });
    expect(document.totals).toMatchObject({ tax: 100n, payable: 1100n });
    expect(proveInvoice(document).state).toBe('proved');
  });

  it('reads a 数电票 with the contract in its remark', () => {
    const { document } = only(`<EInvoice><EInvoiceData>
      <SellerInformation><SellerIdNum>91310000MA1K00000X</SellerIdNum><SellerName>甲公司</SellerName></SellerInformation>
      <BuyerInformation><BuyerName>乙公司</BuyerName></BuyerInformation>
      <BasicInformation><TotalAmWithoutTax>1000.00</TotalAmWithoutTax><TotalTaxAm>130.00</TotalTaxAm><TotalTax-includedAmount>1130.00</TotalTax-includedAmount></BasicInformation>
      <IssuItemInformation><ItemName>*软件*服务</ItemName><Quantity>1</Quantity><Amount>1000.00</Amount></IssuItemInformation>
      <AdditionalInformation><Remark>合同编号：HT-2026-001</Remark></AdditionalInformation></EInvoiceData>
      <TaxSupervisionInfo><InvoiceNumber>26312000000000000001</InvoiceNumber><IssueTime>2026-03-05 10:00:00</IssueTime></TaxSupervisionInfo></EInvoice>`);
    expect(document).toMatchObject({
      format: 'einv',
      kind: 'invoice',
      number: '26312000000000000001',
      issued: '2026-03-05',
      currency: 'CNY',
      seller: { name: '甲公司' },
      references: { contract: 'HT-2026-001' },
    });
    expect(proveInvoice(document)).toEqual({ state: 'proved', differenceMinor: 0n });
  });
});
