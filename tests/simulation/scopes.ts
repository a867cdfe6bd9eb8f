import type { Ports } from '../../adapters/ports.ts';
import type { Table } from '../../core/ports/table.ts';

/** Watches that an invocation touches nothing but the workspaces it was called for. */
export class Scopes {
  /** What was touched for somebody else. */
  readonly strayed: string[] = [];
  readonly #calledFor = new WeakMap<Ports, ReadonlySet<string>>();

  /** The invocation with these ports was called for these workspaces; one of which nothing is told may touch all. */
  callFor(ports: Ports, workspaces: Iterable<string>): void {
    this.#calledFor.set(ports, new Set(workspaces));
  }

  /** The invocation touches something of a workspace. */
  touch(ports: Ports, workspace: string, what: string): void {
    const calledFor = this.#calledFor.get(ports);
    if (calledFor !== undefined && !calledFor.has(workspace)) this.strayed.push(`called for ${[...calledFor].join(', ')}: ${what} of ${workspace}`);
  }

  /** The table, watched. */
  table(table: Table, ports: Ports, workspace: string): Table {
    const touch = (what: string): void => this.touch(ports, workspace, what);
    return {
      workspace: table.workspace,
      get: (keys, options) => {
        touch(`get ${keys[0]?.pk}`);
        return table.get(keys, options);
      },
      query: (pk, range) => {
        touch(`query ${pk}`);
        return table.query(pk, range);
      },
      list: (lpk, range) => {
        touch(`list ${lpk}`);
        return table.list(lpk, range);
      },
      scan: (segment, of, after) => {
        touch('scan');
        return table.scan(segment, of, after);
      },
      addToSet: (key, values) => {
        touch(`add to ${key.pk}`);
        return table.addToSet(key, values);
      },
      write: (ops, options) => {
        touch('write');
        return table.write(ops, options);
      },
    };
  }
}
