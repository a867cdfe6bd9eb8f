import { Desk } from '../../core/receivables/desk/desk.ts';
import type { Fact } from '../../core/receivables/model/fact.ts';
import { type Bar, dataText } from './receivablesBar.ts';

/** Customers' payments against orders: how many are explained by one open order or the only set of them. */
export function classicBars(): Bar[] {
  const sql = dataText('classicmodels', 'mysqlsampledatabase.sql');
  if (sql === undefined) return [];
  const facts = [...claimsOf(sql), ...receiptsOf(sql)];
  const desk = new Desk([...new Set([...sql.matchAll(/^\((\d{3}),'/gm)].map((m) => m[1] as string))].map((id) => ({ id, names: [id] })));
  desk.load(facts);
  const { proposals } = desk.solveAll();
  const whole = proposals.filter(
    (p) => p.onAccountMinor === 0n && (p.status === 'confirmed' || p.status === 'suggested') && (p.pass === 'single_exact' || p.pass === 'combination'),
  );
  const explained = new Set(whole.map((p) => p.receipt));
  const payments = facts.filter((fact) => fact.type === 'receipt').length;
  const missing = facts.flatMap((fact) =>
    fact.type === 'receipt' && !explained.has(fact.receipt.id) ? [`${fact.receipt.id}: ${proposals.find((p) => p.receipt === fact.receipt.id)?.status ?? 'nothing'}`] : [],
  );
  const sets = whole.filter((p) => p.pass === 'combination').length;
  return [
    {
      name: `classicmodels: payments explained (${sets} by a set of orders)`,
      value: `${explained.size} of ${payments}`,
      bar: '272 of 273',
      ok: explained.size >= 272,
      details: missing,
    },
  ];
}

function claimsOf(sql: string): Fact[] {
  const totals = new Map<string, bigint>();
  for (const row of sql.matchAll(/^\((\d{5}),'S\d+_\d+',(\d+),'(\d+)\.(\d\d)',\d+\)/gm)) {
    const [, order, quantity, whole, cents] = row as unknown as string[];
    totals.set(order as string, (totals.get(order as string) ?? 0n) + BigInt(quantity as string) * BigInt(`${whole}${cents}`));
  }
  return [...sql.matchAll(/^\((\d{5}),'(\d{4}-\d\d-\d\d)','(\d{4}-\d\d-\d\d)',.*,(\d{3})\)[,;]/gm)].map((row): Fact => {
    const [, order, ordered, required, customer] = row as unknown as [string, string, string, string, string];
    return {
      type: 'claim',
      claim: {
        id: order,
        kind: 'invoice',
        company: '',
        party: customer,
        currency: 'USD',
        number: order,
        totalMinor: totals.get(order) ?? 0n,
        issued: ordered,
        due: required,
        version: 1,
      },
    };
  });
}

function receiptsOf(sql: string): Fact[] {
  return [...sql.matchAll(/^\((\d{3}),'([A-Z]+\d+)','(\d{4}-\d\d-\d\d)','(\d+)\.(\d\d)'\)/gm)].map((row): Fact => {
    const [, customer, check, date, whole, cents] = row as unknown as [string, string, string, string, string, string];
    return {
      type: 'receipt',
      receipt: { id: `${customer}-${check}`, company: '', currency: 'USD', amountMinor: BigInt(`${whole}${cents}`), date, payer: customer, party: customer, text: '', version: 1 },
    };
  });
}
