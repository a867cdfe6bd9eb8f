import type { Fault } from '../../core/ports/connector.ts';
import { explainHttp } from '../kit/explain.ts';
import { fault } from '../kit/fault.ts';

/** What imapflow puts on its errors, as far as it is used here. */
interface MailError {
  readonly code?: string;
  readonly authenticationFailed?: boolean;
  readonly serverResponseCode?: string;
  readonly responseStatus?: string;
  readonly mailboxMissing?: boolean;
  readonly throttleReset?: number;
  readonly tlsFailed?: boolean;
}

const auth = fault(
  'auth',
  'imap.login',
  'The mail server refused the login. Check user and password (many providers want an app password).',
  '邮件服务器拒绝登录。请检查用户名和密码（许多服务商要求使用专用密码）。',
);
const away = (code: string): Fault =>
  fault('transient', code, 'The mail server cannot be reached or broke off. Syncline tries again by itself.', '无法连接邮件服务器或连接中断。Syncline 会自动重试。');
const busy = (code: string, retryAfterMs?: number): Fault =>
  fault(
    'quota',
    code,
    'The mail server asks us to slow down. Syncline waits and goes on by itself.',
    '邮件服务器要求放慢速度。Syncline 会自动等待后继续。',
    retryAfterMs === undefined ? {} : { retryAfterMs },
  );
const tls = (code: string): Fault =>
  fault(
    'invalid',
    `tls.${code}`,
    'The mail server is not who it says it is, or does not offer encryption. Check host, `tls`, and `ca` for a private authority.',
    '邮件服务器的证书无法验证，或不支持加密。请检查 host、tls；使用私有证书机构时请设置 ca。',
  );

/** Response codes of RFC 5530 and what they are. */
const byResponse: Readonly<Record<string, () => Fault>> = {
  AUTHENTICATIONFAILED: () => auth,
  AUTHORIZATIONFAILED: () => auth,
  EXPIRED: () => auth,
  PRIVACYREQUIRED: () => tls('required'),
  CONTACTADMIN: () => auth,
  UNAVAILABLE: () => away('imap.unavailable'),
  INUSE: () => away('imap.in-use'),
  SERVERBUG: () => away('imap.server-bug'),
  LIMIT: () => busy('imap.limit'),
  OVERQUOTA: () => busy('imap.over-quota'),
  THROTTLED: () => busy('imap.throttled'),
  NONEXISTENT: () => missingFolder,
};

const missingFolder = fault(
  'missing',
  'imap.folder',
  'The mail server has no such folder. `syncline check` lists the folders it has.',
  '邮件服务器上没有该文件夹。可用 syncline check 查看已有文件夹。',
);

/** Socket and library codes after which trying again is right. */
const lostCodes: ReadonlySet<string> = new Set(
  'ECONNREFUSED ECONNRESET EPIPE ETIMEDOUT ETIMEOUT EHOSTUNREACH ENETUNREACH EAI_AGAIN ENOTFOUND NoConnection EConnectionClosed StateLogout CONNECT_TIMEOUT GREETING_TIMEOUT UPGRADE_TIMEOUT ClosedAfterConnectText ClosedAfterConnectTLS'.split(
    ' ',
  ),
);

/** Maps anything that a mail session throws to a fault; response texts are left out, they can quote data. */
export function explain(error: unknown): Fault {
  if (!(error instanceof Error)) return explainHttp(error);
  const known = error as MailError;
  const response = known.serverResponseCode?.toUpperCase() ?? '';
  if (known.code === 'ETHROTTLE') return busy('imap.throttled', known.throttleReset);
  if (Object.hasOwn(byResponse, response)) return byResponse[response]?.() ?? explainHttp(error);
  if (known.authenticationFailed === true) return auth;
  if (known.mailboxMissing === true) return missingFolder;
  const code = typeof known.code === 'string' ? known.code : ''; // a DOMException's is a number
  if (known.tlsFailed === true || isCertificateCode(code)) return tls(code === '' ? 'failed' : code);
  if (lostCodes.has(code)) return away(`imap.${code}`);
  if (code.startsWith('ParserError') || code.endsWith('TooLarge') || code === 'InvalidResponse') {
    return fault('schema', `imap.${code}`, 'The mail server answered something that is not IMAP.', '邮件服务器的应答不符合 IMAP 协议。');
  }
  if (known.responseStatus === 'NO' || known.responseStatus === 'BAD')
    return fault('unknown', `imap.${known.responseStatus}`, 'The mail server refused a command.', '邮件服务器拒绝了命令。');
  return explainHttp(error);
}

function isCertificateCode(code: string): boolean {
  return /^(CERT_|ERR_TLS|ERR_SSL|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|HOSTNAME_MISMATCH|STARTTLS_INJECTION)/.test(code);
}
