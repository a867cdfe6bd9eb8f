import type { Sentence } from '../../core/model/error.ts';
import { type Io, told } from '../io.ts';
import { printable } from './printable.ts';

/** A file or row that was not used, as one line: place, code, why. */
export function refusalLine(file: string, refused: { readonly code: string; readonly message: Sentence; readonly line?: number }, io: Io): string {
  const place = refused.line === undefined ? file : `${file}:${refused.line}`;
  return `${io.paint.bold(printable(place))}  ${io.paint.red(told(io, { en: 'refused', zh: '已拒绝' }))}  ${io.paint.dim(refused.code)}  ${printable(told(io, refused.message))}`;
}

/** Whether a document adds up, as one word with the difference. */
export function proofWord(proof: { readonly ok: boolean | null; readonly difference: string | null }, io: Io): string {
  if (proof.ok === true) return io.paint.green(`✓ ${told(io, { en: 'adds up', zh: '核对一致' })}`);
  if (proof.ok === null) return io.paint.yellow(told(io, { en: 'nothing to prove it with', zh: '无可核对的余额' }));
  const by = proof.difference === null ? '' : told(io, { en: ` by ${proof.difference}`, zh: ` ${proof.difference}` });
  return io.paint.red(`✗ ${told(io, { en: 'does not add up', zh: '核对不一致' })}${by}`);
}
