import type { Sentence } from '../../core/model/error.ts';
import { apiCodes } from './api-codes.ts';
import type { Explained } from './code.ts';
import { mappingCodes, workspaceCodes } from './document-codes.ts';
import { faultCodes } from './fault-codes.ts';
import { readCodes } from './read-codes.ts';
import { receivablesCodes } from './receivables-codes.ts';
import { statementCodes } from './statement-codes.ts';
import { storeCodes } from './store-codes.ts';

/** Codes that belong together, and what holds for all of them. */
export interface Chapter {
  readonly title: Sentence;
  readonly about: Sentence;
  readonly codes: Readonly<Record<string, Explained>>;
}

/** Every code that Syncline can tell, in the order of `docs/errors.md`. */
export const errorCatalogue: readonly Chapter[] = [
  {
    title: { en: 'API and commands', zh: 'API 与命令' },
    about: {
      en: 'In the body of an answer: `{code, message: {en, zh}, where}`; the command line prints the message, with `--json` all of it.',
      zh: '位于应答体中：`{code, message: {en, zh}, where}`；命令行打印消息，`--json` 打印全部。',
    },
    codes: apiCodes,
  },
  {
    title: { en: 'Workspace', zh: '工作区' },
    about: { en: 'From `syncline check`, with file, line and column.', zh: '来自 `syncline check`，含文件、行、列。' },
    codes: workspaceCodes,
  },
  {
    title: { en: 'Mappings', zh: '映射' },
    about: { en: 'From `syncline check` and `syncline map test`.', zh: '来自 `syncline check` 与 `syncline map test`。' },
    codes: mappingCodes,
  },
  {
    title: { en: 'Receivables', zh: '应收' },
    about: { en: 'From the commands of finance. A decision that is refused has changed nothing.', zh: '来自财务命令。被拒绝的决定不会改变任何内容。' },
    codes: receivablesCodes,
  },
  { title: { en: 'Store and secrets', zh: '存储与密钥' }, about: { en: 'From the process itself.', zh: '来自进程本身。' }, codes: storeCodes },
  {
    title: { en: 'Statements and invoices', zh: '对账单与发票' },
    about: { en: 'A file is refused by name and never half read; the exit code stays 0.', zh: '文件按名拒绝，绝不读取一半；退出码仍为 0。' },
    codes: statementCodes,
  },
  {
    title: { en: 'Fields that could not be read', zh: '无法读取的字段' },
    about: {
      en: 'As `read.<code>.<field>` in `syncline failures`, and as they are in `syncline map test`. Correct the value in the system, or teach the mapping to read it; everything else of the record goes on.',
      zh: '在 `syncline failures` 中为 `read.<code>.<field>`。请在来源系统更正该值，或让映射能够识别；记录的其他内容照常同步。',
    },
    codes: readCodes,
  },
  {
    title: { en: 'Faults of systems', zh: '系统故障' },
    about: {
      en: 'The last part of `row.<code>` and `write.<kind>.<code>`, and the code of a connection that does not answer. What to do depends on the kind, see below.',
      zh: '`row.<code>`、`write.<kind>.<code>` 的末段，以及连接无应答时的代码。处理办法取决于类别，见下文。',
    },
    codes: faultCodes,
  },
];
