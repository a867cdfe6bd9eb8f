import type { TestWorkspace } from './harness.ts';

/** Head of a workspace whose CRM has the people that `bench/sync/contacts.ts` makes up, some of them twice; connections and routes follow. */
export const peopleYaml = `
workspace: main
zone: Europe/Berlin
country: DE
identity: { sameStream: { crm.people: free } }
connections:
  crm:
    connector: file
    config: { folder: crm, streams: { people: { files: people.csv, key: Id } } }
    streams: { people: { mapping: crm/people } }
`;

/** Mapping of such a file at a connection. */
export function peopleMapping(connection: string): string {
  return `name: ${connection}/people
type: person
connector: file
stream: people
fields:
  givenName: First
  familyName: Last
  emails: { path: E-mail, split: [';'] }
  phones: { path: Phone, split: [';'] }
  street: Street
  city: City
  postalCode: Postal code
  country: Country
`;
}

/** How many people the workspace takes them for. */
export async function peopleIn(w: TestWorkspace): Promise<number> {
  return (await w.service.status()).types[0]?.entities ?? 0;
}
