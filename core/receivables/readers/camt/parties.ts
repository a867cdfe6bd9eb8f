import type { BankLinePart } from '../../model/statement.ts';
import { isEndToEndId } from '../../references/endToEnd.ts';
import { all, firstText, textAt, type XmlElement } from '../xml/element.ts';

/** Who stands on the other side and what for; the amount is read elsewhere. */
export type CamtStory = Pick<BankLinePart, 'reference' | 'endToEndId' | 'counterparty' | 'counterpartyAccount' | 'text'>;

/** Reads a transaction's story. `moneyIn` decides which party is the other one: the debtor of a credit, the creditor of a debit; ultimate parties and their agents stand in when the name is missing. */
export function storyOf(details: XmlElement | undefined, moneyIn: boolean): CamtStory {
  const [side, account] = moneyIn ? ['Dbtr', 'DbtrAcct'] : ['Cdtr', 'CdtrAcct'];
  const parties = details?.children.find((c) => c.name === 'RltdPties');
  const counterparty = firstText(parties, `${side}/Nm`, `${side}/Pty/Nm`, `Ultmt${side}/Nm`, `Ultmt${side}/Pty/Nm`, `${side}/Agt/FinInstnId/Nm`);
  const endToEnd = textAt(details, 'Refs/EndToEndId');
  const endToEndId = endToEnd !== undefined && isEndToEndId(endToEnd) ? endToEnd : undefined;
  return {
    reference: creditorReference(details) ?? endToEndId,
    endToEndId,
    counterparty,
    counterpartyAccount: firstText(parties, `${account}/Id/IBAN`, `${account}/Id/Othr/Id`, `${account}/Id/PrtryAcct/Id`),
    text: remittanceText(details),
  };
}

function creditorReference(details: XmlElement | undefined): string | undefined {
  for (const remittance of all(details, 'RmtInf')) {
    for (const structured of all(remittance, 'Strd')) {
      const reference = firstText(structured, 'CdtrRefInf/Ref', 'CdtrRefInf/CdtrRef', 'RfrdDocInf/Nb', 'RfrdDocInf/RfrdDocNb');
      if (reference !== undefined) return reference;
    }
  }
  return undefined;
}

function remittanceText(details: XmlElement | undefined): string {
  const texts: string[] = [];
  for (const remittance of all(details, 'RmtInf')) {
    texts.push(...all(remittance, 'Ustrd').map((u) => u.text));
    for (const structured of all(remittance, 'Strd')) {
      for (const document of all(structured, 'RfrdDocInf')) texts.push(firstText(document, 'Nb', 'RfrdDocNb') ?? '');
      texts.push(...all(structured, 'AddtlRmtInf').map((a) => a.text));
    }
  }
  texts.push(textAt(details, 'AddtlTxInf') ?? '');
  return texts.filter((text) => text !== '').join(' ');
}
