import type { InvoiceDocument, InvoiceLine, InvoiceParty } from '../../model/invoiceDocument.ts';
import { dayFrom } from '../shared/day.ts';
import { amountAt, scaleOf } from '../shared/invoiceAmount.ts';
import { all, at, firstText, textAt, type XmlElement } from '../xml/element.ts';

/** Name of a UN/CEFACT cross industry invoice. */
export const ciiNames: ReadonlySet<string> = new Set(['CrossIndustryInvoice', 'CrossIndustryDocument']);

/** Reads a CII D16B invoice (Factur-X, ZUGFeRD, XRechnung); type codes 381 and 261 are credit notes. */
export function readCii(root: XmlElement): InvoiceDocument {
  const document = at(root, 'ExchangedDocument') ?? at(root, 'HeaderExchangedDocument');
  const trade = at(root, 'SupplyChainTradeTransaction');
  const settlement = at(trade, 'ApplicableHeaderTradeSettlement');
  const agreement = at(trade, 'ApplicableHeaderTradeAgreement');
  const sums = at(settlement, 'SpecifiedTradeSettlementHeaderMonetarySummation');
  const currency = textAt(settlement, 'InvoiceCurrencyCode')?.toUpperCase();
  const scale = scaleOf(currency);
  const credit = ['381', '261', '396'].includes(textAt(document, 'TypeCode') ?? '');
  return {
    format: 'cii',
    kind: credit ? 'creditNote' : 'invoice',
    number: textAt(document, 'ID'),
    issued: dayOf(textAt(document, 'IssueDateTime/DateTimeString')),
    due: dayOf(
      all(settlement, 'SpecifiedTradePaymentTerms')
        .map((t) => textAt(t, 'DueDateDateTime/DateTimeString'))
        .find((d) => d !== undefined),
    ),
    currency,
    seller: partyOf(at(agreement, 'SellerTradeParty')),
    buyer: partyOf(at(agreement, 'BuyerTradeParty')),
    references: {
      buyer: textAt(agreement, 'BuyerReference'),
      order: textAt(agreement, 'BuyerOrderReferencedDocument/IssuerAssignedID'),
      contract: textAt(agreement, 'ContractReferencedDocument/IssuerAssignedID'),
      project: textAt(agreement, 'SpecifiedProcuringProject/ID'),
      payment: textAt(settlement, 'PaymentReference'),
      preceding: all(settlement, 'InvoiceReferencedDocument')
        .map((r) => textAt(r, 'IssuerAssignedID'))
        .filter((id) => id !== undefined),
    },
    totals: {
      lines: amountAt(sums, 'LineTotalAmount', scale),
      exclusive: amountAt(sums, 'TaxBasisTotalAmount', scale),
      tax: taxOf(sums, currency, scale),
      inclusive: amountAt(sums, 'GrandTotalAmount', scale),
      prepaid: amountAt(sums, 'TotalPrepaidAmount', scale),
      rounding: amountAt(sums, 'RoundingAmount', scale),
      payable: amountAt(sums, 'DuePayableAmount', scale),
    },
    lines: all(trade, 'IncludedSupplyChainTradeLineItem').map((line) => lineOf(line, scale)),
    payTo: firstText(
      settlement,
      'SpecifiedTradeSettlementPaymentMeans/PayeePartyCreditorFinancialAccount/IBANID',
      'SpecifiedTradeSettlementPaymentMeans/PayeePartyCreditorFinancialAccount/ProprietaryID',
    ),
    line: root.line,
  };
}

function partyOf(party: XmlElement | undefined): InvoiceParty {
  return { name: textAt(party, 'Name'), taxId: firstText(party, 'SpecifiedTaxRegistration/ID', 'SpecifiedLegalOrganization/ID', 'ID') };
}

/** The tax total may stand twice, once in the accounting currency. */
function taxOf(sums: XmlElement | undefined, currency: string | undefined, scale: string): bigint | undefined {
  const own = all(sums, 'TaxTotalAmount').find((t) => (t.attributes.get('currencyID') ?? currency) === currency);
  if (own === undefined || sums === undefined) return undefined;
  return amountAt({ ...sums, children: [own] }, 'TaxTotalAmount', scale);
}

function lineOf(line: XmlElement, scale: string): InvoiceLine {
  return {
    id: textAt(line, 'AssociatedDocumentLineDocument/LineID'),
    text: firstText(line, 'SpecifiedTradeProduct/Name', 'SpecifiedTradeProduct/Description') ?? '',
    quantity: textAt(line, 'SpecifiedLineTradeDelivery/BilledQuantity'),
    amountMinor: amountAt(line, 'SpecifiedLineTradeSettlement/SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount', scale),
  };
}

function dayOf(written: string | undefined): string | undefined {
  return written === undefined ? undefined : dayFrom(written);
}
