import { type CommandSpec, flag, text } from '../spec.ts';

const company = { flags: '--company <name>', about: { en: 'one of our companies (default: all, or the only one)', zh: '本方公司（默认：全部或唯一的公司）' } } as const;
const reason = { flags: '--reason <text>', about: { en: 'kept with it', zh: '随记录保存的原因' } } as const;
const option = { flags: '--option <id>', about: { en: 'which of several proposals', zh: '选择多个建议之一' } } as const;
const csv = { flags: '--csv <file>', about: { en: 'also as CSV, with sums that tie out', zh: '同时写入 CSV（合计相符）' } } as const;
const xlsx = { flags: '--xlsx <file>', about: { en: 'also as a workbook that adds itself up again', zh: '同时写入工作簿（含复核合计）' } } as const;
const list = () => import('../commands/receivables/list.ts');
const decide = () => import('../commands/receivables/decide.ts');

/** Commands over the books of a workspace: what is owed, what came in, and what finance decides. */
export const receivablesSpecs: readonly CommandSpec[] = [
  {
    usage: 'receivables',
    about: {
      en: 'What is owed: invoiced, received, credited, written off, open, by age; and money not applied',
      zh: '应收账款：开票、已收、红冲、差异核销、未清与账龄；以及未核销收款',
    },
    options: [
      { flags: '--customer <name>', about: { en: 'of one customer: entity, record or name', zh: '仅某客户：实体、记录或名称' } },
      company,
      { flags: '--as-of <day>', about: { en: 'by booking day (default: today)', zh: '按记账日（默认：今天）' } },
      {
        flags: '--by <what>',
        about: { en: 'invoice, customer, contract (with what was agreed) or company', zh: 'invoice、customer、contract（含合同额）或 company' },
        initial: 'invoice',
      },
      { flags: '--settled', about: { en: 'also what is settled', zh: '包含已结清' } },
      csv,
      xlsx,
    ],
    examples: [
      'receivables',
      'receivables --by customer --as-of 2026-10-31 --xlsx october.xlsx',
      'receivables --by contract',
      'receivables --customer "Harbor Foods" --settled --json',
    ],
    run: async (call) =>
      (await list()).receivables(await call.session(), {
        customer: text(call, 'customer'),
        company: text(call, 'company'),
        asOf: text(call, 'asOf'),
        settled: flag(call, 'settled'),
        by: text(call, 'by') ?? 'invoice',
        csv: text(call, 'csv'),
        xlsx: text(call, 'xlsx'),
      }),
  },
  {
    usage: 'import [files...]',
    about: {
      en: 'Take bank files into the books, each whole or not at all; the same again adds nothing. Without files: look through the configured folders now',
      zh: '将银行文件导入账中，要么完整要么不导入；重复导入不增加任何内容。不带文件：立即查看已配置的文件夹',
    },
    options: [
      { ...company, about: { en: 'whose account it is', zh: '账户所属公司' } },
      { flags: '--currency <code>', about: { en: 'currency of files that name none', zh: '未注明币种的文件所用币种' } },
    ],
    examples: ['import january.sta', 'import bank/*.xml --json', 'import'],
    run: async (call) =>
      (await import('../commands/receivables/import.ts')).importFiles(await call.session(), call.rest, { company: text(call, 'company'), currency: text(call, 'currency') }),
  },
  {
    usage: 'propose [receipt] [invoices...]',
    about: {
      en: 'Money that is not applied, with proposals and why; or propose by hand which invoices a receipt pays',
      zh: '未核销收款及匹配建议与依据；或手工提出某收款对应的发票',
    },
    options: [
      company,
      {
        flags: '--rate <decimal>',
        about: { en: 'money in another currency: so many units of the invoice’s currency for one of the money’s', zh: '外币收款：1 单位收款币种折合多少发票币种' },
      },
      {
        flags: '--rest <reason>',
        about: {
          en: 'write the rest of the last invoice off: discount, bankFee, withholdingTax, deduction, rounding, writeOff, fxDifference',
          zh: '核销最后一张发票的差额，原因同左',
        },
      },
    ],
    examples: ['propose', 'propose l_6fT0c2 INV-1003', 'propose l_6fT0c2 INV-1003 --rest bankFee', 'propose l_6fT0c2 INV-1003 --rate 0.9215 --rest fxDifference'],
    run: async (call) => {
      const receipt = call.args[0];
      if (receipt === undefined || call.rest.length === 0) return (await list()).proposals(await call.session(), text(call, 'company'));
      return (await decide()).propose(await call.session(), receipt, call.rest, { rest: text(call, 'rest'), rate: text(call, 'rate') });
    },
  },
  {
    usage: 'identify <receipt> <customer>',
    about: { en: 'Say whose money a receipt is; the payer is remembered and can be revoked', zh: '指明某收款属于哪个客户；付款方会被记住，可撤销' },
    examples: ['identify l_6fT0c2 "Harbor Foods"'],
    run: async (call) => (await decide()).identify(await call.session(), call.args[0] as string, call.args[1] as string),
  },
  {
    usage: 'approve <receipt>',
    about: { en: 'Allocate as proposed. What writes something off or is large needs a second person', zh: '按建议核销。涉及差异或大额的需第二人复核' },
    options: [
      option,
      { flags: '--date <day>', about: { en: 'the day it counts from (default: the receipt’s, or the first open day)', zh: '记账日（默认：收款日或首个未结账日）' } },
      { flags: '--forget', about: { en: 'do not remember the payer', zh: '不记住付款方' } },
    ],
    examples: ['approve l_6fT0c2', 'approve l_6fT0c2 --option p_x8 --date 2026-11-02'],
    run: async (call) =>
      (await decide()).approve(await call.session(), call.args[0] as string, { option: text(call, 'option'), date: text(call, 'date'), remember: !flag(call, 'forget') }),
  },
  {
    usage: 'reject <receipt>',
    about: { en: 'Reject a proposal; the same is not offered again', zh: '拒绝建议，不再提出' },
    options: [option],
    examples: ['reject l_6fT0c2'],
    run: async (call) => (await decide()).reject(await call.session(), call.args[0] as string, text(call, 'option')),
  },
  {
    usage: 'undo <match>',
    about: { en: 'Take a match back, whole; both sides are open again. In a closed period two people must agree', zh: '整体撤销匹配，双方恢复未清。已结账期间需双人复核' },
    options: [reason],
    examples: ['undo g_pXv3 --reason "paid for another customer"'],
    run: async (call) => (await decide()).undo(await call.session(), call.args[0] as string, text(call, 'reason')),
  },
  {
    usage: 'write-off <invoice>',
    about: { en: 'Write an open amount off without money; two people must ask for the same', zh: '无资金核销未清额，需两人提出相同请求' },
    options: [
      { flags: '--amount <decimal>', about: { en: 'default: all that is open', zh: '默认：全部未清额' } },
      {
        flags: '--reason <reason>',
        about: {
          en: 'writeOff, discount, bankFee, withholdingTax, deduction, rounding or fxDifference',
          zh: 'writeOff、discount、bankFee、withholdingTax、deduction、rounding 或 fxDifference',
        },
      },
    ],
    examples: ['write-off INV-1003', 'write-off INV-1003 --amount 0.02 --reason rounding'],
    run: async (call) => (await decide()).writeOff(await call.session(), call.args[0] as string, { amount: text(call, 'amount'), reason: text(call, 'reason') }),
  },
  {
    usage: 'dispute <invoice>',
    about: { en: 'Mark an invoice as disputed: it stands apart and is not matched without a person', zh: '标记发票存在争议：单独列示，不自动匹配' },
    options: [reason, { flags: '--settled', about: { en: 'the dispute is over', zh: '争议已解决' } }],
    examples: ['dispute INV-1003 --reason "goods came back"', 'dispute INV-1003 --settled'],
    run: async (call) => (await decide()).dispute(await call.session(), call.args[0] as string, { reason: text(call, 'reason'), settled: flag(call, 'settled') }),
  },
  {
    usage: 'exceptions',
    about: { en: 'What does not agree, each with what to do. Exit code 1 when there are any', zh: '不一致之处及处理办法。存在时退出码为 1' },
    options: [company],
    examples: ['exceptions'],
    run: async (call) => (await list()).exceptions(await call.session(), text(call, 'company')),
  },
  {
    usage: 'explain <subject>',
    about: { en: 'Why a match was made, what a receipt is for, or what an invoice was paid by', zh: '匹配的依据、收款的用途，或发票由何款项支付' },
    examples: ['explain g_pXv3', 'explain INV-1003'],
    run: async (call) => (await list()).explain(await call.session(), call.args[0] as string),
  },
  {
    usage: 'changes',
    about: { en: 'What happened in receivables since yesterday', zh: '自昨日以来应收的变化' },
    options: [{ flags: '--since <moment>', about: { en: '2026-11-01 or 2026-11-01T08:00:00Z', zh: '2026-11-01 或 2026-11-01T08:00:00Z' } }, company],
    examples: ['changes', 'changes --since 2026-11-01 --json'],
    run: async (call) => (await list()).changes(await call.session(), { since: text(call, 'since'), company: text(call, 'company') }),
  },
  {
    usage: 'customer-statement <customer>',
    about: { en: 'A statement for a customer: every document and payment, and a running balance', zh: '客户对账单：各单据与收款及滚动余额' },
    options: [
      company,
      { flags: '--from <day>', about: { en: 'default: a year back', zh: '默认：一年前' } },
      { flags: '--to <day>', about: { en: 'default: today', zh: '默认：今天' } },
      csv,
      xlsx,
    ],
    examples: ['customer-statement "Harbor Foods"', 'customer-statement "Harbor Foods" --from 2026-01-01 --xlsx harbor.xlsx'],
    run: async (call) =>
      (await list()).customerStatement(await call.session(), call.args[0] as string, {
        company: text(call, 'company'),
        from: text(call, 'from'),
        to: text(call, 'to'),
        csv: text(call, 'csv'),
        xlsx: text(call, 'xlsx'),
      }),
  },
  {
    usage: 'close <period>',
    about: {
      en: 'Close the books through a month or day: nothing dated in it is taken any more, and a hash over it is kept',
      zh: '结账至某月或某日：此后不再接收该期间的内容，并保存其哈希',
    },
    options: [company],
    examples: ['close 2026-10', 'close 2026-10-31 --company "Alpina AG"'],
    run: async (call) => (await decide()).closePeriod(await call.session(), call.args[0] as string, text(call, 'company')),
  },
  {
    usage: 'reopen [period]',
    about: { en: 'Open closed books again, all or those after a period; two people must agree', zh: '反结账：全部或某期间之后，需双人复核' },
    options: [company],
    examples: ['reopen', 'reopen 2026-09'],
    run: async (call) => (await decide()).reopenPeriod(await call.session(), call.args[0], text(call, 'company')),
  },
  {
    usage: 'periods',
    about: { en: 'How far the books are closed', zh: '各公司结账进度' },
    options: [{ flags: '--verify', about: { en: 'count closed periods again; exit code 1 when one changed', zh: '重新计算已结账期间；有变化时退出码为 1' } }],
    examples: ['periods --verify'],
    run: async (call) => (await list()).periods(await call.session(), { verify: flag(call, 'verify') }),
  },
  {
    usage: 'alias list',
    about: { en: 'Payers’ names and accounts that people confirmed', zh: '人工确认的付款方户名与账户' },
    examples: ['alias list'],
    run: async (call) => (await decide()).listAliases(await call.session()),
  },
  {
    usage: 'alias revoke <id>',
    about: { en: 'Revoke one; what was matched by it stays and can be undone', zh: '撤销别名；已匹配的保持不变，可另行撤销' },
    examples: ['alias revoke a_2mN7'],
    run: async (call) => (await decide()).revokeAlias(await call.session(), call.args[0] as string),
  },
];
