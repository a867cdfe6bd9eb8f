import type { Fault } from '../../core/ports/connector.ts';
import { explainHttp } from '../kit/explain.ts';
import { fault } from '../kit/fault.ts';
import { PostError } from './client.ts';

const login = (code: string): Fault =>
  fault('auth', code, 'The mail server refused the login, or wants one. Check user and password.', '邮件服务器拒绝登录或要求登录。请检查用户名和密码。');
const later = (code: string): Fault =>
  fault('transient', code, 'The mail server does not take the mail now. Syncline tries again by itself.', '邮件服务器暂时无法接收邮件。Syncline 会自动重试。');
const away = (code: string): Fault =>
  fault('transient', code, 'The mail server cannot be reached or broke off. Syncline tries again by itself.', '无法连接邮件服务器或连接中断。Syncline 会自动重试。');
const tls = (code: string): Fault =>
  fault(
    'invalid',
    code,
    'The mail server is not who it says it is, or does not offer encryption. Check host, `tls`, and `ca` for a private authority.',
    '邮件服务器的证书无法验证，或不支持加密。请检查 host、tls；使用私有证书机构时请设置 ca。',
  );

/** The fault of a mail whose answer was lost: it may have been taken, so it is not sent again blindly. */
export const answerLost: Fault = fault(
  'unknown',
  'smtp.answer-lost',
  'The mail was sent, but the server did not confirm it. It may or may not have been delivered.',
  '邮件已发出，但服务器未确认，可能已送达，也可能没有。',
);

/** Replies that mean something of their own; the rest goes by their first digit (RFC 5321 §4.2.1). */
const byReply: Readonly<Record<number, () => Fault>> = {
  454: () => later('smtp.454'),
  523: () => fault('too-large', 'smtp.523', 'The mail is too large for the server.', '邮件过大，服务器无法接收。'),
  530: () => login('smtp.530'),
  534: () => login('smtp.534'),
  535: () => login('smtp.535'),
  538: () => login('smtp.538'),
  550: () => fault('invalid', 'smtp.550', 'The mail server does not know the receiver, or does not take mail for it.', '邮件服务器不存在该收件人或拒绝向其投递。', { field: 'to' }),
  551: () => fault('invalid', 'smtp.551', 'The receiver has moved to another server.', '收件人已迁移到其他服务器。', { field: 'to' }),
  552: () => fault('too-large', 'smtp.552', 'The mail is too large for the server or the mailbox.', '邮件过大，超出服务器或邮箱的限制。'),
  553: () => fault('invalid', 'smtp.553', 'The mail server does not accept the receiver or sender as written.', '邮件服务器不接受该收件人或发件人的写法。', { field: 'to' }),
  554: () =>
    fault(
      'invalid',
      'smtp.554',
      'The mail server refuses this mail: often because it does not relay to that receiver without a login, or takes it for spam.',
      '邮件服务器拒绝该邮件：常见原因是未登录不允许转发，或被判为垃圾邮件。',
    ),
};

/** Maps anything that sending throws to a fault. */
export function explain(error: unknown): Fault {
  if (!(error instanceof PostError)) return explainHttp(error);
  const { phase, code, reply } = error;
  const isTls = code === 'ETLS' || code === 'EREQUIRETLS' || isCertificateCode(code);
  if (isTls && (reply === undefined || reply >= 500)) return tls(`tls.${code}`);
  if (reply !== undefined) return ofReply(reply, phase);
  if (code === 'EAUTH' || code === 'ENOAUTH') return login('smtp.login');
  if (phase === 'answer') return answerLost;
  return away(`smtp.${code}`);
}

/** A reply to the login is about the login unless it is temporary. */
function ofReply(reply: number, phase: PostError['phase']): Fault {
  const own = byReply[reply];
  if (phase === 'login' && reply >= 500) return login(`smtp.${reply}`);
  if (own !== undefined) return own();
  if (reply >= 400 && reply < 500) return later(`smtp.${reply}`);
  return fault('invalid', `smtp.${reply}`, 'The mail server refused the mail.', '邮件服务器拒绝了该邮件。');
}

function isCertificateCode(code: string): boolean {
  return /^(CERT_|ERR_TLS|ERR_SSL|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|HOSTNAME_MISMATCH)/.test(code);
}
