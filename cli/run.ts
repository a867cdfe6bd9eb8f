import { CommanderError } from 'commander';
import { SynclineError } from '../core/model/error.ts';
import type { Client } from './client.ts';
import { CommandFailure, type ExitCode, exitCodes } from './exit.ts';
import { workspaceFolder } from './folder.ts';
import { type Io, languageOf, processIo, told } from './io.ts';
import { createProgram, type Parsed } from './program.ts';
import type { Call } from './spec.ts';
import { version } from './version.ts';

/** Runs one command line and gives its exit code. `made` replaces the process's own streams in tests. */
export async function run(argv: readonly string[], made?: Io): Promise<ExitCode> {
  const io = made ?? processIo({ language: languageAsked(argv), colour: !argv.includes('--no-color') });
  let code: ExitCode = exitCodes.ok;
  const write = { out: (text: string) => io.out(text.trimEnd()), err: (text: string) => io.err(text.trimEnd()) };
  const program = createProgram(io.language, version, async (parsed) => (code = await runCommand(parsed, io)), write);
  try {
    if (argv.length === 0) program.help();
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 || error.code === 'commander.help' ? exitCodes.ok : exitCodes.usage;
    return failed(error, io, argv.includes('--json'));
  }
}

async function runCommand({ spec, args, rest, options }: Parsed, made: Io): Promise<ExitCode> {
  const text = (name: string) => (typeof options[name] === 'string' ? options[name] : undefined);
  const asked = text('workspace');
  const io: Io = asked === undefined ? made : { ...made, where: ` --workspace ${asked}` };
  const folder = () => workspaceFolder(io, text('workspace'));
  const json = options['json'] === true;
  let client: Client | undefined;
  const session: Call['session'] = async () => {
    const { connect } = await import('./connect.ts');
    client ??= await connect(io, { url: text('url'), token: text('token'), folder });
    return { io, client, json };
  };
  try {
    return await spec.run({ io, args, rest, options, json, folder, session });
  } finally {
    await client?.close();
  }
}

/** Tells what went wrong and gives the exit code. Bugs show their stack: whoever reports one needs it. */
function failed(error: unknown, io: Io, json: boolean): ExitCode {
  const known = error instanceof CommandFailure ? { exit: error.exit, sentence: error.sentence, code: error.code, details: error.details } : ofSyncline(error);
  if (known === undefined) {
    io.err(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return exitCodes.findings;
  }
  if (json) io.err(JSON.stringify({ code: known.code, message: known.sentence, details: known.details }));
  else for (const line of [`${io.paint.red('✗')} ${told(io, known.sentence)}`, ...known.details.map((detail) => `  ${detail}`)]) io.err(line);
  return known.exit;
}

function ofSyncline(error: unknown): { exit: ExitCode; sentence: { en: string; zh: string }; code: string; details: readonly string[] } | undefined {
  if (!(error instanceof SynclineError)) return undefined;
  return { exit: exitCodes.findings, sentence: error.safeMessage, code: error.code, details: [] };
}

function languageAsked(argv: readonly string[]): string | undefined {
  const at = argv.findIndex((arg) => arg === '--lang' || arg.startsWith('--lang='));
  const asked = at < 0 ? undefined : argv[at]?.includes('=') ? argv[at].slice('--lang='.length) : argv[at + 1];
  return asked === undefined ? undefined : languageOf({}, asked);
}
