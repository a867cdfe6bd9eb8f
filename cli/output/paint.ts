const codes = { bold: [1, 22], dim: [2, 22], red: [31, 39], green: [32, 39], yellow: [33, 39], cyan: [36, 39] } as const;

/** Puts text into a colour or weight, or leaves it alone. */
export type Paint = Readonly<Record<keyof typeof codes, (text: string) => string>>;

/** A paint that works, or one that does nothing. */
export function painter(on: boolean): Paint {
  const entries = Object.entries(codes).map(([name, [open, close]]) => [
    name,
    on ? (text: string) => (text === '' ? '' : `\u001b[${open}m${text}\u001b[${close}m`) : (text: string) => text,
  ]);
  return Object.fromEntries(entries) as Paint;
}
