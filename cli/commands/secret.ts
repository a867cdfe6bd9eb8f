import type { SecretView } from '../../functions/api/routes/secrets.ts';
import { type ExitCode, exitCodes } from '../exit.ts';
import { type Io, told, typed } from '../io.ts';
import { table } from '../output/table.ts';
import { readSecret } from '../read-secret.ts';
import { type Session, show } from '../session.ts';

/** `syncline secret set <NAME>`: reads the value from the terminal without showing it, or from a pipe, and stores it encrypted. */
export async function setSecret(io: Io, open: () => Promise<Session>, name: string): Promise<ExitCode> {
  const value = await readSecret(io, io.input ?? process.stdin, name);
  const session = await open();
  const stored = await session.client.put<SecretView>(`/secrets/${encodeURIComponent(name)}`, { value });
  show(session, stored, (secret) => {
    const used = secret.connections.join(', ');
    const lines = [told(io, { en: `Stored ${name}${used === '' ? '' : ` for ${used}`}.`, zh: `已保存 ${name}${used === '' ? '' : `，用于 ${used}`}。` })];
    if (used === '') lines.push(io.paint.yellow(told(io, { en: 'No connection names it yet: secrets: { password: NAME }', zh: '尚无连接引用它：secrets: { password: 名称 }' })));
    if (secret.from === 'environment') {
      lines.push(io.paint.yellow(told(io, { en: 'The environment has this secret too, and goes before it.', zh: '环境变量中也有此密钥，且优先使用。' })));
    }
    for (const connection of secret.connections) lines.push(io.paint.dim(typed(io, `retry --connection ${connection}`)));
    return lines;
  });
  return exitCodes.ok;
}

/** `syncline secret list`. Exit code 1 when a connection names a secret that has no value. */
export async function listSecrets(session: Session): Promise<ExitCode> {
  const { io } = session;
  const answer = await session.client.get<{ secrets: readonly SecretView[] }>('/secrets');
  const from: Readonly<Record<SecretView['from'], string>> = {
    environment: told(io, { en: 'environment', zh: '环境变量' }),
    file: told(io, { en: 'stored', zh: '已保存' }),
    nowhere: told(io, { en: 'no value', zh: '无值' }),
  };
  show(session, answer, ({ secrets }) => {
    if (secrets.length === 0) return [told(io, { en: 'No secrets.', zh: '没有密钥。' })];
    const head = [
      { title: told(io, { en: 'NAME', zh: '名称' }), grow: true as const },
      { title: told(io, { en: 'VALUE', zh: '值' }) },
      { title: told(io, { en: 'USED BY', zh: '使用者' }) },
    ];
    const rows = secrets.map((secret) => [secret.name, secret.from === 'nowhere' ? { text: from.nowhere, paint: io.paint.red } : from[secret.from], secret.connections.join(', ')]);
    return table(head, rows, io);
  });
  return answer.secrets.some((secret) => secret.from === 'nowhere') ? exitCodes.findings : exitCodes.ok;
}

/** `syncline secret remove <NAME>`. */
export async function removeSecret(session: Session, name: string): Promise<ExitCode> {
  const gone = await session.client.remove<{ name: string }>(`/secrets/${encodeURIComponent(name)}`);
  show(session, gone, () => [told(session.io, { en: `Forgotten: ${name}.`, zh: `已删除：${name}。` })]);
  return exitCodes.ok;
}
