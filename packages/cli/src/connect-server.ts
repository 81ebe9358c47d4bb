import type { ConnectedServer, ResourceConnection } from '@ticketstub/sdk';
import type { Server } from './find-server.js';
import type { Session } from './session.js';

/**
 * Finds the address at which a server answers, and to which a token may go: what is far away and without TLS is left out, for
 * whoever stands in between could answer in its place, and would be shown the token.
 * @throws ServerUnreachableError when it answers nowhere.
 */
export function connectServer({ plex }: Session, server: Server, signal: AbortSignal): Promise<ConnectedServer> {
  const connections = server.connections.filter(isSafe);
  return plex.resources.connect({ ...server, connections }, {}, { signal });
}

function isSafe({ uri, local, relay }: ResourceConnection): boolean {
  return uri?.startsWith('https:') === true || (local === true && relay !== true);
}
