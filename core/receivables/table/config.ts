import { moneyFrom } from '../../model/money.ts';
import { defaultPolicy, type MatchPolicy } from '../match/policy.ts';

/** A folder of bank files, and whose they are. */
export interface StatementFolder {
  /** Below the workspace. */
  readonly folder: string;
  /** Legal entity of ours that the accounts belong to; default: the one of {@link ReceivablesConfig.company}. */
  readonly company?: string;
  /** Currency of files that name none. */
  readonly currency?: string;
  /** Names the files before their content does, e.g. the bank; part of a line's id. */
  readonly source?: string;
}

/** The `receivables:` block of a workspace. */
export interface ReceivablesConfig {
  /** Legal entity of documents that name none. */
  readonly company: string;
  readonly statements: readonly StatementFolder[];
  /** Last day before these books begin: what was settled by then is an opening row, and money until then is not asked for. */
  readonly cutover?: string;
  /** False: nothing is allocated without a person. */
  readonly automatic: boolean;
  readonly autoAt?: number;
  readonly showAt?: number;
  /** Above this decimal amount per currency nothing is automatic. */
  readonly automaticUpTo: Readonly<Record<string, string>>;
  /** Above this decimal amount per currency an allocation needs two people. */
  readonly twoPeopleAbove: Readonly<Record<string, string>>;
  /** Colleagues who left: what they looked after and nobody invoiced is told apart. */
  readonly formerOwners?: readonly string[];
  /** Stream of an ERP that takes payments, where there is one. */
  readonly payTo?: { readonly connection: string; readonly stream: string };
}

/** What is decided about matching in one currency. */
export function policyFor(config: ReceivablesConfig, currency: string): MatchPolicy {
  const { automaticUpTo, autoAt = defaultPolicy.autoAt, showAt = defaultPolicy.showAt } = config;
  return { ...defaultPolicy, autoAt, showAt, autoAmountMaxMinor: limitOf(automaticUpTo, currency) };
}

/** True when an amount needs two people. Signed minor units. */
export function needsTwoPeople(config: ReceivablesConfig, currency: string, amountMinor: bigint): boolean {
  const limit = limitOf(config.twoPeopleAbove, currency);
  return limit !== undefined && (amountMinor < 0n ? -amountMinor : amountMinor) > limit;
}

function limitOf(limits: Readonly<Record<string, string>>, currency: string): bigint | undefined {
  const written = Object.hasOwn(limits, currency) ? limits[currency] : undefined;
  return written === undefined ? undefined : moneyFrom(written, currency)?.minor;
}
