import { spawnSync } from 'node:child_process';

/** A shell that may mount file systems that nobody else sees: as root, or in a user namespace of its own. */
const shell = ['unshare', '--mount', '--map-root-user', 'sh', '-c'] as const;

/** Why this machine lets us mount nothing; undefined when it does. */
export function whyNoMounts(): string | undefined {
  if (process.platform !== 'linux') return 'mounts of one’s own need Linux';
  const tried = spawnSync(shell[0], [...shell.slice(1), 'mount -t tmpfs -o size=1m none /mnt && df /mnt'], { encoding: 'utf8' });
  return tried.status === 0 ? undefined : `nothing may be mounted here (${(tried.error?.message ?? tried.stderr).trim().split('\n')[0]})`;
}

/** What starts a program with a small file system of its own at a folder; the folder's content is copied into it. */
export function withSmallDisk(folder: string, mib: number): readonly string[] {
  return [...shell, `set -e; t=$(mktemp -d); cp -a "$0"/. "$t"; mount -t tmpfs -o size=${mib}m none "$0"; cp -a "$t"/. "$0"; rm -rf "$t"; exec "$@"`, folder];
}

/** What starts a program that finds a folder read-only. */
export function withReadOnly(folder: string): readonly string[] {
  return [...shell, 'set -e; mount --bind "$0" "$0"; mount -o remount,bind,ro "$0"; exec "$@"', folder];
}
