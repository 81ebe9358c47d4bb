import { extname } from 'node:path';
import { errors, PlexAPI } from '@ticketstub/sdk';
import { z } from 'zod';
import { newIssuer } from '../packages/sdk/test/issuer.js';
import { parsed, valueDifferences } from './fixtures-shape.js';

/** A recorded answer. */
export interface Recorded {
  readonly file: string;
  readonly status: number;
  readonly body: string;
}

interface Call {
  /** Gives what is held against the recording. The client gets its body as the answer to whatever it asks. */
  make(client: PlexAPI, recorded: unknown): Promise<unknown>;
  /** What the call gives of a recorded body, where it is not all of it as it stands. */
  readonly gives?: z.ZodType;
  /** The status of a refusal that is no error to the call, and what it gives then. */
  readonly calm?: { readonly status: number; readonly gives: object };
}

/** The time of every client here, in milliseconds since the epoch. */
const NOW = Date.UTC(2031, 0, 1);

const CLIENT_ID = 'recordings';

const TYPES: Readonly<Record<string, string>> = {
  '.json': 'application/json',
  '.xml': 'application/xml',
  '.html': 'text/html',
};

/** What Plex sends as a list or as text, and a call always gives as a list. */
const words = z.string().transform((text) => text.split(',').filter((word) => word !== ''));

/** Our own calls leave out names that are null or empty. */
const maybe = z
  .string()
  .nullish()
  .transform((text) => text || null);
const names = z.looseObject({ username: maybe, email: maybe, friendlyName: maybe });

/** The members of a PIN that a program needs; it is told when it ends by its own clock. */
const pin = z
  .object({ id: z.number(), code: z.string(), expiresIn: z.number() })
  .transform(({ expiresIn, ...rest }) => ({ ...rest, expiresAt: NOW + expiresIn * 1000 }));

const pinState = z.intersection(
  pin,
  z
    .object({ authToken: z.string().nullable() })
    .transform(({ authToken }) => (authToken === null ? { state: 'pending' } : { state: 'claimed', authToken })),
);

/** A JWT in the place of a server's token is given under another name. */
const resource = z
  .looseObject({ provides: words, accessToken: z.string().nullable() })
  .transform(({ accessToken, ...rest }) => ({
    ...rest,
    ...(accessToken?.includes('.') === true ? { echoedJWT: accessToken } : { accessToken }),
  }));

/** A device as attributes of XML, whose connections are elements; what is on its way to it is no attribute. */
const device = z
  .looseObject({
    provides: words.nullable(),
    Connection: z.array(z.object({ uri: z.string() })).default([]),
    SyncList: z.transform(() => null).optional(),
  })
  .transform(({ provides, Connection: ways, ...rest }) => ({
    ...rest,
    provides: provides ?? [],
    connections: ways.map(({ uri }) => uri),
  }));

const identity = z.object({ MediaContainer: z.looseObject({ machineIdentifier: z.string() }) });
const keySet = z.object({ keys: z.array(z.object({ kid: z.string() })) });
const jwt = z.object({
  header: z.looseObject({ kid: z.string() }),
  payload: z.looseObject({ aud: z.tuple([z.literal('plex.tv'), z.string()]), iat: z.number() }),
});

/** Has a token that plex.tv might have signed verified: by the keys of a recording, or by a key of our own. */
async function verified(recorded: z.infer<typeof jwt>): Promise<unknown> {
  const { header, payload } = recorded;
  const issuer = await newIssuer(header.kid);
  const client = new PlexAPI({
    clientID: payload.aud[1],
    clock: { now: () => payload.iat * 1000, sleep: () => Promise.resolve() },
    fetch: () => Promise.resolve(Response.json({ keys: [issuer.jwk] })),
  });
  const { claims, user } = await client.deviceKeys.verifyToken(await issuer.token(payload, header));
  return { header, payload: claims, user };
}

/** Has a nonce exchanged for a token. The nonce that the device signed, and the token it got. */
async function exchanged(answers: { nonce?: string; auth_token?: string }): Promise<unknown> {
  const signed: unknown[] = [];
  const client = new PlexAPI({
    clientID: CLIENT_ID,
    fetch: (_, { body }) => {
      if (typeof body === 'string') signed.push(JSON.parse(body));
      return Promise.resolve(Response.json({ nonce: 'a-nonce', auth_token: 'a.b.c', ...answers }));
    },
  });
  const { accessToken } = await client.deviceKeys.issueToken(await client.deviceKeys.generate());
  const [{ jwt: text }] = z.tuple([z.object({ jwt: z.string() })]).parse(signed);
  const [, payload = ''] = text.split('.');
  const { nonce } = z.object({ nonce: z.string() }).parse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
  return { nonce, auth_token: accessToken };
}

/** Every key of the list is found by its name, so that a token of nobody's is refused for its signature and nothing else. */
async function foundKeys({ deviceKeys }: PlexAPI, recorded: unknown): Promise<unknown> {
  const found = keySet.parse(recorded).keys.map(async ({ kid }) => {
    const error: unknown = await deviceKeys
      .verifyToken(await (await newIssuer(kid)).token())
      .catch((thrown: unknown) => thrown);
    return { kid: error instanceof errors.TokenRefusedError && error.reason === 'signature' ? kid : String(error) };
  });
  return { keys: await Promise.all(found) };
}

/** What the SDK has for the endpoints that were recorded, by name. */
const calls = {
  getTransientToken: {
    make: async ({ authentication }) =>
      (await authentication.getTransientToken({ type: 'delegation', scope: 'all' })).mediaContainer,
    gives: z.object({ MediaContainer: z.unknown() }).transform(({ MediaContainer: container }) => container),
  },
  getSourceConnectionInformation: {
    make: async ({ authentication }) =>
      (await authentication.getSourceConnectionInformation({ source: 'server://client-identifier' })).mediaContainer,
    gives: z
      .object({ MediaContainer: z.looseObject({ Device: z.unknown() }) })
      .transform(({ MediaContainer: { Device: given, ...rest } }) => ({
        ...rest,
        device: z
          .array(z.looseObject({ Connection: z.unknown() }))
          .parse([given].flat())
          .map(({ Connection: connection, ...members }) => ({ ...members, connection })),
      })),
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
    make: async ({ home }) => ({ users: await home.users() }),
    gives: z.object({ users: z.array(names) }),
  },
  switchHomeUser: {
    make: async ({ home }) => (await home.switchTo('0123456789abcdef')).account,
    gives: names.extend({
      profile: z.looseObject({ defaultAudioLanguages: words, defaultSubtitleLanguages: words }),
    }),
  },
  createPin: { make: ({ pins }) => pins.create(), gives: pin },
  getPin: {
    make: ({ pins }) => pins.get(1),
    gives: pinState,
    calm: { status: 404, gives: { state: 'gone', id: 1 } },
  },
  getResources: { make: ({ resources }) => resources.list(), gives: z.array(resource) },
  getDevices: {
    make: ({ devices }) => devices.list(),
    gives: z
      .object({ MediaContainer: z.tuple([z.object({ Device: z.array(device) })]) })
      .transform(({ MediaContainer: [{ Device: all }] }) => all),
  },
} as const satisfies Readonly<Record<string, Call>>;

/** Those that may be refused by plex.tv as any other. */
const accountCalls = [
  'getTokenDetails',
  'postUsersSignInData',
  'ping',
  'getClaimToken',
  'getHomeUsers',
  'switchHomeUser',
  'createPin',
  'getPin',
  'getResources',
  'getDevices',
] as const;

/** Those that take no error for an answer of the endpoint, or give none of their own. */
const besideErrors = {
  getIdentity: {
    async make({ resources }, recorded) {
      const { machineIdentifier: clientIdentifier } = identity.parse(recorded).MediaContainer;
      const connections = [{ uri: 'http://192.0.2.1:32400' }];
      return { MediaContainer: (await resources.connect({ clientIdentifier, connections })).identity };
    },
  },
  getAuthKeys: { make: foundKeys, gives: keySet },
  verifyToken: {
    make: (_, recorded) => verified(jwt.parse(recorded)),
    gives: jwt.transform((recorded) => ({
      ...recorded,
      user: z
        .looseObject({ friendly_name: z.unknown() })
        .transform(({ friendly_name: friendlyName, ...rest }) => ({ ...rest, friendlyName }))
        .parse(recorded.payload['user']),
    })),
  },
  getNonce: { make: (_, recorded) => exchanged(z.object({ nonce: z.string() }).parse(recorded)) },
  issueToken: { make: (_, recorded) => exchanged(z.object({ auth_token: z.string() }).parse(recorded)) },
} as const satisfies Readonly<Record<string, Call>>;

type CallName = keyof typeof calls | keyof typeof besideErrors;

const named: Readonly<Record<CallName, Call>> = { ...calls, ...besideErrors };

/** By how the name of a recording begins; an error may be anybody's. */
const readers: readonly (readonly [RegExp, readonly CallName[]])[] = [
  [/^signin\..*\.json$/, ['postUsersSignInData']],
  [/^user\..*\.json$/, ['getTokenDetails']],
  [/^pins\..*new.*\.json$/, ['createPin', 'getPin']],
  [/^pins\..*claimed.*\.json$/, ['getPin']],
  [/^home-users\..*\.json$/, ['getHomeUsers']],
  [/^home-switch\./, ['switchHomeUser']],
  [/^resources\..*\.json$/, ['getResources']],
  [/^devices\./, ['getDevices']],
  [/^ping\..*\.json$/, ['ping']],
  [/^claim-token\..*\.json$/, ['getClaimToken']],
  [/^security-token\..*\.json$/, ['getTransientToken']],
  [/^security-resources\..*\.json$/, ['getSourceConnectionInformation']],
  [/^pms\.identity.*\.json$/, ['getIdentity']],
  [/^auth-keys\./, ['getAuthKeys']],
  [/^auth-nonce\./, ['getNonce']],
  [/^auth-token\./, ['issueToken']],
  [/^jwt\.plex\./, ['verifyToken']],
  [/^error\./, ['getTransientToken', ...accountCalls]],
  [/^pms\.error/, ['getTransientToken', 'getSourceConnectionInformation']],
];

/** The calls that read a recording; none where the SDK asks for another format, or not at all. */
export function callsFor(file: string): readonly CallName[] {
  return readers.find(([pattern]) => pattern.test(file))?.[1] ?? [];
}

/** What a call loses of a recording: a line for each member, or for an error that says less than was answered. */
export async function lostBy(name: CallName, { file, status, body }: Recorded): Promise<string[]> {
  const call = named[name];
  const type = TYPES[extname(file)] ?? '';
  const client = new PlexAPI({
    serverURL: 'http://192.0.2.1:32400',
    clientID: CLIENT_ID,
    accessToken: 'a-token',
    retryConfig: { strategy: 'none' },
    clock: { now: () => NOW, sleep: () => Promise.resolve() },
    fetch: () => Promise.resolve(new Response(body, { status, headers: { 'content-type': type } })),
  });
  const recorded: unknown = parsed(file, body);
  try {
    const value = await call.make(client, recorded);
    if (status >= 400) return call.calm?.status === status ? valueDifferences(call.calm.gives, value) : ['no error'];
    return valueDifferences(call.gives?.parse(recorded) ?? recorded, value);
  } catch (error) {
    return status >= 400 && error instanceof errors.SDKError
      ? untold(error, { status, recorded, body })
      : [String(error)];
  }
}

/** Only plex.tv's own list is read, in the JSON that was asked for; any other envelope is kept as the error's body. */
function untold(error: errors.SDKError, answer: { status: number; recorded: unknown; body: string }): string[] {
  const list = z.object({ errors: z.array(z.looseObject({ code: z.number() })) });
  const told = list.safeParse(answer.recorded).data?.errors ?? [];
  const isWhole = error.statusCode === answer.status && error.body === answer.body;
  return [
    ...(isWhole ? [] : [`${error.name} has another status or body`]),
    ...valueDifferences(told, error.errors, 'errors'),
    ...(error.errors.length === told.length ? [] : [`${error.name} has another number of errors`]),
  ];
}
