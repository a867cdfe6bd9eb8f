/**
 * Where an address leads. `inside`: this host, private and carrier networks, documentation ranges: reachable only for connections that say so.
 * `forbidden`: link-local and cloud metadata, unspecified, multicast, reserved: reachable for nobody.
 */
export type AddressKind = 'public' | 'inside' | 'forbidden';

/** The kind of an IPv4 or IPv6 address in any form that a resolver may give; undefined for text that is no address. IPv4 inside IPv6 is judged as what it leads to. */
export function addressKind(text: string): AddressKind | undefined {
  const bare = text.split('%')[0] as string;
  const v4 = parse4(bare);
  if (v4 !== undefined) return kindIn(ranges4, v4);
  const v6 = parse6(bare);
  return v6 === undefined ? undefined : kindOf6(v6);
}

type Range = readonly [first: bigint, bits: bigint, kind: 'inside' | 'forbidden'];

/** Addresses of cloud platforms' own services stand beside the ranges of RFC 6890: they hand out credentials. */
const ranges4 = rangesOf(32n, (text) => parse4(text), {
  forbidden: ['0.0.0.0/8', '169.254.0.0/16', '100.100.100.200/32', '168.63.129.16/32', '192.0.0.192/32', '224.0.0.0/3'],
  inside: [
    '10.0.0.0/8',
    '100.64.0.0/10',
    '127.0.0.0/8',
    '172.16.0.0/12',
    '192.0.0.0/24',
    '192.0.2.0/24',
    '192.88.99.0/24',
    '192.168.0.0/16',
    '198.18.0.0/15',
    '198.51.100.0/24',
    '203.0.113.0/24',
  ],
});

const ranges6 = rangesOf(128n, (text) => parse6(text), {
  forbidden: ['::/128', 'fe80::/10', 'fd00:ec2::/32', 'fd20:ce::/32', 'ff00::/8'],
  inside: ['::1/128', '64:ff9b::/96', '64:ff9b:1::/48', '100::/64', '2001::/32', '2001:db8::/32', '2002::/16', 'fc00::/7', 'fec0::/10', '5f00::/16'],
});

/** Where an IPv4 address lies inside IPv6: mapped and compatible addresses *are* it, translated and tunnelled ones lead to it. */
const embedded = [
  { first: parse6('::ffff:0:0') as bigint, bits: 96n, shift: 0n, is: true },
  { first: parse6('::') as bigint, bits: 96n, shift: 0n, is: true },
  { first: parse6('64:ff9b::') as bigint, bits: 96n, shift: 0n, is: false },
  { first: parse6('2002::') as bigint, bits: 16n, shift: 80n, is: false },
] as const;

function kindOf6(address: bigint): AddressKind {
  const own = kindIn(ranges6, address);
  if (address <= 1n) return own; // `::` and `::1` are themselves
  const way = embedded.find(({ first, bits }) => first >> (128n - bits) === address >> (128n - bits));
  if (way === undefined) return own;
  const inner = kindIn(ranges4, (address >> way.shift) & 0xffffffffn);
  return way.is || inner === 'forbidden' ? inner : own;
}

function kindIn(ranges: readonly Range[], address: bigint): AddressKind {
  return ranges.find(([first, host]) => first >> host === address >> host)?.[2] ?? 'public';
}

/** Forbidden ranges come first: some lie inside private ones. The second part of a range is the number of bits that are free in it. */
function rangesOf(width: bigint, parse: (text: string) => bigint | undefined, lists: Readonly<Record<'forbidden' | 'inside', readonly string[]>>): readonly Range[] {
  return (['forbidden', 'inside'] as const).flatMap((kind) =>
    lists[kind].map((text): Range => {
      const [first = '', bits = ''] = text.split('/');
      return [parse(first) as bigint, width - BigInt(bits), kind];
    }),
  );
}

function parse4(text: string): bigint | undefined {
  const parts = /^(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})$/.exec(text)?.slice(1).map(Number);
  if (parts === undefined || parts.some((part) => part > 255)) return undefined;
  return parts.reduce((sum, part) => (sum << 8n) | BigInt(part), 0n);
}

function parse6(text: string): bigint | undefined {
  const tail = /^(.*:)([\d.]+\.[\d.]+)$/.exec(text);
  const inner = tail === null ? undefined : parse4(tail[2] as string);
  if (tail !== null && inner === undefined) return undefined;
  const whole = inner === undefined ? text : `${tail?.[1]}${(inner >> 16n).toString(16)}:${(inner & 0xffffn).toString(16)}`;
  const halves = whole.split('::');
  if (halves.length > 2) return undefined;
  const [left = [], right = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const gap = 8 - left.length - right.length;
  if (halves.length === 2 ? gap < 1 : gap !== 0) return undefined;
  const groups = [...left, ...Array.from({ length: gap }, () => '0'), ...right];
  if (!groups.every((group) => /^[\da-f]{1,4}$/i.test(group))) return undefined;
  return groups.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n);
}
