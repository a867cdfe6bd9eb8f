import { type CommandSpec, text } from '../spec.ts';

/** Commands that only read. */
export const lookSpecs: readonly CommandSpec[] = [
  {
    usage: 'status',
    about: {
      en: 'Is it synced: connections, routes, lag, failures. Exit code 1 when something needs a person',
      zh: '是否已同步：连接、路由、延迟、失败。需要人工处理时退出码为 1',
    },
    examples: ['status', 'status --json'],
    run: async (call) => (await import('../commands/status.ts')).status(await call.session()),
  },
  {
    usage: 'records <type> [query]',
    about: {
      en: 'Find entities by id, record, e-mail, telephone, tax id, beginning of the name or words of it; says which it used',
      zh: '按 ID、源记录、邮箱、电话、税号、名称开头或名称中的词查找实体，并说明所用方式',
    },
    options: [
      { flags: '--changed-since <time>', about: { en: 'changed at or after, e.g. 2026-03-01 or 2026-03-01T08:00:00Z', zh: '在该时间及之后变更，如 2026-03-01' } },
      { flags: '--connection <name>', about: { en: 'with a record in this connection', zh: '在此连接中有记录' } },
      { flags: '--limit <number>', about: { en: 'at most so many, up to 200', zh: '最多条数，上限 200' }, initial: '50' },
      { flags: '--after <next>', about: { en: 'the next page', zh: '下一页' } },
    ],
    examples: ['records organization Müller', 'records person ann.lee@example.com', 'records organization --changed-since 2026-03-01 --connection crm'],
    run: async (call) =>
      (await import('../commands/records.ts')).records(await call.session(), call.args[0] as string, call.args[1], {
        changedSince: text(call, 'changedSince'),
        connection: text(call, 'connection'),
        limit: text(call, 'limit'),
        after: text(call, 'after'),
      }),
  },
  {
    usage: 'why <subject>',
    about: {
      en: 'Why an entity (its id) or a record (connection/stream/id) says what it says: each field’s source, mapping version and rule; why it is not somewhere',
      zh: '解释实体（ID）或记录（connection/stream/id）：每个字段的来源、映射版本与规则；以及为何某处没有',
    },
    examples: ['why o_5h2k9v0c3m8x1q7r4t6w', 'why erp/parties/17'],
    run: async (call) => (await import('../commands/why.ts')).why(await call.session(), call.args[0] as string),
  },
  {
    usage: 'quality [connection]',
    about: {
      en: 'How good the data of each system is: completeness, validity, duplicates, freshness, conflicts between systems. Looks at up to 4,800 records of a stream',
      zh: '各系统数据质量：完整性、有效性、重复、新鲜度、系统间冲突。每个数据流最多查看 4,800 条记录',
    },
    examples: ['quality', 'quality crm --json'],
    run: async (call) => (await import('../commands/quality.ts')).quality(await call.session(), call.args[0]),
  },
  {
    usage: 'failures',
    about: {
      en: 'Open failures by cause, with the money at risk and what to do. Exit code 1 when there are any',
      zh: '按原因列出未解决的失败、涉及金额与处理办法。存在失败时退出码为 1',
    },
    options: [
      { flags: '--cause <code>', about: { en: 'only this cause', zh: '仅此原因' } },
      { flags: '--connection <name>', about: { en: 'only this connection', zh: '仅此连接' } },
      { flags: '--stream <name>', about: { en: 'only this stream', zh: '仅此数据流' } },
    ],
    examples: ['failures', 'failures --connection erp'],
    run: async (call) =>
      (await import('../commands/failures.ts')).failures(await call.session(), { cause: text(call, 'cause'), connection: text(call, 'connection'), stream: text(call, 'stream') }),
  },
  {
    usage: 'export <type>',
    about: { en: 'Every entity of a type, as JSON lines or CSV', zh: '导出某类型的全部实体，JSON 行或 CSV' },
    options: [
      { flags: '--format <format>', about: { en: 'ndjson or csv', zh: 'ndjson 或 csv' }, initial: 'ndjson' },
      { flags: '--out <file>', about: { en: 'into a file instead of the terminal; whole or not at all', zh: '写入文件；要么完整，要么不写' } },
    ],
    examples: ['export organization --format csv --out customers.csv'],
    run: async (call) =>
      (await import('../commands/export.ts')).exportType(await call.session(), call.args[0] as string, { format: text(call, 'format') ?? 'ndjson', out: text(call, 'out') }),
  },
];
