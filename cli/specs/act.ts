import { type CommandSpec, flag, text } from '../spec.ts';

const filters = [
  { flags: '--cause <code>', about: { en: 'only this cause', zh: '仅此原因' } },
  { flags: '--connection <name>', about: { en: 'only this connection', zh: '仅此连接' } },
  { flags: '--stream <name>', about: { en: 'only this stream', zh: '仅此数据流' } },
] as const;

/** Commands that set something going or stop it. */
export const actSpecs: readonly CommandSpec[] = [
  {
    usage: 'sync [target]',
    about: { en: 'Pull now and deliver what follows: everything, a connection, or connection.stream', zh: '立即读取并投递：全部、某连接，或 connection.stream' },
    options: [
      { flags: '--once', about: { en: 'one pass; do not wait for work that is retried later', zh: '只读取一次，不等待稍后重试的工作' } },
      { flags: '--dry-run', about: { en: 'read and compare, change nothing', zh: '只读取和比较，不做任何更改' } },
      { flags: '--full', about: { en: 'from the beginning instead of where the last pass ended', zh: '从头读取，而不是从上次结束处' } },
    ],
    examples: ['sync', 'sync crm --dry-run', 'sync crm.contacts --once'],
    run: async (call) =>
      (await import('../commands/sync.ts')).sync(await call.session(), call.args[0], { once: flag(call, 'once'), dryRun: flag(call, 'dryRun'), full: flag(call, 'full') }),
  },
  {
    usage: 'retry [record]',
    about: {
      en: 'Send failed work through again: all of it, one cause, or one record (connection/stream/id)',
      zh: '重新处理失败的工作：全部、某原因，或某条记录（connection/stream/id）',
    },
    options: filters,
    examples: ['retry', 'retry --cause customer.missing', 'retry erp/invoices/1042'],
    run: async (call) =>
      (await import('../commands/failures.ts')).retry(await call.session(), call.args[0], {
        cause: text(call, 'cause'),
        connection: text(call, 'connection'),
        stream: text(call, 'stream'),
      }),
  },
  {
    usage: 'pause <subject>',
    about: { en: 'Pause a route, a connection or connection.stream', zh: '暂停路由、连接或 connection.stream' },
    options: [{ flags: '--reason <text>', about: { en: 'told to whoever looks at the status', zh: '显示在状态中的原因' } }],
    examples: ['pause customers-to-erp --reason "price list is being replaced"', 'pause erp.parties'],
    run: async (call) => (await import('../commands/flow.ts')).pause(await call.session(), call.args[0] as string, { reason: text(call, 'reason') }),
  },
  {
    usage: 'resume <subject>',
    about: { en: 'Resume what a person paused', zh: '恢复由人暂停的对象' },
    examples: ['resume customers-to-erp'],
    run: async (call) => (await import('../commands/flow.ts')).resume(await call.session(), call.args[0] as string),
  },
  {
    usage: 'release <route>',
    about: { en: 'Let a linked route go live, or a braked one go on with what stopped it', zh: '让已关联的路由上线，或让被制动的路由继续' },
    examples: ['release customers-to-erp'],
    run: async (call) => (await import('../commands/flow.ts')).release(await call.session(), call.args[0] as string),
  },
  {
    usage: 'audit',
    about: {
      en: 'Compare everything stored with what was announced and delivered, and repair differences. Exit code 1 when there were any',
      zh: '核对存储、通告与投递内容并修复差异。存在差异时退出码为 1',
    },
    examples: ['audit'],
    run: async (call) => (await import('../commands/audit.ts')).audit(await call.session()),
  },
  {
    usage: 'erase <subject>',
    about: {
      en: 'Erase a person for good (entity id or connection/stream/id): tells what would go; --yes does it and prints the receipt. A later import does not bring the records back',
      zh: '永久擦除一个人（实体 ID 或 connection/stream/id）：先列出内容；加 --yes 执行并输出回执。再次导入不会恢复这些记录',
    },
    options: [
      { flags: '--yes', about: { en: 'do it; there is no way back', zh: '确认执行，不可撤销' } },
      { flags: '--reason <text>', about: { en: 'kept in the receipt: do not name the person', zh: '写入回执，请勿包含其姓名' } },
    ],
    examples: ['erase crm/contacts/P-17', 'erase p_5h2k9v0c3m8x1q7r4t6w --yes --reason "request 2026-17"'],
    run: async (call) => (await import('../commands/erase.ts')).erase(await call.session(), call.args[0] as string, { yes: flag(call, 'yes'), reason: text(call, 'reason') }),
  },
  {
    usage: 'receipt <id>',
    about: { en: 'The receipt of an erasure: what was erased where, and what remains where', zh: '擦除回执：何处擦除了什么，何处仍保留' },
    examples: ['receipt erasure_Yk3v0m2Q9sT5b8W1x4Z7aA'],
    run: async (call) => (await import('../commands/erase.ts')).eraseReceipt(await call.session(), call.args[0] as string),
  },
  {
    usage: 'token add <name>',
    about: { en: 'Make a token for a named person or program; it is shown once', zh: '为具名人员或程序创建令牌，仅显示一次' },
    options: [{ flags: '--role <role>', about: { en: 'owner, it, finance, ops or viewer', zh: 'owner、it、finance、ops 或 viewer' }, initial: 'viewer' }],
    examples: ['token add ann --role finance'],
    run: async (call) => (await import('../commands/token.ts')).addToken(await call.session(), call.args[0] as string, { role: text(call, 'role') ?? 'viewer' }),
  },
  {
    usage: 'token list',
    about: { en: 'Who may use this workspace', zh: '谁可以使用此工作区' },
    examples: ['token list'],
    run: async (call) => (await import('../commands/token.ts')).listTokens(await call.session()),
  },
  {
    usage: 'token revoke <id>',
    about: { en: 'Revoke a token for good', zh: '永久撤销令牌' },
    examples: ['token revoke u_Yk3v0m2Q9sT5b8W1x4Z7aA'],
    run: async (call) => (await import('../commands/token.ts')).revokeToken(await call.session(), call.args[0] as string),
  },
];
