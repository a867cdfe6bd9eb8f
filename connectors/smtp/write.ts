import { isoOf } from '../../core/model/time.ts';
import type { ConnectorContext, Fault, WriteOp, WriteOutcome, Writer } from '../../core/ports/connector.ts';
import { FaultError, fault } from '../kit/fault.ts';
import type { OpenPost, PostClient } from './client.ts';
import { compose, messageIdOf } from './compose.ts';
import { answerLost, explain } from './explain.ts';
import { remember, sentMails } from './memory.ts';
import { outgoing, portOf, type SentRecord, type SmtpConfig } from './schema.ts';

type Context = ConnectorContext<SmtpConfig>;
type Outcome = WriteOutcome<SentRecord>;

/** Mails of one session. */
const batchMails = 20;

/** Sends mails. A mail that this process has sent is not sent again, and one whose answer was lost stays `unsure` for as long as the process remembers it. */
export function mailWriter(open: OpenPost): Writer<SentRecord, SmtpConfig> {
  return {
    actions: ['create'],
    repeatable: 'find-first',
    guard: 'read-compare',
    batch: batchMails,
    find: async (ctx, ops) => ops.map((op) => taken(ctx, messageIdOf(ctx.connection, op.key, ctx.config))),
    push: (ctx, ops) => push(open, ctx, ops),
  };
}

/** The mail of that Message-ID if this process knows that the server took it. */
export function taken(ctx: Context, id: string): SentRecord[] {
  const sent = sentMails(ctx.memo).get(id);
  return sent?.state === 'taken' ? [sent.record] : [];
}

/** One mail, ready to go. */
interface Ready {
  readonly record: SentRecord;
  readonly bytes: Uint8Array;
}

async function push(open: OpenPost, ctx: Context, ops: readonly WriteOp[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  let session: PostClient | undefined;
  let away: FaultError | undefined;
  try {
    for (const op of ops) {
      const ready = away === undefined ? await prepare(ctx, op) : rejected(away.fault);
      if ('state' in ready) {
        outcomes.push(ready);
        continue;
      }
      try {
        session ??= await login(open, ctx);
      } catch (error) {
        away = faultError(error);
        if (outcomes.every((o) => o.state === 'rejected' || o.state === 'unchanged')) throw away; // nothing was sent: the fault is of the whole call
        outcomes.push(rejected(away.fault));
        continue;
      }
      const outcome = await sendOne(ctx, session, ready);
      outcomes.push(outcome);
      if (outcome.state === 'applied') continue;
      session.close(); // a refused envelope leaves the session half-way through a mail
      session = undefined;
    }
  } finally {
    session?.close();
  }
  return outcomes;
}

async function prepare(ctx: Context, op: WriteOp): Promise<Ready | Outcome> {
  const id = messageIdOf(ctx.connection, op.key, ctx.config);
  const known = sentMails(ctx.memo).get(id);
  if (known !== undefined) return known.state === 'taken' ? { state: 'unchanged', id, record: known.record } : { state: 'unsure', fault: answerLost };
  if (op.action !== 'create') return rejected(fault('invalid', 'smtp.action', 'A mail can only be sent; it cannot be changed or taken back.', '邮件只能发送，不能修改或撤回。'));
  const parsed = outgoing.safeParse(op.fields);
  if (!parsed.success) return rejected(invalidField(parsed.error.issues[0]?.path.join('.') ?? ''));
  const { to, cc, subject } = parsed.data;
  const at = ctx.now();
  return { record: { id, to, cc, subject, at: isoOf(at), refused: [] }, bytes: await compose(ctx.config, parsed.data, id, at) };
}

/** Opens a session within what the connection may reach. */
export async function login(open: OpenPost, ctx: Context): Promise<PostClient> {
  const { config } = ctx;
  const address = await ctx.allow(config.host, portOf(config));
  const password = ctx.secrets['password'];
  if (config.user !== undefined && password === undefined) {
    throw new FaultError(fault('auth', 'smtp.no-password', 'The secret `password` of this connection is missing.', '此连接缺少密钥 password。'));
  }
  return open(config, password?.reveal(), ctx.signal, address);
}

async function sendOne(ctx: Context, session: PostClient, { record, bytes }: Ready): Promise<Outcome> {
  try {
    const { refused } = await session.send({ from: ctx.config.from, to: [...record.to, ...record.cc], bytes });
    const sent: SentRecord = { ...record, refused: [...refused] };
    remember(ctx.memo, { state: 'taken', record: sent });
    return { state: 'applied', id: sent.id, record: sent };
  } catch (error) {
    const found = explain(error);
    if (found !== answerLost) return rejected(found);
    remember(ctx.memo, { state: 'unsure', record });
    return { state: 'unsure', fault: found };
  }
}

function rejected(found: Fault): Outcome {
  return { state: 'rejected', fault: found };
}

function faultError(error: unknown): FaultError {
  return error instanceof FaultError ? error : new FaultError(explain(error), { cause: error });
}

function invalidField(field: string): Fault {
  return fault(
    'invalid',
    'smtp.field',
    `The mail cannot be sent: its field ${field} is missing, too long, or not an address.`,
    `邮件无法发送：字段 ${field} 缺失、过长或不是有效地址。`,
    { field },
  );
}
