import { type CommandSpec, flag, text, texts } from '../spec.ts';

const bankOptions = [
  { flags: '--currency <code>', about: { en: 'currency of files that name none', zh: '未注明币种的文件所用币种' } },
  { flags: '--profile <file...>', about: { en: 'columns of a bank that is not known, as YAML', zh: '未知银行的列模板（YAML）' } },
] as const;

/** Commands over statements and invoices as files; they need no workspace. */
export const financeSpecs: readonly CommandSpec[] = [
  {
    usage: 'statement <files...>',
    about: {
      en: 'Read bank files (CAMT, MT940, OFX, BAI2, CSV of many banks) and prove each: opening + booked = closing. A file that cannot be read is refused by name',
      zh: '读取银行文件（CAMT、MT940、OFX、BAI2、多家银行 CSV）并逐一核对：期初 + 入账 = 期末。无法读取的文件按名拒绝',
    },
    options: bankOptions,
    examples: ['statement january.xml', 'statement bank/jan.sta bank/feb.sta --json', 'statement export.csv --profile mybank.yaml --currency CHF'],
    run: async (call) =>
      (await import('../commands/statement.ts')).statement(call.io, call.rest, { json: call.json, currency: text(call, 'currency'), profiles: texts(call, 'profile') }),
  },
  {
    usage: 'invoice <files...>',
    about: {
      en: 'Read electronic invoices (UBL, CII, 数电票) and prove each: the parts sum to what is to be paid. A file that cannot be read is refused by name',
      zh: '读取电子发票（UBL、CII、数电票）并逐一核对：各项合计等于应付金额。无法读取的文件按名拒绝',
    },
    examples: ['invoice R-2026-17.xml', 'invoice one.xml two.xml --json'],
    run: async (call) => (await import('../commands/invoice.ts')).invoice(call.io, call.rest, { json: call.json }),
  },
  {
    usage: 'reconcile',
    about: {
      en: 'Which receipt pays which invoice, with the evidence for each; what stays open, with the reason. Posts nothing',
      zh: '逐笔判断收款对应的发票并给出依据；未匹配的说明原因。不做任何入账',
    },
    options: [
      { flags: '--invoices <file...>', about: { en: 'CSV (invoice_id, customer_id, amount, …), UBL or CII', zh: 'CSV（invoice_id、customer_id、amount 等）、UBL 或 CII' } },
      { flags: '--receipts <file...>', about: { en: 'CSV (payment_id, payer_name, amount, …) or bank files', zh: 'CSV（payment_id、payer_name、amount 等）或银行文件' } },
      { flags: '--remittances <file...>', about: { en: 'CSV: what payers said they pay', zh: 'CSV：付款方的付款通知' } },
      { flags: '--credits <file...>', about: { en: 'CSV: credit notes', zh: 'CSV：贷项通知' } },
      { flags: '--customers <file...>', about: { en: 'CSV: names, aliases and accounts of customers', zh: 'CSV：客户名称、别名与账户' } },
      { flags: '--auto', about: { en: 'only what is sure', zh: '仅输出确定的匹配' } },
      { flags: '--out <file>', about: { en: 'allocations as CSV, or as a workbook when it ends with .xlsx', zh: '核销结果写入 CSV；以 .xlsx 结尾则为工作簿' } },
      ...bankOptions,
    ],
    examples: [
      'reconcile --invoices open.csv --receipts january.xml --out allocations.csv',
      'reconcile --invoices open.csv --receipts payments.csv --remittances advice.csv --auto --json',
    ],
    run: async (call) =>
      (await import('../commands/reconcile.ts')).reconcile(call.io, {
        json: call.json,
        currency: text(call, 'currency'),
        profiles: texts(call, 'profile'),
        invoices: texts(call, 'invoices'),
        receipts: texts(call, 'receipts'),
        remittances: texts(call, 'remittances'),
        credits: texts(call, 'credits'),
        customers: texts(call, 'customers'),
        auto: flag(call, 'auto'),
        out: text(call, 'out'),
      }),
  },
];
