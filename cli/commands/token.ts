import type { MadeToken, PrincipalView } from '../../functions/api/routes/tokens.ts';
import { type ExitCode, exitCodes } from '../exit.ts';
import { told, typed } from '../io.ts';
import { ago } from '../output/amounts.ts';
import { table } from '../output/table.ts';
import { type Session, show } from '../session.ts';

/** `syncline token add <name> --role <role>`: prints the token, once. */
export async function addToken(session: Session, name: string, options: { readonly role: string }): Promise<ExitCode> {
  const made = await session.client.post<MadeToken>('/tokens', { name, role: options.role });
  show(session, made, ({ token, principal }) => [
    told(session.io, { en: `Token of ${principal.name} (${principal.role}), shown this once:`, zh: `${principal.name}（${principal.role}）的令牌，仅显示一次：` }),
    '',
    `  ${session.io.paint.bold(token)}`,
    '',
    told(session.io, { en: `Revoke it with: ${typed(session.io, `token revoke ${principal.id}`)}`, zh: `撤销：${typed(session.io, `token revoke ${principal.id}`)}` }),
  ]);
  return exitCodes.ok;
}

/** `syncline token list`. */
export async function listTokens(session: Session): Promise<ExitCode> {
  const { io } = session;
  const answer = await session.client.get<{ principals: readonly PrincipalView[] }>('/tokens');
  show(session, answer, ({ principals }) => {
    const head = [
      { title: told(io, { en: 'NAME', zh: '名称' }), grow: true as const },
      { title: told(io, { en: 'ROLE', zh: '角色' }) },
      { title: told(io, { en: 'MADE', zh: '创建' }) },
      { title: 'ID' },
      { title: '' },
    ];
    const rows = principals.map((p) => [p.name, p.role, ago(p.createdAt, io.now(), io.language), p.id, p.revokedAt ? io.paint.red(told(io, { en: 'revoked', zh: '已撤销' })) : '']);
    return table(head, rows, io);
  });
  return exitCodes.ok;
}

/** `syncline token revoke <id>`. */
export async function revokeToken(session: Session, id: string): Promise<ExitCode> {
  const principal = await session.client.remove<PrincipalView>(`/tokens/${encodeURIComponent(id)}`);
  show(session, principal, (p) => [told(session.io, { en: `The token of ${p.name} opens nothing any more.`, zh: `${p.name} 的令牌已失效。` })]);
  return exitCodes.ok;
}
