import { type CommandSpec, flag, text } from '../spec.ts';
import { tableOptions, tableOptionsOf } from './identity-options.ts';

/** Commands about who is who: over tables as files, and over the entities of a workspace. */
export const identitySpecs: readonly CommandSpec[] = [
  {
    usage: 'dedupe <file>',
    about: {
      en: 'Which rows of a CSV file are the same person or organization, with score and reason; recognises columns by header and content; tells the quality of the data',
      zh: '找出 CSV 中属于同一人员或机构的行，附分数与理由；按表头与内容识别列；并报告数据质量',
    },
    options: [
      ...tableOptions,
      { flags: '--truth <column>', about: { en: 'column with the true entity: prints precision, recall, F1 and B³', zh: '含真实实体的列：输出精确率、召回率、F1 与 B³' } },
      { flags: '--out <file>', about: { en: 'row,entity,score,reason as CSV (row: data row from 1)', zh: '写入 CSV：row,entity,score,reason（row 为数据行号，从 1 起）' } },
    ],
    examples: ['dedupe customers.csv --entity organization --country CN --out clusters.csv', 'dedupe people.csv --entity person --truth cluster'],
    run: async (call) =>
      (await import('../commands/dedupe.ts')).dedupeFile(call.io, call.args[0] as string, { ...tableOptionsOf(call), truth: text(call, 'truth'), out: text(call, 'out') }),
  },
  {
    usage: 'link <a> <b>',
    about: { en: 'Which rows of two CSV files are the same person or organization', zh: '找出两个 CSV 文件中属于同一人员或机构的行' },
    options: [...tableOptions, { flags: '--out <file>', about: { en: 'row_a,row_b,score as CSV', zh: '写入 CSV：row_a,row_b,score' } }],
    examples: ['link crm.csv erp.csv --entity organization --out pairs.csv'],
    run: async (call) =>
      (await import('../commands/link.ts')).linkFiles(call.io, call.args[0] as string, call.args[1] as string, { ...tableOptionsOf(call), out: text(call, 'out') }),
  },
  {
    usage: 'compare <a> <b>',
    about: {
      en: 'Why two entities or records (connection/stream/id) are, or are not, the same; with --file, two rows of a CSV file',
      zh: '解释两个实体或记录（connection/stream/id）为何相同或不同；配合 --file 可比较 CSV 的两行',
    },
    options: [{ flags: '--file <file>', about: { en: 'compare rows of this CSV file', zh: '比较此 CSV 文件的行' } }, ...tableOptions],
    examples: ['compare crm/customers/C-1001 erp/customers/K001', 'compare 17 42 --file people.csv --entity person'],
    run: async (call) => {
      const [a, b] = call.args as [string, string];
      const file = text(call, 'file');
      if (file !== undefined) return (await import('../commands/compare-rows.ts')).compareTwoRows(call.io, file, [a, b], tableOptionsOf(call));
      return (await import('../commands/decide.ts')).compare(await call.session(), a, b);
    },
  },
  {
    usage: 'review list',
    about: {
      en: 'Pairs that may be one: too alike to be left, not alike enough to be merged without a person. Exit code 1 when any wait',
      zh: '可能为同一对象的记录对：相似但不足以自动合并。有待判定时退出码为 1',
    },
    options: [
      { flags: '--answered', about: { en: 'those that people answered, newest first', zh: '已回答的，最新在前' } },
      { flags: '--limit <n>', about: { en: 'how many (default 20, at most 100)', zh: '数量（默认 20，最多 100）' } },
    ],
    examples: ['review list', 'review list --answered --json'],
    run: async (call) => (await import('../commands/review.ts')).listReviews(await call.session(), flag(call, 'answered') ? 'answered' : 'waiting', text(call, 'limit')),
  },
  {
    usage: 'review show <id>',
    about: { en: 'One pair with everything that speaks for and against', zh: '查看一对记录及全部依据' },
    examples: ['review show r_7Kx2mQ9dVt4b'],
    run: async (call) => (await import('../commands/review.ts')).showReview(await call.session(), call.args[0] as string),
  },
  {
    usage: 'review same <ids...>',
    about: { en: 'They are one: merges them', zh: '两者相同：合并' },
    examples: ['review same r_7Kx2mQ9dVt4b'],
    run: async (call) => (await import('../commands/review.ts')).answerReviews(await call.session(), 'same', call.rest),
  },
  {
    usage: 'review different <ids...>',
    about: { en: 'They are two, for good: never merged again', zh: '两者不同：永久分开，不再合并' },
    examples: ['review different r_7Kx2mQ9dVt4b'],
    run: async (call) => (await import('../commands/review.ts')).answerReviews(await call.session(), 'different', call.rest),
  },
  {
    usage: 'review later <ids...>',
    about: { en: 'Put the question off: it comes after the others', zh: '稍后再定：排到最后' },
    examples: ['review later r_7Kx2mQ9dVt4b'],
    run: async (call) => (await import('../commands/review.ts')).answerReviews(await call.session(), 'later', call.rest),
  },
  {
    usage: 'merge <a> <b>',
    about: { en: 'Make two entities one; the oldest keeps its id, the other leads to it', zh: '合并两个实体；保留较早的 ID，另一个指向它' },
    examples: ['merge crm/customers/C-1001 erp/customers/K001'],
    run: async (call) => (await import('../commands/decide.ts')).merge(await call.session(), call.args[0] as string, call.args[1] as string),
  },
  {
    usage: 'split <subject> <records...>',
    about: { en: 'Take records out of an entity because they are somebody else; they stay apart for good', zh: '将不属于该实体的记录拆出；之后不会再自动合并' },
    examples: ['split o_5h2k9v0c3m8x1q7r4t6w crm/customers/C-1012'],
    run: async (call) => (await import('../commands/decide.ts')).split(await call.session(), call.args[0] as string, call.rest),
  },
  {
    usage: 'pin <subject> <field> [value]',
    about: {
      en: 'Put a value above all systems; without a value, the one that is golden now. Sets: emails:a@b.cn true',
      zh: '将某值固定为高于所有系统；不给值则固定当前值。集合写作 emails:a@b.cn true',
    },
    examples: ['pin crm/customers/C-1001 name "Nordlicht Handels GmbH"', 'pin o_5h2k9v0c3m8x1q7r4t6w taxId'],
    run: async (call) => (await import('../commands/decide.ts')).pin(await call.session(), call.args[0] as string, call.args[1] as string, call.args[2]),
  },
  {
    usage: 'unpin <subject> <field>',
    about: { en: 'Let the systems decide a field again', zh: '取消固定，恢复由各系统决定' },
    examples: ['unpin crm/customers/C-1001 name'],
    run: async (call) => (await import('../commands/decide.ts')).unpin(await call.session(), call.args[0] as string, call.args[1] as string),
  },
];
