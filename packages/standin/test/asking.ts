import { onTestFinished } from 'vitest';
import { type StandIn, type StandInOptions, startStandIn } from '../src/index.js';

/** Starts a stand-in without sockets that is closed when the test is done. */
export async function start(options: Omit<StandInOptions, 'seed' | 'listen'> = {}): Promise<StandIn> {
  const standIn = await startStandIn({ listen: false, ...options });
  onTestFinished(() => standIn.close());
  return standIn;
}

/** What a request carries besides its address. */
export interface Asking {
  readonly method?: string;
  readonly token?: string | undefined;
  readonly client?: string;
  /** `application/json` by default. */
  readonly accept?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: BodyInit;
}

/** A server of the cast by its name. */
export function serverCalled(standIn: StandIn, name: string): { url: string; machineIdentifier: string } {
  const server = standIn.servers.find((one) => one.name === name);
  if (server === undefined) throw new Error(`There is no server ${name}`);
  return server;
}

/** Asks plex.tv: `path` is what follows `/api/v2`. */
export function askPlexTv(standIn: StandIn, path: string, asking: Asking = {}): Promise<Response> {
  return ask(standIn, `https://plex.tv/api/v2${path}`, asking);
}

/** Asks a media server of the cast. */
export function askServer(
  standIn: StandIn,
  path: string,
  asking: Asking & { server?: string } = {},
): Promise<Response> {
  return ask(standIn, `${serverCalled(standIn, asking.server ?? 'Attic').url}${path}`, asking);
}

/** Asks any address the stand-in plays. */
export function ask(standIn: StandIn, url: string, asking: Asking): Promise<Response> {
  const headers = new Headers({ accept: asking.accept ?? 'application/json', ...asking.headers });
  if (asking.token !== undefined) headers.set('X-Plex-Token', asking.token);
  if (asking.client !== undefined) headers.set('X-Plex-Client-Identifier', asking.client);
  return standIn.fetch(url, { method: asking.method ?? 'GET', headers, body: asking.body ?? null });
}

/** Who signs in, and how. */
export interface Attempt {
  readonly login: string;
  readonly password: string;
  readonly verificationCode?: string;
  readonly rememberMe?: string;
}

/** Signs in with a form, under the client identifier `test-client` unless another is given. */
export function signIn(standIn: StandIn, { ...fields }: Attempt, asking: Asking = {}): Promise<Response> {
  return askPlexTv(standIn, '/users/signin', {
    client: 'test-client',
    ...asking,
    method: 'POST',
    body: new URLSearchParams(fields),
  });
}

/** The status of an answer and the number plex.tv put into it. */
export async function refusal(response: Response): Promise<[status: number, code: unknown]> {
  const body: unknown = await response.json();
  return [response.status, at(body, 'errors', 0, 'code')];
}

/** A member deep inside a value; undefined when there is none. */
export function at(value: unknown, ...path: (string | number)[]): unknown {
  let found = value;
  for (const step of path) found = typeof found === 'object' && found !== null ? Reflect.get(found, step) : undefined;
  return found;
}

/** Text deep inside a value; fails the test when there is none. */
export function textAt(value: unknown, ...path: (string | number)[]): string {
  const found = at(value, ...path);
  if (typeof found !== 'string') throw new TypeError(`No text at ${path.join('.')}`);
  return found;
}

/** Has a media server make a transient token. */
export async function transientToken(standIn: StandIn, token: string, server = 'Attic'): Promise<string> {
  const response = await askServer(standIn, '/security/token?type=delegation&scope=all', { token, server });
  return textAt(await response.json(), 'MediaContainer', 'token');
}
