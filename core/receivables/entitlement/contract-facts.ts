import { err, ok, type Result } from '../../model/result.ts';
import type { Entity } from '../../sync/entity.ts';
import { missing, moneyOf, type NotOurs, textOf } from '../table/entity-facts.ts';
import type { Contract } from './contractLine.ts';
import { scheduleFrom } from './schedule.ts';

const statuses: readonly string[] = ['draft', 'active', 'ended', 'cancelled'];

const badSchedule: NotOurs = {
  quiet: false,
  reason: {
    en: 'The schedule of the contract cannot be read. Write lines like “2026-03-31 12000.00 first instalment”, separated by semicolons; “/12m” after the amount repeats it every 12 months.',
    zh: '无法读取合同的收款计划。请写成“2026-03-31 12000.00 首付款”，以分号分隔；金额后加“/12m”表示每 12 个月重复。',
  },
};

/** A contract as all systems together say it. Its party is still the record or entity that they name. */
export function contractFrom(entity: Entity, company: string): Result<Contract, NotOurs> {
  const number = textOf(entity, 'number');
  const customer = textOf(entity, 'customer');
  const total = moneyOf(entity, 'amount');
  const currency = total?.currency ?? textOf(entity, 'currency');
  if (number === undefined) return err(missing('the number of the contract', '合同号'));
  if (customer === undefined) return err(missing('the customer', '客户'));
  if (currency === undefined) return err(missing('the amount with its currency', '含币种的金额'));
  const base = { company: textOf(entity, 'company') ?? company, party: customer, currency };
  const [ends, text, status = 'active'] = [textOf(entity, 'ends'), textOf(entity, 'schedule'), textOf(entity, 'status')];
  const once = total === undefined || ends === undefined ? [] : [{ id: '1', amountMinor: total.minor, due: ends }];
  const lines = text === undefined ? once : scheduleFrom(text, currency);
  if (lines === undefined) return err(badSchedule);
  return ok({
    ...base,
    id: entity.id,
    number,
    totalMinor: total?.minor,
    signed: textOf(entity, 'signed'),
    ends,
    owner: textOf(entity, 'owner'),
    status: entity.deleted !== undefined || !statuses.includes(status) ? 'cancelled' : (status as Contract['status']),
    schedule: lines.map((line) => ({ ...base, ...line, contract: entity.id })),
    version: entity.goldenVersion,
  });
}
