import { type Call, type CommandSpec, flag, text } from '../spec.ts';

/** Commands that make, check and start a workspace. */
export const setupSpecs: readonly CommandSpec[] = [
  {
    usage: 'init [folder]',
    about: { en: 'Write a small commented workspace that runs as it is', zh: '生成一个带注释、可直接运行的小型工作区' },
    examples: ['init my-company'],
    run: async (call) => (await import('../commands/init.ts')).init(call.io, call.args[0] ?? '.'),
  },
  {
    usage: 'check',
    about: {
      en: 'Check syncline.yaml and the mapping documents it names: every mistake with file, line and column',
      zh: '检查 syncline.yaml 及其引用的映射文档：逐条给出文件、行、列',
    },
    options: [{ flags: '--connect', about: { en: 'also try every connection: is it reachable, do the credentials work', zh: '同时测试每个连接：是否可达、凭据是否有效' } }],
    examples: ['check', 'check --connect', 'check --json'],
    run: async (call) => (await import('../commands/check.ts')).check(call.io, call.folder(), { json: call.json, connect: flag(call, 'connect') }),
  },
  {
    usage: 'up',
    about: {
      en: 'Start everything in one process: schedules, deliveries and the API; prints what the first sync did',
      zh: '在单个进程中启动全部功能：计划、投递与 API；打印首次同步结果',
    },
    options: [
      { flags: '--port <number>', about: { en: 'port of the API on 127.0.0.1 (0: any free one)', zh: 'API 在 127.0.0.1 的端口（0：任意空闲端口）' }, initial: '4600' },
      { flags: '--no-sync', about: { en: 'do not sync at once; wait for the schedules', zh: '不立即同步，等待计划时间' } },
      { flags: '--sample [name]', about: { en: 'a sample company, copied to ./.sample first (or to --workspace)', zh: '先将示例公司复制到 ./.sample（或 --workspace）再启动' } },
      { flags: '--until-settled', about: { en: 'end when the first sync is done, instead of staying', zh: '首次同步完成后即退出' } },
    ],
    examples: ['up --sample', 'up', 'up --port 0 --workspace my-company'],
    run: async (call) =>
      (await import('../commands/up.ts')).up(call.io, await folderOf(call), {
        port: text(call, 'port') ?? '4600',
        sync: call.options['sync'] !== false,
        stay: !flag(call, 'untilSettled'),
        json: call.json,
      }),
  },
  {
    usage: 'map test [files...]',
    about: {
      en: 'Check mapping documents and run the examples inside them; without files, all of the workspace',
      zh: '检查映射文档并运行其中的示例；不给文件时检查工作区全部文档',
    },
    examples: ['map test', 'map test mappings/crm/customers.yaml'],
    run: async (call) => (await import('../commands/map-test.ts')).mapTest(call.io, call.rest, { json: call.json, folder: call.folder }),
  },
  {
    usage: 'secret set <name>',
    about: {
      en: 'Store a secret, encrypted beside the store: typed without being shown, or from a pipe; never as an argument',
      zh: '加密保存密钥：输入时不显示，或通过管道传入；绝不作为参数',
    },
    examples: ['secret set ERP_PASSWORD'],
    run: async (call) => (await import('../commands/secret.ts')).setSecret(call.io, call.session, call.args[0] as string),
  },
  {
    usage: 'secret list',
    about: { en: 'Names of secrets, whether they have a value, and who uses them. Exit code 1 when one is missing', zh: '列出密钥名称、是否有值及使用者。缺少时退出码为 1' },
    examples: ['secret list'],
    run: async (call) => (await import('../commands/secret.ts')).listSecrets(await call.session()),
  },
  {
    usage: 'secret remove <name>',
    about: { en: 'Forget a stored secret', zh: '删除已保存的密钥' },
    examples: ['secret remove ERP_PASSWORD'],
    run: async (call) => (await import('../commands/secret.ts')).removeSecret(await call.session(), call.args[0] as string),
  },
];

async function folderOf(call: Call): Promise<string> {
  if (call.options['sample'] === undefined) return call.folder();
  const { sampleFolder } = await import('../sample.ts');
  return sampleFolder(call.io, { name: text(call, 'sample'), folder: text(call, 'workspace') });
}
