const names: Readonly<Record<string, string>> = {
  人民币: 'CNY',
  人民币元: 'CNY',
  RMB: 'CNY',
  美元: 'USD',
  港币: 'HKD',
  港元: 'HKD',
  欧元: 'EUR',
  英镑: 'GBP',
  日元: 'JPY',
  澳门元: 'MOP',
  新台币: 'TWD',
  新加坡元: 'SGD',
  澳大利亚元: 'AUD',
  加拿大元: 'CAD',
  瑞士法郎: 'CHF',
};

/** The ISO code of a currency as Chinese banks name it; other text is given back as it is. */
export function currencyCodeOf(written: string): string {
  const text = written.trim();
  return Object.hasOwn(names, text) ? (names[text] as string) : text.toUpperCase();
}
