import { errors, type Explanation, type PlexAPI } from '@ticketstub/sdk';
import { folderOf } from './folder.js';
import { Failure } from './failure.js';
import { failureOf } from './explain-error.js';
import { listServers, type Server } from './find-server.js';
import { duration, plain } from './output/human.js';
import type { Run } from './run.js';
import { clockSkew, clientOf, openSession, type Session } from './session.js';

/** Something that was looked at. */
export interface Finding {
  readonly about: 'plex.tv' | 'clock' | 'credentials' | 'token' | 'server';
  readonly state: 'good' | 'odd' | 'bad';
  readonly words: string;
  readonly details?: readonly string[] | undefined;
  /** What to type or do next. */
  readonly next?: string | undefined;
}

/** Milliseconds by which a clock may be wrong: the SDK allows for a minute. */
const MOST_SKEW = 60_000;

/** Looks at all that a sign-in needs, from here to the servers. */
export async function examine(run: Run): Promise<readonly Finding[]> {
  const reach = await examinePlex(run);
  let session: Session;
  try {
    session = await openSession(run, { tellsOrigin: true });
  } catch (error) {
    const { message, next } = failureOf(error);
    return [...reach, { about: 'credentials', state: 'bad', words: `${message} (${folderOf(run.context)})`, next }];
  }
  const kept = await examineCredentials(run, session);
  if (reach.some(({ state }) => state === 'bad')) return [...reach, ...kept];
  const token = await examineToken(run, session);
  if (token.state === 'bad') return [...reach, ...kept, token];
  const servers = await listServers(session, run.context.signal);
  const answers = await Promise.all(servers.map((server) => examineServer(run, session, server)));
  return [...reach, ...kept, token, ...answers];
}

/** Whether plex.tv answers, and whether its clock agrees with this one. */
async function examinePlex(run: Run): Promise<Finding[]> {
  try {
    const skew = await clockSkew(run);
    const reach: Finding = { about: 'plex.tv', state: 'good', words: 'plex.tv answers' };
    if (Math.abs(skew) < MOST_SKEW)
      return [reach, { about: 'clock', state: 'good', words: 'this computer’s clock agrees with plex.tv’s' }];
    const way = skew > 0 ? 'ahead of' : 'behind';
    const words = `this computer’s clock is ${duration(skew)} ${way} plex.tv’s: JWTs will be refused`;
    return [reach, { about: 'clock', state: 'bad', words, next: 'set the clock, best by NTP' }];
  } catch (error) {
    const { message } = failureOf(error);
    return [
      {
        about: 'plex.tv',
        state: 'bad',
        words: `plex.tv does not answer: ${message}`,
        next: 'look at the network, the proxy (HTTPS_PROXY with NODE_USE_ENV_PROXY=1) and PLEX_URL',
      },
    ];
  }
}

async function examineCredentials({ settings }: Run, { origin, credentials }: Session): Promise<Finding[]> {
  if (origin.from === 'environment')
    return [{ about: 'credentials', state: 'odd', words: 'PLEX_TOKEN is set, and goes before whatever is kept' }];
  const explanation = await credentials?.explain();
  const { vault } = origin;
  return [
    {
      about: 'credentials',
      state: 'good',
      words: `the profile ${settings.profile} is kept in ${vault.place}`,
      details: explanation?.text.split('\n').slice(1),
    },
    ...warnings(explanation),
  ];
}

function warnings(explanation: Explanation | undefined): Finding[] {
  return (explanation?.warnings ?? []).map((words) => ({ about: 'credentials', state: 'odd', words }));
}

async function examineToken({ context }: Run, { plex }: Session): Promise<Finding> {
  const check = await plex.account.checkToken(undefined, { signal: context.signal });
  switch (check.state) {
    case 'valid':
      return {
        about: 'token',
        state: 'good',
        words: `plex.tv takes the token: ${plain(check.account.title ?? check.account.uuid)}`,
      };
    case 'invalid':
      return {
        about: 'token',
        state: 'bad',
        words: check.reason === 'expired' ? 'the token has expired' : 'plex.tv does not take the token any more',
        next: 'ticketstub login',
      };
    case 'unknown':
      return {
        about: 'token',
        state: 'odd',
        words: `nobody can say whether the token works: ${check.error.message}`,
        next: 'try again later',
      };
  }
}

/** Whether a server answers, and takes the token that is for it. */
async function examineServer(run: Run, session: Session, server: Server): Promise<Finding> {
  const { signal } = run.context;
  const name = plain(server.name);
  try {
    const { url } = await session.plex.resources.connect(server, {}, { signal });
    const source = session.sourceFor({ server: server.clientIdentifier });
    await askServer(clientOf(run, session.clientID, url).withToken(source), signal);
    return { about: 'server', state: 'good', words: `${name} answers at ${url}, and takes the token` };
  } catch (error) {
    if (signal.aborted) throw error;
    return { about: 'server', state: 'odd', ...whyNot(name, error) };
  }
}

/** Asks something that a server lets nobody do without a token. */
async function askServer(plex: PlexAPI, signal: AbortSignal): Promise<void> {
  await plex.authentication.getTransientToken({ type: 'delegation', scope: 'all' }, { signal });
}

function whyNot(name: string, error: unknown): Pick<Finding, 'words' | 'next'> {
  if (error instanceof errors.NoTokenError)
    return { words: `${name}: there is no token for it: ${error.reason}`, next: 'ask its owner to share it again' };
  const isRefused = error instanceof errors.SDKError && (error.statusCode === 401 || error.statusCode === 403);
  if (isRefused)
    return {
      words: `${name} answers ${error.statusCode} to the token that plex.tv gives for it: it has lost touch with plex.tv, or was claimed anew`,
      next: `ask its owner to sign the server in again, then ticketstub token --for ${name}`,
    };
  const { message, next } = error instanceof Failure ? error : failureOf(error);
  return { words: `${name}: ${message}`, next };
}
