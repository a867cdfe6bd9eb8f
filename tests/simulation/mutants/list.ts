import { contacts } from './contacts.ts';
import { delivery } from './delivery.ts';
import { erasing } from './erasing.ts';
import { intake } from './intake.ts';
import { meaning } from './meaning.ts';
import { type Mutant, sync } from './mutant.ts';
import { running } from './running.ts';

/** Changes nothing: shows that the oracles are silent where nothing was planted. */
export const unplanted: Mutant = { name: 'none', file: sync('stamp'), from: '/** Before everything. */', to: '/** Before everything. */', expect: [] };

/** Every planted bug; each must be seen by an oracle. */
export const mutants: readonly Mutant[] = [...intake, ...meaning, ...delivery, ...running, ...erasing, ...contacts];
