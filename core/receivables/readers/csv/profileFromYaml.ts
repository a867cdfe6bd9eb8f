import { parse } from 'yaml';
import { SynclineError } from '../../../model/error.ts';
import { type CsvProfile, csvProfile, re2 } from './profile.ts';

/** Reads a profile document (YAML) and checks it; throws `profile_invalid` with the place of the mistake. */
export function profileFromYaml(text: string, file = 'profile.yaml'): CsvProfile {
  const checked = csvProfile.safeParse(parse(text));
  if (checked.success) {
    const { account, rowCount } = checked.data;
    for (const pattern of [account.preamble, rowCount]) if (pattern !== undefined) re2().RE2JS.compile(pattern);
    return checked.data;
  }
  const issue = checked.error.issues[0];
  const field = issue?.path.join('.') ?? '';
  throw new SynclineError('profile_invalid', { en: `${file}: ${field} ${issue?.message ?? ''}`, zh: `${file}:${field} 有误:${issue?.message ?? ''}` }, { where: { file, field } });
}
