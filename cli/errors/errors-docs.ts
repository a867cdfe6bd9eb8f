import { type Chapter, errorCatalogue } from './catalogue.ts';
import { failureCauses } from './causes.ts';
import type { Explained } from './code.ts';

const head = `# Errors

Every code, what it means and what to do. 每个代码、其含义与处理办法。

`;

/** The text of \`docs/errors.md\`, made from the catalogue. */
export function errorsDocs(): string {
  const causes: Chapter = {
    title: { en: 'Causes of failures', zh: '失败原因' },
    about: {
      en: 'What `syncline failures` groups by. `syncline retry --cause <cause>` sends all of one cause through again.',
      zh: '`syncline failures` 按此分组；`syncline retry --cause <原因>` 重新处理同一原因的全部记录。',
    },
    codes: failureCauses,
  };
  return `${head}${[...errorCatalogue, causes].map(chapterText).join('\n')}`;
}

function chapterText({ title, about, codes }: Chapter): string {
  const entries = Object.entries(codes);
  const withTodo = entries.some(([, { todo }]) => todo !== undefined);
  const rows = entries.map(([code, explained]) => `| \`${code}\` | ${cells(explained, withTodo)} |`);
  const columns = withTodo ? '| code | means | what to do |\n|---|---|---|' : '| code | means |\n|---|---|';
  return `## ${title.en} · ${title.zh}\n\n${about.en}  \n${about.zh}\n\n${columns}\n${rows.join('\n')}\n`;
}

function cells({ means, todo }: Explained, withTodo: boolean): string {
  const both = ({ en, zh }: { en: string; zh: string }): string => (en === zh ? en : `${en}<br>${zh}`).replaceAll('|', '\\|');
  return withTodo ? `${both(means)} | ${todo === undefined ? '' : both(todo)}` : both(means);
}
