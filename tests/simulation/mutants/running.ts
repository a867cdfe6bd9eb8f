// biome-ignore-all lint/suspicious/noTemplateCurlyInString: texts of modules, not templates
import { type Mutant, sync } from './mutant.ts';

/** Planted bugs of running it: workspaces apart, nothing told to logs and bus, tries that end. */
export const running: readonly Mutant[] = [
  {
    name: 'a system that is away is called again and again',
    file: sync('health'),
    from: '  return Math.min(firstWaitMs * 2 ** (faults - 1), longestWaitMs);',
    to: '  return Math.min(firstWaitMs * faults ** 0, longestWaitMs);',
    expect: ['retries'],
    aim: 'away for hours',
  },
  {
    name: 'a delivery that asked nothing ends the wait for a system that is away',
    file: sync('deliver'),
    from: "  if (health.state === 'blocked' && calls.answered && ",
    to: "  if (health.state === 'blocked' && ",
    expect: ['retries'],
    aim: 'away for hours',
  },
  {
    name: 'a fact tells what people typed',
    file: sync('relay'),
    from: 'fields: familiesOf(c.fields),',
    to: 'fields: familiesOf(c.fields), values: c.now.golden as never,',
    expect: ['leak'],
  },
  {
    name: 'a log line tells the messages of a call',
    file: 'functions/handler.ts',
    from: '        log({ function: name, items:',
    to: '        log({ function: name, event: request.event, items:',
    expect: ['leak'],
  },
  {
    name: 'a secret prints itself',
    file: 'core/model/secret.ts',
    from: "  toJSON(): string {\n    return '[redacted]';",
    to: '  toJSON(): string {\n    return this.#text;',
    also: [
      {
        file: sync('pull'),
        from: "  const ctx = await world.context(p.connection, 'pull');",
        to: "  const ctx = await world.context(p.connection, 'pull');\n  ctx.log('pull', { secrets: ctx.secrets as never });",
      },
    ],
    expect: ['leak'],
  },
  {
    name: 'messages of two workspaces are taken in as one',
    file: sync('unify'),
    from: '`${message.workspace}/${message.connection}/${message.stream}`',
    to: '`${message.connection}/${message.stream}`',
    expect: ['leak', 'quiet', 'converge', 'lost'],
    aim: 'two workspaces',
  },
  {
    name: 'deliveries work in the workspace of the first customer, whoever asked',
    file: sync('deliver'),
    from: "      const world = worlds(messages[0]?.workspace ?? '');",
    to: "      const world = worlds('main');",
    expect: ['leak'],
    aim: 'two workspaces',
  },
];
