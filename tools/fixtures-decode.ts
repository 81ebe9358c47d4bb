import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errors, PlexAPI } from '@ticketstub/sdk';
import type { CastName } from '@ticketstub/standin';
import { z } from 'zod';
import { elsewhere, openStandIn, scenes } from './fixtures-scenes.js';
import { readXml, shapeDifferences, surplusMembers } from './fixtures-shape.js';

/**
 * Holds both sides to a folder of recorded answers that is no part of the repository:
 * `npx tsx tools/fixtures-decode.ts <folder>`. Each JSON body must decode through the SDK with nothing lost, and the
 * stand-in's own answers must have the members and types of the recorded ones. Exits 1 when one does not.
 */
const index = z.array(
  z.object({
    file: z.string(),
    endpoint: z.string(),
    status: z.union([z.number(), z.string()]),
    confidence: z.string(),
  }),
);

type Recording = z.infer<typeof index>[number];

/** What the table says of one recording on one side. */
interface Verdict {
  readonly file: string;
  readonly confidence: string;
  readonly side: string;
  readonly problems: readonly string[];
  readonly note: string;
}

interface Call {
  make(client: PlexAPI): Promise<object>;
  /** The part of a recorded body that the call gives, where it is not all of it. */
  readonly gives?: z.ZodType;
}

/** What Plex sends as a list or as text, and a call always gives as a list. */
const words = z.string().transform((text) => text.split(','));

/** Our own calls leave out names that are null or empty; null goes with everything. */
const noNames = { username: null, email: null, friendlyName: null };

const calls: Readonly<Record<string, Call>> = {
  getTransientToken: {
    make: ({ authentication }) => authentication.getTransientToken({ type: 'delegation', scope: 'all' }),
  },
  getSourceConnectionInformation: {
    make: ({ authentication }) =>
      authentication.getSourceConnectionInformation({ source: 'server://client-identifier' }),
  },
  getTokenDetails: { make: async ({ authentication }) => (await authentication.getTokenDetails()).userPlexAccount },
  postUsersSignInData: {
    make: async ({ authentication }) => {
      const requestBody = { login: 'somebody', password: 'some words' };
      return (await authentication.postUsersSignInData({ requestBody })).userPlexAccount;
    },
  },
  ping: { make: async ({ account }) => ({ pong: (await account.ping()) === undefined }) },
  getClaimToken: { make: ({ account }) => account.claimToken() },
  getHomeUsers: {
    make: async ({ home }) => ({ users: (await home.users()).map((user) => ({ ...noNames, ...user })) }),
    gives: z.object({ users: z.array(z.unknown()) }),
  },
  switchHomeUser: {
    make: async ({ home }) => ({ ...noNames, ...(await home.switchTo('0123456789abcdef')).account }),
    gives: z.looseObject({
      profile: z.looseObject({ defaultAudioLanguages: words, defaultSubtitleLanguages: words }),
    }),
  },
};

function callsFor({ file, endpoint }: Recording): string[] {
  if (file.startsWith('error.')) return Object.keys(calls);
  if (endpoint.includes('/users/signin')) return ['postUsersSignInData'];
  if (endpoint.endsWith('/api/v2/user')) return ['getTokenDetails'];
  if (endpoint.endsWith('/api/v2/home/users')) return ['getHomeUsers'];
  if (endpoint.endsWith('/api/v2/ping')) return ['ping'];
  if (endpoint.endsWith('/api/claim/token.json')) return ['getClaimToken'];
  if (endpoint.endsWith('/switch')) return ['switchHomeUser'];
  if (endpoint.includes('/security/token')) return ['getTransientToken'];
  return endpoint.includes('/security/resources') ? ['getSourceConnectionInformation'] : [];
}

async function decode(body: string, status: number, call: Call): Promise<string[]> {
  const answer = { status, headers: { 'content-type': 'application/json' } };
  const client = new PlexAPI({
    serverURL: 'http://192.0.2.1:32400',
    clientID: 'recordings',
    retryConfig: { strategy: 'none' },
    fetch: () => Promise.resolve(new Response(body, answer)),
  });
  try {
    const value = await call.make(client);
    const recorded: unknown = JSON.parse(body);
    const payload: unknown = 'mediaContainer' in value ? value.mediaContainer : value;
    return losses(call.gives?.parse(recorded) ?? recorded, payload);
  } catch (error) {
    if (status < 400 || !(error instanceof errors.SDKError)) return [String(error)];
    // Only plex.tv's own list is read; another envelope, of another endpoint, is kept as the error's body.
    const told = z.object({ errors: z.array(z.unknown()) }).safeParse(JSON.parse(body));
    const whole = error.errors.length === (told.data?.errors.length ?? 0) && error.statusCode === status;
    return whole && error.body !== '' ? [] : [`${error.name} lost what it was told`];
  }
}

/** A recorded member must be in the value; lists that Plex also sends as text and the media server's names are read anew. */
function losses(recorded: unknown, value: unknown): string[] {
  const container = z.object({ MediaContainer: z.looseObject({ Device: z.unknown().optional() }) }).safeParse(recorded);
  if (!container.success) return shapeDifferences(recorded, value);
  const { Device: given, ...rest } = container.data.MediaContainer;
  if (given === undefined) return shapeDifferences(rest, value);
  const devices = z.array(z.looseObject({ Connection: z.unknown() })).parse([given].flat());
  const device = devices.map(({ Connection: connection, ...members }) => ({ ...members, connection }));
  return shapeDifferences({ ...rest, device }, value);
}

async function checkSdk(recording: Recording, body: string): Promise<Verdict[]> {
  const status = typeof recording.status === 'number' ? recording.status : 200;
  const verdicts = callsFor(recording).map(async (name) => {
    const call = calls[name];
    return { name, problems: call ? await decode(body, status, call) : [] };
  });
  const done = await Promise.all(verdicts);
  if (done.length === 0) return [];
  const problems = done.flatMap(({ name, problems: found }) => found.map((problem) => `${name}: ${problem}`));
  const note = done.length > 1 ? `by each of ${done.length} calls` : (done[0]?.name ?? '');
  return [{ file: recording.file, confidence: recording.confidence, side: 'sdk', problems, note }];
}

async function checkStandIn(recording: Recording, body: string, person: CastName): Promise<Verdict> {
  const { file, confidence } = recording;
  const status = typeof recording.status === 'number' ? recording.status : 200;
  await using standIn = await openStandIn();
  const answer = await scenes[file]?.ask(standIn, person);
  const ours = (await answer?.text()) ?? '';
  const wrong = answer?.status === status ? [] : [`status ${answer?.status}, recorded ${status}`];
  const [recorded, own] = [parsed(file, body), parsed(file, ours)];
  const same = typeof recorded === 'string' && recorded !== own ? ['another text than the recorded one'] : [];
  const extra = surplusMembers(recorded, own);
  const note = `${person}${extra.length > 0 ? `, also ${extra.join(', ')}` : ''}`;
  return {
    file,
    confidence,
    side: 'stand-in',
    problems: [...wrong, ...same, ...shapeDifferences(recorded, own)],
    note,
  };
}

function parsed(file: string, body: string): unknown {
  if (file.endsWith('.html')) return body.trim();
  return file.endsWith('.xml') ? readXml(body) : JSON.parse(body);
}

async function check(folder: string, recording: Recording): Promise<Verdict[]> {
  const { file, confidence } = recording;
  const body = readFileSync(join(folder, file), 'utf8');
  const sdk = file.endsWith('.json') ? await checkSdk(recording, body) : [];
  const scene = scenes[file];
  if (!scene) {
    const missing = elsewhere.test(file) ? [] : ['no request of this tool leads to it'];
    const note = 'an endpoint or a variant that is not played';
    return [...sdk, { file, confidence, side: 'stand-in', problems: missing, note }];
  }
  const people = scene.people ?? (['alice'] as const);
  return [...sdk, ...(await Promise.all(people.map((person) => checkStandIn(recording, body, person))))];
}

async function main([folder]: readonly string[]): Promise<number> {
  if (folder === undefined) {
    process.stderr.write('usage: npx tsx tools/fixtures-decode.ts <folder with index.json>\n');
    return 2;
  }
  const all = index.parse(JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')));
  const concerned = all.filter(({ file }) =>
    /^(?:user|signin|security-|error|ping|home-|claim-|pms|auth-|jwt|pins-legacy|pins\.claimed-jwt)\b/.test(file),
  );
  const verdicts = (await Promise.all(concerned.map((recording) => check(folder, recording)))).flat();
  for (const { file, confidence, side, problems, note } of verdicts) {
    const state = problems.length === 0 ? 'ok  ' : 'WRONG';
    process.stdout.write(`${state} ${confidence} ${side.padEnd(8)} ${file.padEnd(44)} ${note}\n`);
    for (const problem of problems) process.stdout.write(`       ${problem}\n`);
  }
  const wrong = verdicts.filter(({ problems }) => problems.length > 0);
  process.stdout.write(`${verdicts.length} checks of ${concerned.length} recordings, ${wrong.length} wrong\n`);
  return concerned.length > 0 && wrong.length === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
