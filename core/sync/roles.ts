import { partsOf } from '../model/ids.ts';
import { liveMembersOf, type Member } from './entity.ts';

/**
 * Puts the roles of a stream's records right, in place: of those that live exactly one is the primary, whom deliveries go to.
 *
 * It is the primary until it dies; then the next by name is, as deliveries have it. Whoever joins or comes back does so as a second, and leads only where nobody else does:
 * the other may have work under way, and leading beside it neither would be known as a duplicate.
 */
export function settleRoles(members: Record<string, Member>, ref: string): void {
  const { connection, stream } = partsOf(ref);
  for (const [at, other] of liveMembersOf({ members }, connection, stream).entries()) {
    const member = members[other] as Member;
    const role = at === 0 ? 'primary' : 'secondary';
    if (member.role !== role) members[other] = { ...member, role };
  }
}
