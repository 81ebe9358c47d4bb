import { errors, type PlexAPI } from '@ticketstub/sdk';
import { connectServer } from './connect-server.js';
import { failureOf } from './explain-error.js';
import type { Finding } from './finding.js';
import { type Server, tokenAt } from './find-server.js';
import { plain } from './output/human.js';
import type { Run } from './run.js';
import { clientOf, type Session } from './session.js';

/** Whether a server answers, and takes the token that is for it. */
export async function examineServer(run: Run, session: Session, server: Server): Promise<Finding> {
  const { signal } = run.context;
  const name = plain(server.name);
  try {
    const { url } = await connectServer(session, server, signal);
    await askServer(clientOf(run, session.clientID, url).withToken(tokenAt(session, server)), signal);
    return { about: 'server', state: 'good', words: `${name} answers at ${url}, and takes the token` };
  } catch (error) {
    if (signal.aborted) throw error;
    const [words, next] = whyNot(run, server, error);
    return { about: 'server', state: 'odd', words, next };
  }
}

/** Asks something that a server lets nobody do without a token. */
async function askServer(plex: PlexAPI, signal: AbortSignal): Promise<void> {
  await plex.authentication.getTransientToken({ type: 'delegation', scope: 'all' }, { signal });
}

function whyNot({ settings }: Run, { owned, name }: Server, error: unknown): readonly [words: string, next: string] {
  const isRefused = error instanceof errors.SDKError && error.statusCode === 401;
  const reason = error instanceof errors.NoTokenError ? error.reason : isRefused ? 'refused' : undefined;
  const server = plain(name);
  if (reason === 'refused')
    return [
      `${server} answers 401: it lost touch with plex.tv, or was claimed anew`,
      owned ? 'sign the server in again, in its settings' : 'ask its owner to sign the server in again',
    ];
  if (reason === 'not-shared') return [`${server} is not shared with you any more`, 'ask its owner to share it again'];
  if (reason === 'no-opaque-token')
    return [
      `${server} takes no JWT, and a device key gets no other token for it`,
      'ticketstub login, which keeps an account token beside the key',
    ];
  const { message, next } = failureOf(error, settings);
  return [`${server}: ${message}`, next];
}
