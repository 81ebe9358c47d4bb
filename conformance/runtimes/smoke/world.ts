import { type errors, type FetchLike, PlexAPI, type PlexAPIOptions } from '@ticketstub/sdk';

/** Somebody to sign in as. */
export interface Someone {
  readonly login: string;
  readonly password: string;
  readonly uuid: string;
  readonly token: string;
  readonly clientID: string;
}

/** What runtimes do differently by their nature, and an SDK cannot even out. */
export interface Nature {
  /** The status of a redirect that was not followed: browsers hide it from their pages, and say 0. */
  readonly redirectStatus: 302 | 0;
  /** How often a header is turned into UTF-8: workerd does by itself what the SDK did already. */
  readonly headerEncodings: 1 | 2;
  /** Whether there is a database for objects that cannot be written down: pages have one. */
  readonly indexedDB: boolean;
  /** Whether a program may see and set cookies by itself: a page may not. */
  readonly ownCookies: boolean;
}

/** Where everything is, as data: it travels into any runtime as JSON. */
export interface World {
  /** The stand-in's base of the account calls. */
  readonly account: string;
  /** The origin of a media server that has all of it, and of one that is too old for `/security/resources`. */
  readonly attic: string;
  readonly cellar: string;
  /** The first one, as a source. */
  readonly source: string;
  /** The origin of the fault server. */
  readonly faults: string;
  /** An address where nobody listens. */
  readonly nobody: string;
  readonly alice: Someone;
  /** Signs in with a second factor, whose code is at `/code` of the fault server. */
  readonly finn: Someone;
  /** What must be shown nowhere. */
  readonly planted: { readonly token: string; readonly password: string };
  readonly nature: Nature;
  /** What whatever is random is drawn by. */
  readonly seed: number;
}

/** What a case is given: the world, and clients that reach it by the transport under test. */
export interface Scene extends World {
  readonly client: (options?: PlexAPIOptions) => PlexAPI;
  /** A client whose every address is of the fault server, and every answer so. */
  readonly faulty: (fault: string, options?: PlexAPIOptions) => PlexAPI;
}

/** One thing that must be so on every runtime. */
export interface Case {
  readonly name: string;
  readonly run: (scene: Scene) => Promise<void>;
}

/** The clients of a world. Without a transport they use the global `fetch` of wherever this runs. */
export function sceneOf(world: World, fetch?: FetchLike): Scene {
  const basic: PlexAPIOptions = {
    accessToken: world.alice.token,
    clientID: world.alice.clientID,
    serverURL: world.attic,
    endpoints: { account: world.account },
    retryConfig: { strategy: 'none' },
    timeout: 20_000,
    fetch,
  };
  return {
    ...world,
    client: (options) => new PlexAPI({ ...basic, ...options }),
    faulty: (fault, options) => {
      const url = `${world.faults}/${fault}`;
      const secret = world.planted.token;
      return new PlexAPI({ ...basic, accessToken: secret, serverURL: url, endpoints: { account: url }, ...options });
    },
  };
}

/** @throws Error saying what is not so. */
export function claim(isSo: boolean, otherwise: string): void {
  if (!isSo) throw new Error(otherwise);
}

/** @throws Error saying what was found in the place of what. */
export function same(found: unknown, expected: unknown, what: string): void {
  const [one, other] = [JSON.stringify(found), JSON.stringify(expected)];
  claim(one === other, `${what}: ${one}, not ${other}`);
}

/** What a call is rejected with. */
export async function rejection(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error('it did not fail');
}

/** The members of an error that a program decides by. */
export type Traits = Partial<Pick<errors.SDKError, 'name' | 'code' | 'statusCode' | 'operation'>>;

/** A call must be refused with an error of this class and these traits. */
export async function refused(
  work: Promise<unknown>,
  type: new (...args: never[]) => Error,
  is: Traits,
): Promise<void> {
  const error = await rejection(work);
  claim(error instanceof type, `rejected with ${String(error)}, not a ${type.name}`);
  for (const [key, value] of Object.entries(is)) same(Reflect.get(Object(error), key), value, key);
}

/** How often something happened at the fault server. */
export async function count({ faults }: World, what: string): Promise<number> {
  const response = await fetch(`${faults}/count/${what}`);
  return Number(await response.text());
}

/** Waits until it happened as often. @throws Error after five seconds. */
export async function until(world: World, what: string, times: number): Promise<void> {
  const end = Date.now() + 5_000;
  while ((await count(world, what)) < times) {
    claim(Date.now() < end, `${what} did not happen within 5 s`);
    await new Promise((resolve) => {
      setTimeout(resolve, 10);
    });
  }
}
