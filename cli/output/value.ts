import { isObject, type Json } from '../../core/model/json.ts';
import { decimal } from './amounts.ts';
import { printable } from './printable.ts';

/** A canonical value as a person reads it: money with its currency, sets by commas, nothing as `–`. */
export function valueText(value: Json | undefined): string {
  if (value === undefined || value === null || value === '') return '–';
  if (Array.isArray(value)) return value.length === 0 ? '–' : value.map(valueText).join(', ');
  if (isObject(value)) {
    const { amount, currency } = value;
    if (typeof amount === 'string' && typeof currency === 'string') return `${currency} ${decimal(amount)}`;
    return printable(JSON.stringify(value));
  }
  return printable(String(value));
}
