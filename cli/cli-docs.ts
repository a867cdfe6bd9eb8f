import { commandSpecs, globalOptions } from './program.ts';
import type { CommandSpec } from './spec.ts';

const head = `# The command line

\`npm run syncline -- <command>\` (or \`node cli/main.ts <command>\`). Every command is a client of the API: where a server holds the workspace it asks that server, else it
runs the same app in its own process for one command. Nothing is configured for that: the server leaves its address and a token of its own beside the store, readable by its user alone. For a server elsewhere use
\`SYNCLINE_URL\` and \`SYNCLINE_TOKEN\`.

| exit code | means |
|---|---|
| 0 | fine |
| 1 | something needs a person, or the command failed: mistakes found, open failures, a paused route |
| 2 | wrong use: an unknown option, no workspace here |
| 3 | no answer: the server is away, or another process holds the workspace |

Colour and progress appear only on a terminal; \`NO_COLOR\` turns colour off. Results go to the output, notes and progress to the error stream, so \`--json\` can be piped.
`;

const foot = `
## Environment

| variable | does |
|---|---|
| \`SYNCLINE_WORKSPACE\` | folder with \`syncline.yaml\`, like \`--workspace\` |
| \`SYNCLINE_URL\`, \`SYNCLINE_TOKEN\` | server to speak to, and the token for it |
| \`SYNCLINE_LANG\` | \`en\` or \`zh\`, like \`--lang\` |
| \`SYNCLINE_SECRET_<NAME>\` or \`<NAME>\` | a secret that \`syncline.yaml\` names |
| \`SYNCLINE_KEY\` | opens the encrypted secret file beside the store |
| \`NO_COLOR\`, \`FORCE_COLOR\` | colour off, on |
`;

/** The text of \`docs/cli.md\`, made from the commands themselves. */
export function cliDocs(): string {
  const options = globalOptions.map(({ flags, about }) => `| \`${escaped(flags)}\` | ${escaped(about.en)} |`);
  const all = ['\n## Options of every command\n', '| option | does |', '|---|---|', ...options, '\n## Commands'];
  return `${head}${all.join('\n')}\n${commandSpecs.map(commandText).join('')}${foot}`;
}

function commandText(spec: CommandSpec): string {
  const options = (spec.options ?? []).map(
    ({ flags, about, initial }) => `| \`${escaped(flags)}\` | ${escaped(about.en)}${initial === undefined ? '' : ` (default: \`${initial}\`)`} |`,
  );
  const table = options.length === 0 ? '' : `\n| option | does |\n|---|---|\n${options.join('\n')}\n`;
  return `\n### ${spec.usage}\n${spec.about.en}.\n${table}\n\`\`\`sh\n${spec.examples.map((example) => `syncline ${example}`).join('\n')}\n\`\`\`\n`;
}

function escaped(text: string): string {
  return text.replaceAll('|', '\\|');
}
