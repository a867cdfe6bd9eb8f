import type { InvoiceDocument } from '../../model/invoiceDocument.ts';
import { dayFrom } from '../shared/day.ts';
import { amountAt } from '../shared/invoiceAmount.ts';
import { outermost, textAt, type XmlElement } from '../xml/element.ts';

/** Name of a Chinese fully digitalised e-invoice (数电票). */
export const einvNames: ReadonlySet<string> = new Set(['EInvoice']);

/** Reads a 数电票 XML: sums of `BasicInformation`, the number and time of `TaxSupervisionInfo`, and the contract number where the accounting data standard carries it. A red invoice (红字) has negative sums and is a credit note. Always CNY. */
export function readEinv(root: XmlElement): InvoiceDocument {
  const currency = 'CNY';
  const inclusive = anywhereAmount(root, 'TotalTax-includedAmount', currency);
  const remark = anywhere(root, 'Remark');
  const red = anywhere(root, 'WhetherEinvoiceIsRedEinvoice');
  const credit = (inclusive ?? 0n) < 0n || red === '1' || red === 'Y' || red === '是';
  const issued = anywhere(root, 'IssueTime') ?? anywhere(root, 'RequestTime');
  return {
    format: 'einv',
    kind: credit ? 'creditNote' : 'invoice',
    number: anywhere(root, 'InvoiceNumber') ?? anywhere(root, 'EIid'),
    issued: issued === undefined ? undefined : dayFrom(issued),
    currency,
    seller: { name: anywhere(root, 'SellerName'), taxId: anywhere(root, 'SellerIdNum') },
    buyer: { name: anywhere(root, 'BuyerName'), taxId: anywhere(root, 'BuyerIdNum') },
    references: {
      contract: anywhere(root, 'ContractNumber') ?? contractIn(remark),
      preceding: [anywhere(root, 'OriginalInvoiceNumber')].filter((n) => n !== undefined),
    },
    totals: {
      exclusive: anywhereAmount(root, 'TotalAmWithoutTax', currency),
      tax: anywhereAmount(root, 'TotalTaxAm', currency),
      payable: inclusive,
    },
    lines: outermost(root, new Set(['IssuItemInformation'])).map((item, i) => ({
      id: String(i + 1),
      text: textAt(item, 'ItemName') ?? '',
      quantity: textAt(item, 'Quantity'),
      amountMinor: amountAt(item, 'Amount', currency),
    })),
    line: root.line,
  };
}

function anywhere(root: XmlElement, name: string): string | undefined {
  return outermost(root, new Set([name])).find((element) => element.text !== '')?.text;
}

function anywhereAmount(root: XmlElement, name: string, currency: string): bigint | undefined {
  const element = outermost(root, new Set([name])).find((e) => e.text !== '');
  return element === undefined ? undefined : amountAt({ ...root, children: [element] }, name, currency);
}

/** `合同编号：HT-2026-001` in a remark. */
function contractIn(remark: string | undefined): string | undefined {
  return /合同(?:编?号)\s*[：:]?\s*([A-Za-z0-9][A-Za-z0-9/_-]{2,40})/.exec(remark ?? '')?.[1];
}
