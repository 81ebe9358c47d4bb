import type { PlexAPI } from '@ticketstub/sdk';
import { connectServer } from './connect-server.js';
import { findServer, type Server, tokenAt } from './find-server.js';
import { plain } from './output/human.js';
import type { Run } from './run.js';
import { clientOf, type Session } from './session.js';

/** A server, and a client that asks it with the token that it takes. */
export interface ReachedServer {
  readonly plex: PlexAPI;
  readonly server: Server;
  readonly url: string;
}

/**
 * Finds a server by its name or machine identifier, the default one when it has none, and the address at which it answers.
 * @throws Failure when there is none; ServerUnreachableError when it answers nowhere.
 */
export async function reachServer(run: Run, session: Session, wanted: string | undefined): Promise<ReachedServer> {
  const { signal } = run.context;
  const server = await findServer(run, session, wanted);
  const line = run.output.live();
  line.say(`Looking for ${plain(server.name)}`);
  try {
    const { url } = await connectServer(session, server, signal);
    return { server, url, plex: clientOf(run, session.clientID, url).withToken(tokenAt(session, server)) };
  } finally {
    line.end();
  }
}
