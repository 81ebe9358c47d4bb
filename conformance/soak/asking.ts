import { z } from 'zod';
import type { Answer, Client } from './client.js';
import { Broken, hold } from './part.js';
import { PASSWORD } from './seeds.js';

/** The calls that the parts make, to a stand-in wherever it is. */
export interface Caller {
  readonly client: Client;
  /** Where plex.tv is. */
  readonly url: string;
  /** Where the media servers are, by name. */
  readonly servers: ReadonlyMap<string, string>;
}

const signedIn = z.object({ authToken: z.string().min(1) });
const minted = z.object({ MediaContainer: z.object({ token: z.string().min(1) }) });
const refused = z.object({ errors: z.tuple([z.object({ code: z.int() })]) });

/** Reads an answer of a status that was due. */
function read<T>(answer: Answer, status: number, schema: z.ZodType<T>): T {
  hold(answer.status === status, `expected ${status}, was answered ${answer.status}`);
  return schema.parse(answer.body);
}

/** Signs in with the right password and returns the token. */
export async function signIn({ client, url }: Caller, login: string, clientIdentifier: string): Promise<string> {
  const form = { login, password: PASSWORD };
  return read(await client.ask(`${url}/api/v2/users/signin`, { client: clientIdentifier, form }), 201, signedIn)
    .authToken;
}

/** Signs in with a wrong password and returns Plex's number for the refusal. */
export async function failToSignIn({ client, url }: Caller, login: string, clientIdentifier: string): Promise<number> {
  const form = { login, password: 'no-password-of-anybody' };
  const answer = await client.ask(`${url}/api/v2/users/signin`, { client: clientIdentifier, form });
  return read(answer, 401, refused).errors[0].code;
}

/** Ends a token; it must have been alive. */
export async function signOut({ client, url }: Caller, token: string): Promise<void> {
  const { status } = await client.ask(`${url}/api/v2/users/signout`, { method: 'DELETE', token });
  hold(status === 204, `a live token could not sign out: ${status}`);
}

/** Has a server make a transient token. */
export async function mint({ client, servers }: Caller, server: string, token: string): Promise<string> {
  const answer = await client.ask(`${servers.get(server) ?? ''}/security/token?type=delegation&scope=all`, { token });
  return read(answer, 200, minted).MediaContainer.token;
}

const pinSchema = z.object({ id: z.int(), code: z.string(), authToken: z.string().nullable() });

/** A PIN, and the token that claiming it made. */
export type Pin = z.output<typeof pinSchema>;

/** Makes a PIN. */
export async function makePin({ client, url }: Caller, clientIdentifier: string): Promise<Pin> {
  const answer = await client.ask(`${url}/api/v2/pins`, { method: 'POST', client: clientIdentifier });
  return read(answer, 201, pinSchema);
}

/** Looks at a PIN, which must be there. */
export async function lookAtPin(
  { client, url }: Caller,
  { id }: Pick<Pin, 'id'>,
  clientIdentifier: string,
): Promise<Pin> {
  return read(await client.ask(`${url}/api/v2/pins/${id}`, { client: clientIdentifier }), 200, pinSchema);
}

function alive(status: number): boolean {
  if (status === 200) return true;
  if (status === 401) return false;
  throw new Broken(`a token was neither accepted nor refused: ${status}`);
}

/** Whether plex.tv accepts a token. */
export async function isAlive({ client, url }: Caller, token: string): Promise<boolean> {
  return alive((await client.ask(`${url}/api/v2/user`, { token })).status);
}

/** Whether a media server accepts a token. */
export async function opens({ client, servers }: Caller, server: string, token: string): Promise<boolean> {
  return alive((await client.ask(`${servers.get(server) ?? ''}/`, { token })).status);
}

/** Does something by the control; false when the control says that it cannot be done. */
export async function control({ client, url }: Caller, path: string, json: object): Promise<boolean> {
  const { status } = await client.ask(`${url}/_standin/${path}`, { json });
  hold(status === 204 || status === 400, `the control answered ${status} to ${path}`);
  return status === 204;
}

/** Asks the control. */
export async function controlled<T>({ client, url }: Caller, path: string, schema: z.ZodType<T>): Promise<T> {
  return read(await client.ask(`${url}/_standin/${path}`), 200, schema);
}
