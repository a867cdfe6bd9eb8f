import { judgeJ2, measureJ2 } from '../../bench/receivables.ts';
import { type Bar, hasData } from './receivablesBar.ts';
import { conservationBar, timeBar } from './receivablesBook.ts';
import { cashBars } from './receivablesCash.ts';
import { classicBars } from './receivablesClassic.ts';
import { bankBars, invoiceBars } from './receivablesFiles.ts';
import { stressBars } from './receivablesStress.ts';

const orders = 10_000;

function j2Bar(): Bar {
  const measured = measureJ2();
  return {
    name: 'J2: 100,000 invoices against plain Maps, audit rows written',
    value: `${measured.ratio.toFixed(2)} × the CPU`,
    bar: '≤ 3',
    ok: judgeJ2(measured),
    details: measured.notes,
  };
}

function main(args: readonly string[]): number {
  const speed = args.includes('--untimed') ? [] : [j2Bar(), timeBar()];
  const bars = [...speed, ...cashBars(), ...classicBars(), ...stressBars(), ...bankBars(), ...invoiceBars(), conservationBar(orders)];
  const failed = bars.filter((bar) => !bar.ok);
  if (args.includes('--json')) console.log(JSON.stringify({ bars, failed: failed.map((bar) => bar.name) }, null, 2));
  else {
    if (!hasData('cash_application')) console.log('skipped: ../shared/data/receivables is not there');
    for (const bar of bars) {
      console.log(`${bar.ok ? 'ok  ' : 'FAIL'} ${bar.name}: ${bar.value} (bar ${bar.bar})`);
      if (!bar.ok || args.includes('--details')) for (const detail of bar.details ?? []) console.log(`       ${detail}`);
    }
    console.log('Synthetic and published samples: never a customer’s rate.');
  }
  return failed.length === 0 ? 0 : 1;
}

process.exitCode = main(process.argv.slice(2));
