import type { ContractPosition } from '../../entitlement/position.ts';
import type { ExportCell, ExportTable } from '../table.ts';

/** Sales against finance. Every row adds up: agreed = invoiced − credited + to bill, invoiced − credited = received + netted + adjusted + settled + open. */
export function contractsTable(positions: readonly ContractPosition[], nameOf: (party: string) => string = (party) => party): ExportTable {
  return {
    name: 'contracts',
    columns: [
      { name: 'company', kind: 'text' },
      { name: 'customer', kind: 'text' },
      { name: 'contract', kind: 'text' },
      { name: 'status', kind: 'text' },
      { name: 'currency', kind: 'text' },
      { name: 'agreed', kind: 'money' },
      { name: 'invoiced', kind: 'money' },
      { name: 'credited', kind: 'money' },
      { name: 'to bill', kind: 'money' },
      { name: 'received', kind: 'money' },
      { name: 'netted', kind: 'money' },
      { name: 'adjusted', kind: 'money' },
      { name: 'settled', kind: 'money' },
      { name: 'open', kind: 'money' },
      { name: 'overdue', kind: 'money' },
    ],
    rows: positions.map((p) => {
      const money = (minor: bigint | undefined): ExportCell => (minor === undefined ? undefined : { minor, currency: p.currency });
      return [
        ...[p.company, nameOf(p.party), p.number, p.status, p.currency],
        ...[p.agreedMinor, p.invoicedMinor, p.creditedMinor, p.toBillMinor, p.receivedMinor, p.nettedMinor, p.adjustedMinor, p.settledMinor, p.openMinor, p.overdueMinor].map(
          money,
        ),
      ];
    }),
  };
}
