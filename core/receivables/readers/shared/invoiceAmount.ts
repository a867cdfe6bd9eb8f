import { currencyDigits } from '../../../model/money.ts';
import { at, textAt, type XmlElement } from '../xml/element.ts';
import { minorFrom } from './money.ts';

/** An invoice that names no currency is refused, but its sums are still checked: two digits stand in for the unknown ones. */
const standIn = 'EUR';

/** The currency whose digits the amounts of a document are read with. */
export function scaleOf(currency: string | undefined): string {
  return currency !== undefined && currencyDigits(currency) !== undefined ? currency : standIn;
}

/** Reads the amount at a path; undefined when the element is absent or empty, a named refusal when it is not an amount. */
export function amountAt(holder: XmlElement | undefined, path: string, scale: string): bigint | undefined {
  const written = textAt(holder, path);
  return written === undefined ? undefined : minorFrom(written, scale, '.', at(holder, path)?.line);
}
