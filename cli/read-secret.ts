import { CommandFailure, exitCodes } from './exit.ts';
import { type Io, told } from './io.ts';

/** Where a secret is read from: a terminal or a pipe. */
export type SecretInput = AsyncIterable<Uint8Array | string> & { readonly isTTY?: boolean; setRawMode?(raw: boolean): unknown };

/** Longer input is no secret: a file piped by mistake. */
const secretCharsMax = 65_536;

/** Reads a secret: from a terminal as one line that is not shown, from a pipe whole, without the line break at its end. Never from arguments, which every user of the machine can list. */
export async function readSecret(io: Io, input: SecretInput, name: string): Promise<string> {
  const value = input.isTTY === true ? await typedUnseen(io, input, name) : await piped(input);
  if (value === '')
    throw new CommandFailure(exitCodes.usage, {
      en: `No value came. Type it at the prompt, or pipe it: ${io.self} secret set ${name} < file`,
      zh: `没有收到值。请在提示处输入，或通过管道传入：${io.self} secret set ${name} < 文件`,
    });
  return value;
}

async function piped(input: SecretInput): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of input) {
    text += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    if (text.length > secretCharsMax) throw new CommandFailure(exitCodes.usage, { en: 'This is too long for a secret.', zh: '内容过长，不是密钥。' });
  }
  return (text + decoder.decode()).replace(/\r?\n$/, '');
}

async function typedUnseen(io: Io, input: SecretInput, name: string): Promise<string> {
  io.err(told(io, { en: `Value of ${name} (not shown), then Enter:`, zh: `请输入 ${name} 的值（不显示），然后按回车：` }));
  input.setRawMode?.(true);
  try {
    let text = '';
    for await (const chunk of input) {
      for (const c of String(chunk)) {
        if (c === '\r' || c === '\n' || c === '\u0004') return text;
        if (c === '\u0003') throw new CommandFailure(exitCodes.usage, { en: 'Stopped; nothing was stored.', zh: '已中止，未保存。' });
        text = c === '\u007f' || c === '\b' ? [...text].slice(0, -1).join('') : text + c;
      }
    }
    return text;
  } finally {
    input.setRawMode?.(false);
  }
}
