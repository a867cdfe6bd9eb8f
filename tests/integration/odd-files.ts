import type { UsableWorkspace } from '../../cli/load.ts';
import type { AnyConnector, AnyStream } from '../../core/ports/connector.ts';

/** The workspace with another file connector: what a vendor does, not what we do. */
export function withFile(change: (file: AnyConnector) => Partial<AnyConnector>): (loaded: UsableWorkspace) => UsableWorkspace {
  return (loaded) => {
    const file = loaded.connectors.get('file') as AnyConnector;
    return { ...loaded, connectors: new Map([...loaded.connectors, ['file', { ...file, ...change(file) }]]) };
  };
}

/** The same with each of its streams changed; `folder` tells whose it is. */
export function withStreams(change: (stream: AnyStream, folder: string) => AnyStream): (loaded: UsableWorkspace) => UsableWorkspace {
  return withFile((file) => ({ streams: (config) => file.streams(config).map((stream) => change(stream, (config as { folder: string }).folder)) }));
}
