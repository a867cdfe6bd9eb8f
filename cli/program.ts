import { Command } from 'commander';
import type { Sentence } from '../core/model/error.ts';
import type { ExitCode } from './exit.ts';
import type { Language } from './io.ts';
import type { CommandSpec, OptionValue } from './spec.ts';
import { actSpecs } from './specs/act.ts';
import { financeSpecs } from './specs/finance.ts';
import { identitySpecs } from './specs/identity.ts';
import { identityModelSpecs } from './specs/identity-models.ts';
import { lookSpecs } from './specs/look.ts';
import { receivablesSpecs } from './specs/receivables.ts';
import { setupSpecs } from './specs/setup.ts';

/** All commands, in the order of the help. */
export const commandSpecs: readonly CommandSpec[] = [...setupSpecs, ...lookSpecs, ...actSpecs, ...identitySpecs, ...identityModelSpecs, ...receivablesSpecs, ...financeSpecs];

/** Options that every command takes. */
export const globalOptions: readonly { readonly flags: string; readonly about: Sentence }[] = [
  {
    flags: '-w, --workspace <folder>',
    about: { en: 'folder with syncline.yaml (or SYNCLINE_WORKSPACE; default: here)', zh: '含 syncline.yaml 的文件夹（或 SYNCLINE_WORKSPACE；默认：当前目录）' },
  },
  { flags: '--url <url>', about: { en: 'speak to the server at this address (or SYNCLINE_URL)', zh: '连接此地址的服务器（或 SYNCLINE_URL）' } },
  { flags: '--token <token>', about: { en: 'token for --url; better SYNCLINE_TOKEN, which no process list shows', zh: '--url 的令牌；建议使用 SYNCLINE_TOKEN，进程列表中不可见' } },
  { flags: '--json', about: { en: 'print the answer as JSON', zh: '以 JSON 输出' } },
  { flags: '--lang <language>', about: { en: 'en or zh (default: from the locale)', zh: 'en 或 zh（默认取自系统语言）' } },
  { flags: '--no-color', about: { en: 'no colour (or NO_COLOR)', zh: '不使用颜色（或 NO_COLOR）' } },
];

/** Titles of the help, which the parser has in English. */
const titles: Readonly<Record<string, string>> = { 'Usage:': '用法：', 'Arguments:': '参数：', 'Options:': '选项：', 'Global Options:': '通用选项：', 'Commands:': '命令：' };

/** What the parser says of a mistaken command line, which it says in English. */
const mistakes: readonly (readonly [RegExp, string])[] = [
  [/^error: unknown command '(.*)'/, '错误：没有命令“$1”'],
  [/^error: unknown option '(.*)'/, '错误：没有选项“$1”'],
  [/^error: missing required argument '(.*)'/, '错误：缺少参数“$1”'],
  [/^error: option '(.*)' argument missing/, '错误：选项“$1”缺少值'],
  [/^error: required option '(.*)' not specified/, '错误：必须给出选项“$1”'],
  [/^error: too many arguments(?: for '(.*)')?.*$/m, '错误：参数过多'],
  [/\(Did you mean (.*)\?\)/, '（是否想写 $1？）'],
];

function mistakeInChinese(text: string): string {
  return mistakes.reduce((said, [en, zh]) => said.replace(en, zh), text);
}

/** What a parsed command line asks for. */
export interface Parsed {
  readonly spec: CommandSpec;
  readonly args: readonly (string | undefined)[];
  readonly rest: readonly string[];
  readonly options: Readonly<Record<string, OptionValue>>;
}

/** Builds the parser. `run` is called with what was asked; texts go to `out` and `err`. */
export function createProgram(
  language: Language,
  version: string,
  run: (parsed: Parsed) => Promise<ExitCode>,
  write: { out(text: string): void; err(text: string): void },
): Command {
  const program = new Command('syncline')
    .description({ en: 'Keeps customers, documents and payments true across systems.', zh: '让客户、单据与收付款在各系统间保持一致。' }[language])
    .version(version, '-V, --version', { en: 'print the version', zh: '显示版本' }[language])
    .helpOption('-h, --help', { en: 'print help', zh: '显示帮助' }[language])
    .helpCommand(false)
    .showSuggestionAfterError(true)
    .showHelpAfterError({ en: '(--help tells more)', zh: '（--help 查看说明）' }[language])
    .configureHelp({ showGlobalOptions: true, styleTitle: (title) => (language === 'zh' ? (titles[title] ?? title) : title) })
    .exitOverride()
    .configureOutput({ writeOut: write.out, writeErr: write.err, outputError: (text, out) => out(language === 'zh' ? mistakeInChinese(text) : text) });
  const root: Sentence = {
    en: 'Exit codes: 0 fine · 1 something needs a person, or it failed · 2 wrong use · 3 no answer from the server',
    zh: '退出码：0 正常 · 1 需要人工处理或失败 · 2 用法错误 · 3 服务器无应答',
  };
  program.addHelpText('after', `\n${root[language]}`);
  for (const { flags, about } of globalOptions) program.option(flags, about[language]);
  for (const spec of commandSpecs) addCommand(program, spec, language, run);
  return program;
}

function addCommand(program: Command, spec: CommandSpec, language: Language, run: (parsed: Parsed) => Promise<ExitCode>): void {
  const words = spec.usage.split(' ');
  const names = words.filter((word) => !/^[<[]/.test(word));
  const parent = names.length === 1 ? program : groupOf(program, names[0] as string, language);
  const command = parent.command(words.slice(names.length - 1).join(' ')).description(spec.about[language]);
  for (const option of spec.options ?? []) command.option(option.flags, option.about[language], option.initial);
  const title = { en: 'Example', zh: '示例' }[language];
  command.addHelpText('after', `\n${title}:\n${spec.examples.map((example) => `  syncline ${example}`).join('\n')}`);
  command.action(async (...given: unknown[]) => {
    const args = given.slice(0, -2);
    const rest = args.find((arg) => Array.isArray(arg)) as string[] | undefined;
    await run({ spec, args: args.map((arg) => (typeof arg === 'string' ? arg : undefined)), rest: rest ?? [], options: command.optsWithGlobals() });
  });
}

/** The command that only holds others: `token`, `map`. */
function groupOf(program: Command, name: string, language: Language): Command {
  const known = program.commands.find((command) => command.name() === name);
  if (known !== undefined) return known;
  const about: Readonly<Record<string, Sentence>> = {
    token: { en: 'Tokens of people and programs', zh: '人员与程序的令牌' },
    secret: { en: 'Secrets that connections name', zh: '连接所引用的密钥' },
    identity: { en: 'Models that weigh who is who', zh: '身份识别模型' },
    review: { en: 'Pairs of records that a person should look at', zh: '需人工判定的记录对' },
    alias: { en: 'Payers that people confirmed', zh: '人工确认的付款方' },
    map: { en: 'Mapping documents', zh: '映射文档' },
  };
  return program.command(name).description((about[name] ?? { en: '', zh: '' })[language]);
}
