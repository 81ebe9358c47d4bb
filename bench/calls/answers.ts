import { startStandIn } from '@ticketstub/standin';
import { z } from 'zod/v4';

/** One answer of the answering server, by path. */
export interface Answer {
  readonly path: string;
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** What the server answers, and what a client must have read of it. */
export interface Answers {
  readonly answers: readonly Answer[];
  readonly token: string;
  readonly login: string;
  readonly password: string;
  readonly uuid: string;
  readonly authToken: string;
}

/** Bytes that a recorded answer of plex.tv to somebody with a Plex Pass comes to. */
const SIZES = { account: 7914, signIn: 8686 };

const account = z.looseObject({
  uuid: z.string(),
  authToken: z.string(),
  services: z.array(z.looseObject({ identifier: z.string(), endpoint: z.string() })),
});

type Account = z.infer<typeof account>;

/** The stand-in's own answers to its Alice, with further services of the same shape until they are as long as recorded ones. */
export async function recordAnswers(): Promise<Answers> {
  await using standIn = await startStandIn({ listen: false });
  const { token, username: login, password } = standIn.people.alice;
  const headers = { Accept: 'application/json', 'X-Plex-Client-Identifier': 'ticketstub-bench' };
  const form = { method: 'POST', headers, body: new URLSearchParams({ login, password }) };
  const read = async (path: string, init: RequestInit): Promise<Account> =>
    account.parse(await (await standIn.fetch(`https://plex.tv${path}`, init)).json());
  const user = lengthened(
    await read('/api/v2/user', { headers: { ...headers, 'X-Plex-Token': token } }),
    SIZES.account,
  );
  const signedIn = lengthened(await read('/api/v2/users/signin', form), SIZES.signIn);
  const { uuid } = user;
  const { authToken } = signedIn;
  // Without a charset, or plex-api would not parse it.
  const type = 'application/json';
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<user email="alice@example.com" id="20000001" uuid="${uuid}" username="${login}" title="${login}" authenticationToken="${authToken}" queueEmail="queue@example.com" queueUid="0000000000000000"><authentication-token>${authToken}</authentication-token></user>`;
  const answers = [
    { path: '/api/v2/user', status: 200, type, body: JSON.stringify(user) },
    { path: '/api/v2/users/signin', status: 201, type, body: JSON.stringify(signedIn) },
    { path: '/users/sign_in.json', status: 201, type, body: JSON.stringify({ user: signedIn }) },
    { path: '/users/sign_in.xml', status: 201, type: 'application/xml', body: xml },
  ];
  return { answers, token, login, password, uuid, authToken };
}

/** Services name a token and a secret, null or not: `@lukehagar/plexjs` rejects the account without. */
function lengthened(answer: Account, size: number): Account {
  const services = answer.services.map((service) => ({ token: null, secret: null, ...service }));
  const [first] = answer.services;
  while (true) {
    const identifier = `invented-${services.length}`;
    const further = {
      token: null,
      secret: null,
      ...first,
      identifier,
      endpoint: `https://${identifier}.services.example`,
    };
    const longer = { ...answer, services: [...services, further] };
    if (JSON.stringify(longer).length > size) return { ...answer, services };
    services.push(further);
  }
}
