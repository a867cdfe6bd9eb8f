import type { Language } from '../io.ts';

/** A whole number with thousands apart: `12,345`. */
export function count(n: number): string {
  return String(Math.round(n)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 record`, `2,000 records`. */
export function counted(n: number, word: string, many = `${word}s`): string {
  return `${count(n)} ${n === 1 ? word : many}`;
}

/** A decimal string with thousands apart, never through a float: `660508.40` → `660,508.40`. */
export function decimal(text: string): string {
  const [whole, fraction] = text.split('.') as [string, string | undefined];
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** Amounts per currency: `EUR 1,200.00 + CNY 8,000.00`. */
export function amounts(list: readonly { readonly amount: string; readonly currency: string }[]): string {
  return list.map(({ amount, currency }) => `${currency} ${decimal(amount)}`).join(' + ');
}

const steps = [
  { ms: 86_400_000, en: 'd', zh: '天' },
  { ms: 3_600_000, en: 'h', zh: '小时' },
  { ms: 60_000, en: 'min', zh: '分钟' },
] as const;

/** A duration in its largest sensible unit: `850 ms`, `4.2 s`, `3 min`, `2 d`. */
export function duration(ms: number, language: Language): string {
  for (const step of steps) if (ms >= step.ms) return `${Math.floor(ms / step.ms)} ${step[language]}`;
  return ms >= 1_000 ? `${(ms / 1_000).toFixed(ms < 10_000 ? 1 : 0)} ${language === 'en' ? 's' : '秒'}` : `${Math.round(ms)} ${language === 'en' ? 'ms' : '毫秒'}`;
}

/** How long ago an ISO moment was. */
export function ago(iso: string | undefined, now: number, language: Language): string {
  if (iso === undefined) return '–';
  const ms = now - Date.parse(iso);
  if (ms < 1_000) return language === 'en' ? 'now' : '刚刚';
  return language === 'en' ? `${duration(ms, 'en')} ago` : `${duration(ms, 'zh')}前`;
}
