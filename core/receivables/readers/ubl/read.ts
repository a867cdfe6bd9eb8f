import type { InvoiceDocument, InvoiceLine, InvoiceParty } from '../../model/invoiceDocument.ts';
import { dayFrom } from '../shared/day.ts';
import { amountAt, scaleOf } from '../shared/invoiceAmount.ts';
import { all, at, firstText, textAt, type XmlElement } from '../xml/element.ts';

/** Names of UBL 2.1 documents that are invoices. */
export const ublNames: ReadonlySet<string> = new Set(['Invoice', 'CreditNote']);

/** Reads a UBL 2.1 invoice or credit note (Peppol BIS, XRechnung and others use the same names). What is missing stays missing; the caller decides whether it can be used. */
export function readUbl(root: XmlElement): InvoiceDocument {
  const totals = at(root, 'LegalMonetaryTotal') ?? at(root, 'RequestedMonetaryTotal');
  const currency = (
    textAt(root, 'DocumentCurrencyCode') ??
    at(totals, 'PayableAmount')?.attributes.get('currencyID') ??
    at(totals, 'TaxInclusiveAmount')?.attributes.get('currencyID')
  )?.toUpperCase();
  const scale = scaleOf(currency);
  const due = firstText(root, 'DueDate', 'PaymentMeans/PaymentDueDate', 'PaymentTerms/PaymentDueDate');
  const issued = textAt(root, 'IssueDate');
  const credit = root.name === 'CreditNote' || textAt(root, 'InvoiceTypeCode') === '381';
  return {
    format: 'ubl',
    kind: credit ? 'creditNote' : 'invoice',
    number: textAt(root, 'ID'),
    issued: issued === undefined ? undefined : dayFrom(issued),
    due: due === undefined ? undefined : dayFrom(due),
    currency,
    seller: partyOf(at(root, 'AccountingSupplierParty/Party')),
    buyer: partyOf(at(root, 'AccountingCustomerParty/Party')),
    references: {
      buyer: textAt(root, 'BuyerReference'),
      order: textAt(root, 'OrderReference/ID'),
      contract: textAt(root, 'ContractDocumentReference/ID'),
      project: textAt(root, 'ProjectReference/ID'),
      payment: all(root, 'PaymentMeans')
        .map((means) => textAt(means, 'PaymentID'))
        .find((id) => id !== undefined),
      preceding: all(root, 'BillingReference')
        .map((r) => textAt(r, 'InvoiceDocumentReference/ID'))
        .filter((id) => id !== undefined),
    },
    totals: {
      lines: amountAt(totals, 'LineExtensionAmount', scale),
      exclusive: amountAt(totals, 'TaxExclusiveAmount', scale),
      tax: taxOf(root, currency, scale),
      inclusive: amountAt(totals, 'TaxInclusiveAmount', scale),
      prepaid: amountAt(totals, 'PrepaidAmount', scale),
      rounding: amountAt(totals, 'PayableRoundingAmount', scale),
      payable: amountAt(totals, 'PayableAmount', scale),
    },
    lines: [...all(root, 'InvoiceLine'), ...all(root, 'CreditNoteLine')].map((line) => lineOf(line, scale)),
    payTo: all(root, 'PaymentMeans')
      .map((means) => textAt(means, 'PayeeFinancialAccount/ID'))
      .find((id) => id !== undefined),
    line: root.line,
  };
}

function partyOf(party: XmlElement | undefined): InvoiceParty {
  return {
    name: firstText(party, 'PartyLegalEntity/RegistrationName', 'PartyName/Name'),
    taxId: firstText(party, 'PartyTaxScheme/CompanyID', 'PartyLegalEntity/CompanyID', 'PartyIdentification/ID'),
  };
}

/** A document may state its tax a second time in the accounting currency: only the one in the document's currency is ours. */
function taxOf(root: XmlElement, currency: string | undefined, scale: string): bigint | undefined {
  const own = all(root, 'TaxTotal').find((t) => (at(t, 'TaxAmount')?.attributes.get('currencyID') ?? currency) === currency);
  return amountAt(own, 'TaxAmount', scale);
}

function lineOf(line: XmlElement, scale: string): InvoiceLine {
  return {
    id: textAt(line, 'ID'),
    text: firstText(line, 'Item/Name', 'Item/Description', 'Note') ?? '',
    quantity: firstText(line, 'InvoicedQuantity', 'CreditedQuantity'),
    amountMinor: amountAt(line, 'LineExtensionAmount', scale),
  };
}
