import { type CallOptions, errors, type FetchLike, PlexAPI, type RetryConfig } from '@ticketstub/sdk';
import { nodeTransport } from '@ticketstub/sdk/node';
import { type Case, expectationOf } from './cases.js';
import { type FaultServer, startFaultServer } from './fault-server.js';

/** A faulty server, and both transports to reach it by. */
export interface Stage {
  readonly server: FaultServer;
  readonly fetches: Readonly<Record<Case['transport'], FetchLike>>;
  close(): void;
}

/** Something that is not as it must be. */
export interface Complaint {
  readonly case: Case;
  readonly expected: string;
  readonly found: string;
}

const TOKEN = 'canary-account-token';
const PASSWORD = 'canary-password';

/** Invites every repetition there is: a sign-in must not take it up. */
const EAGER: RetryConfig = {
  strategy: 'backoff',
  backoff: { initialInterval: 0, maxInterval: 0, exponent: 1, maxElapsedTime: 60_000 },
  retryConnectionErrors: true,
};

/** Opens what {@link play} plays on. */
export async function openStage(): Promise<Stage> {
  const server = await startFaultServer();
  const node = nodeTransport();
  return {
    server,
    fetches: { 'global fetch': globalThis.fetch, nodeTransport: node },
    close: () => {
      node.close();
      server.close();
    },
  };
}

/** Each large answer holds up to 24 MiB for a while. */
const AT_ONCE = 8;

/** Plays the cases, a few at a time, and returns what was not as it must be. */
export async function play(stage: Stage, cases: readonly Case[]): Promise<Complaint[]> {
  const complaints: Complaint[] = [];
  const left = cases.values();
  const work = async (): Promise<void> => {
    for (const one of left) {
      const complaint = await playOne(stage, one);
      if (complaint) complaints.push(complaint);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return complaints;
}

async function playOne({ server, fetches }: Stage, one: Case): Promise<Complaint | undefined> {
  const { url, count } = server.open(one.status, one.kind);
  const { outcomes, sent } = expectationOf(one);
  const plex = new PlexAPI({ accessToken: TOKEN, retryConfig: EAGER, fetch: fetches[one.transport] });
  const call = callOf(plex, one, {
    serverURL: url,
    // Only what may run out of time gets little of it.
    timeout: outcomes.includes('TIMEOUT') ? 100 : 20_000,
    ...(one.call !== 'postUsersSignInData' && { retries: { strategy: 'none' } }),
  });
  const outcome = await unlessItHangs(
    call.then(
      () => 'value',
      (error: unknown) => describeError(error, one),
    ),
  );
  if (outcomes.includes(outcome) && sent.includes(count())) return undefined;
  return {
    case: one,
    expected: `${outcomes.join(' or ')}, sent ${sent.join(' or ')} times`,
    found: `${outcome}, sent ${count()} times`,
  };
}

function callOf({ authentication }: PlexAPI, { call }: Case, options: CallOptions): Promise<unknown> {
  switch (call) {
    case 'getTransientToken':
      return authentication.getTransientToken({ type: 'delegation', scope: 'all' }, options);
    case 'getSourceConnectionInformation':
      return authentication.getSourceConnectionInformation({ source: 'server://attic' }, options);
    case 'getTokenDetails':
      return authentication.getTokenDetails(options);
    case 'postUsersSignInData':
      return authentication.postUsersSignInData({ requestBody: { login: 'alice', password: PASSWORD } }, options);
  }
}

/** The code of an error that is all it must be; otherwise what is wrong with it. */
function describeError(error: unknown, { status, call }: Case): string {
  if (!(error instanceof errors.TicketstubError)) return `untyped ${String(error)}`;
  if (error.operation !== call) return `an error of ${error.operation}`;
  if (`${String(error)}${JSON.stringify(error)}`.includes('canary')) return 'an error that tells secrets';
  const isRefusal = error instanceof errors.SDKError;
  if (!isRefusal) return error.code;
  if (error.statusCode !== status || error.rawResponse.status !== status) return `an error of ${error.statusCode}`;
  const name = `${call.charAt(0).toUpperCase()}${call.slice(1)}`;
  const names = new Map([
    [400, `${name}BadRequest`],
    [401, `${name}Unauthorized`],
  ]);
  const expected = status < 300 ? 'InvalidResponseError' : (names.get(status) ?? 'SDKError');
  return error.name === expected ? error.code : `a ${error.name}`;
}

/** A call that does not end in a minute never will. */
async function unlessItHangs(outcome: Promise<string>): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const hung = new Promise<string>((resolve) => {
    timer = setTimeout(resolve, 60_000, 'a hang');
  });
  try {
    return await Promise.race([outcome, hung]);
  } finally {
    clearTimeout(timer);
  }
}
