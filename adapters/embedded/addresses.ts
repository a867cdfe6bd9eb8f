import { lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { addressKind } from '../../core/model/address.ts';
import { HttpError } from '../../core/ports/world.ts';

/** What may be reached beyond public addresses. Link-local and metadata addresses never are. */
export type AddressReach = 'public' | 'inside';

/** Whether an address may be connected to; text that is no address may not. */
export function mayReach(address: string, reach: AddressReach): boolean {
  const kind = addressKind(address);
  return kind === 'public' || (kind === 'inside' && reach === 'inside');
}

/** A lookup for sockets that gives only addresses it has checked: the name is resolved once, so it cannot change in between. */
export function checkedLookup(reach: AddressReach, lookup: typeof systemLookup = systemLookup): LookupFunction {
  return (hostname, options, done) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return done(error, '', 0);
      const open = addresses.filter(({ address }) => mayReach(address, reach));
      const first = open[0];
      if (first === undefined) return done(Object.assign(new Error('the name leads to an address that may not be reached'), { code: blockedCode }), '', 0);
      return options.all === true ? done(null, open) : done(null, first.address, first.family);
    });
  };
}

/** An address of a name (or the address itself) that may be connected to; rejects with {@link HttpError} `blocked` or `name`. */
export function checkedAddress(host: string, reach: AddressReach, lookup?: typeof systemLookup): Promise<string> {
  return new Promise((resolve, reject) => {
    checkedLookup(reach, lookup)(host, {}, (error, address) => {
      if (error === null) return resolve(address as string);
      return reject(new HttpError(error.code === blockedCode ? 'blocked' : 'name', false, { cause: error }));
    });
  });
}

/** Error code of a lookup whose every address may not be reached. */
export const blockedCode = 'BLOCKED_ADDRESS';
