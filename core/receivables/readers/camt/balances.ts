import { all, firstText, type XmlElement } from '../xml/element.ts';
import { dayAt, signedAmount } from './entry.ts';

/** Opening and closing of a report, signed minor units, with their days. */
export interface CamtBalances {
  readonly currency?: string;
  readonly opening?: bigint;
  readonly closing?: bigint;
  readonly openingDay?: string;
  readonly closingDay?: string;
}

/** Opening is OPBD, else the previous closing, else the first interim balance of two; closing is CLBD, else the last interim balance. */
export function camtBalances(report: XmlElement): CamtBalances {
  const byCode = new Map<string, XmlElement[]>();
  for (const balance of all(report, 'Bal')) {
    const code = firstText(balance, 'Tp/CdOrPrtry/Cd', 'Tp/Cd', 'Tp/CdOrPrtry/Prtry') ?? '';
    byCode.set(code, [...(byCode.get(code) ?? []), balance]);
  }
  const interim = byCode.get('ITBD') ?? [];
  const opening = byCode.get('OPBD')?.[0] ?? byCode.get('PRCD')?.[0] ?? (interim.length > 1 ? interim[0] : undefined);
  const closing = byCode.get('CLBD')?.at(-1) ?? (interim.at(-1) === opening ? undefined : interim.at(-1));
  const from = opening === undefined ? undefined : signedAmount(opening);
  const to = closing === undefined ? undefined : signedAmount(closing);
  const any = from ?? to ?? [...byCode.values()].flat().map((b) => signedAmount(b))[0];
  return {
    currency: any?.currency,
    opening: from?.minor,
    closing: to?.currency === (from?.currency ?? to?.currency) ? to?.minor : undefined,
    openingDay: opening === undefined ? undefined : dayAt(opening, 'Dt'),
    closingDay: closing === undefined ? undefined : dayAt(closing, 'Dt'),
  };
}
