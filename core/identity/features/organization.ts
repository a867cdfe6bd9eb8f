import type { Canon } from '../../ports/mapping.ts';
import { companyDomain } from '../normalise/domain.ts';
import { orgName } from '../normalise/org-name.ts';
import { type Claim, foldId, taxClaim } from '../normalise/tax-id.ts';
import type { FeatureContext } from '../resolver.ts';
import { type Signature, signatureValuesMax } from '../signature.ts';
import { addressesOf, countryOf, emailsOf, identifiersOf, phonesOf } from './contact.ts';
import { compact, slim, textsOf } from './input.ts';

/** The signature of an organisation from canonical values, with the claims of its tax ids. */
export function organizationSignature(fields: ReadonlyMap<string, Canon>, context: FeatureContext): { readonly signature: Signature; readonly claims: readonly Claim[] } {
  const country = countryOf(fields, context.country);
  const names = textsOf(fields, 'name', 'legalName', 'alias').map(orgName);
  const emails = emailsOf(fields);
  const taxIds = textsOf(fields, 'taxId');
  const claims = distinctClaims(taxIds.flatMap((id) => taxClaim(id, country) ?? []));
  const signature = slim({
    k: 'o',
    n: compact(names.map((n) => n.core)),
    l: compact(names.map((n) => n.form)),
    a: addressesOf(fields),
    e: emails,
    t: phonesOf(fields, country),
    d: compact([...textsOf(fields, 'website'), ...emails.map((e) => e.slice(e.lastIndexOf('@') + 1))].map(companyDomain)),
    c: claims.map((c) => `${c.scheme}:${c.value}`),
    i: compact([...taxIds.filter((id) => taxClaim(id, country) === undefined).map(foldId), ...identifiersOf(fields)]).filter((id) => id.length >= 5),
  });
  return { signature, claims };
}

function distinctClaims(claims: readonly Claim[]): Claim[] {
  return [...new Map(claims.map((c) => [`${c.scheme}:${c.value}`, c])).values()].slice(0, signatureValuesMax);
}
