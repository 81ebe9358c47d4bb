import { errors, type Explanation } from '@ticketstub/sdk';
import { DONE, FAILED } from './exit-codes.js';
import { failureOf } from './explain-error.js';
import { loginCommand } from './failure.js';
import { examineServer } from './examine-server.js';
import { listServers, type Server } from './find-server.js';
import { type Finding, SEALS } from './finding.js';
import { ago, duration, plain } from './output/human.js';
import { placeOf } from './output/words.js';
import type { Run } from './run.js';
import { clockSkew, openSession, type Session } from './session.js';

/** All that was found out. */
export interface Examination {
  readonly findings: readonly Finding[];
  readonly exitCode: number;
}

/** Milliseconds by which a clock may be wrong: the SDK allows for a minute. */
const MOST_SKEW = 60_000;

/** Looks at all that a sign-in needs, from here to the servers. */
export async function examine(run: Run): Promise<Examination> {
  const line = run.output.live();
  line.say('Looking at the clock, the credentials and the servers');
  try {
    return await look(run);
  } finally {
    line.end();
  }
}

async function look(run: Run): Promise<Examination> {
  const reach = await examinePlex(run);
  let session: Session;
  try {
    session = await openSession(run, { tellsOrigin: true });
  } catch (error) {
    run.context.signal.throwIfAborted();
    const { message, next, exitCode } = failureOf(error, run.settings);
    return { findings: [...reach, { about: 'credentials', state: 'bad', words: message, next }], exitCode };
  }
  const isOffline = reach.some(({ about, state }) => about === 'plex.tv' && state === 'bad');
  const rest = isOffline ? await examineKept(run, session, []) : await examineAll(run, session);
  const findings = [...reach, ...rest];
  return { findings, exitCode: findings.some(({ state }) => state === 'bad') ? FAILED : DONE };
}

async function examineAll(run: Run, session: Session): Promise<Finding[]> {
  const { signal } = run.context;
  // plex.tv is asked first: what is held may turn out to have ended.
  const token = await examineToken(run, session);
  if (token.state === 'bad') return [...(await examineKept(run, session, [])), token];
  try {
    const servers = await listServers(session, signal);
    const answers = await Promise.all(servers.map((server) => examineServer(run, session, server)));
    return [...(await examineKept(run, session, servers)), token, ...answers];
  } catch (error) {
    if (signal.aborted) throw error;
    const { message: words, next } = failureOf(error, run.settings);
    return [...(await examineKept(run, session, [])), token, { about: 'server', state: 'odd', words, next }];
  }
}

/** Whether plex.tv answers, and whether its clock agrees with this one. */
async function examinePlex(run: Run): Promise<Finding[]> {
  const { settings, context } = run;
  const where = settings.plexURL === undefined ? 'plex.tv' : `plex.tv (${settings.plexURL})`;
  try {
    const skew = await clockSkew(run);
    const reach: Finding = { about: 'plex.tv', state: 'good', words: `${where} answers` };
    if (Math.abs(skew) < MOST_SKEW)
      return [reach, { about: 'clock', state: 'good', words: 'this computer’s clock agrees with plex.tv’s' }];
    const way = skew > 0 ? 'ahead of' : 'behind';
    const words = `this computer’s clock is ${duration(skew)} ${way} plex.tv’s: JWTs will be refused`;
    return [reach, { about: 'clock', state: 'bad', words, next: 'set the clock, best by NTP' }];
  } catch (error) {
    context.signal.throwIfAborted();
    if (context.signal.aborted) throw error;
    const next =
      settings.plexURL === undefined ? 'look at the network and the proxy' : 'ticketstub dev, or unset PLEX_URL';
    return [{ about: 'plex.tv', state: 'bad', words: `${where} does not answer`, next }];
  }
}

/** What is held, and where each of it works. */
async function examineKept(
  { settings, context }: Run,
  { origin, credentials }: Session,
  servers: readonly Server[],
): Promise<Finding[]> {
  if (origin.from === 'environment' || !credentials)
    return [{ about: 'credentials', state: 'odd', words: 'PLEX_TOKEN is set, and goes before whatever is kept' }];
  const { sealedWith } = origin.vault;
  const { clientID, warnings, tokens } = await credentials.explain();
  const called = (at: string): string => {
    const server = servers.find(({ clientIdentifier }) => clientIdentifier === at);
    return plain(server?.name ?? at);
  };
  return [
    {
      about: 'credentials',
      state: 'good',
      words: `profile ${settings.profile}: ${placeOf(sealedWith, context).text}`,
      details: [SEALS[sealedWith], `client identifier ${clientID}`],
    },
    ...warnings.map((words): Finding => ({ about: 'credentials', state: 'odd', words })),
    ...tokens.map((token) => heldToken(token, called, context.now())),
  ];
}

type Held = Explanation['tokens'][number];

const KINDS: Readonly<Record<Held['kind'], string>> = {
  account: 'account token',
  jwt: 'JWT of a device key',
  home: 'token of a Home switch',
  server: 'token of one server',
  transient: 'transient token',
};

function heldToken({ kind, issuedAt, expiresAt, places }: Held, called: (at: string) => string, now: number): Finding {
  const age = issuedAt === undefined ? '' : `, got ${ago(now - issuedAt)}`;
  const end = expiresAt === undefined ? '' : expiresAt > now ? `, ends in ${duration(expiresAt - now)}` : ', ended';
  // Of a token that is for one server, the others say nothing new.
  const told = places.filter(({ fit }) => fit !== 'another-server');
  return {
    about: 'token',
    state: places.some(({ fit }) => fit === 'works') ? 'good' : 'odd',
    words: `held: ${KINDS[kind]}${age}${end}`,
    details: told.map(({ at, words }) => `${called(at)}: ${words}`),
  };
}

async function examineToken({ context, settings }: Run, { plex, origin }: Session): Promise<Finding> {
  const isGiven = origin.from === 'environment';
  const next = isGiven ? 'unset PLEX_TOKEN, or set it to a token that works' : loginCommand(settings.profile);
  try {
    const check = await plex.account.checkToken(undefined, { signal: context.signal });
    switch (check.state) {
      case 'valid': {
        const name = plain(check.account.title || check.account.uuid);
        return { about: 'token', state: 'good', words: `plex.tv takes the token: signed in as ${name}` };
      }
      case 'invalid':
        return {
          about: 'token',
          state: 'bad',
          words: check.reason === 'expired' ? 'the token has expired' : 'plex.tv does not take the token any more',
          next,
        };
      case 'unknown':
        return odd(check.error, settings);
    }
  } catch (error) {
    if (context.signal.aborted || !(error instanceof errors.TicketstubError)) throw error;
    if (error.code !== 'SIGN_IN_AGAIN') return odd(error, settings);
    return { about: 'token', state: 'bad', words: failureOf(error, settings).message, next };
  }
}

function odd(error: unknown, settings: Run['settings']): Finding {
  const words = `the token was not checked: ${failureOf(error, settings).message}`;
  return { about: 'token', state: 'odd', words, next: 'try again later' };
}
