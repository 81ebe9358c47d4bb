import { type CallOptions, operations, PlexAPI, type PlexAPIOptions } from '@ticketstub/sdk';
import type { CastName } from '@ticketstub/standin';
import { facts, type SeedOperation } from '../seed-facts.js';
import type { World } from './world.js';

/** The name of one of the four operations. */
export type Name = SeedOperation['name'];

/** The four names, in the seed's order. */
export const names: readonly Name[] = facts.operations.map(({ name }) => name);

/** The request of an operation that succeeds; null for the one that takes none. */
export function goodRequest(name: Name, world: World, person: CastName = 'alice'): object | null {
  const { email: login, password } = world.standIn.people[person];
  const requests: Record<Name, object | null> = {
    getTransientToken: {
      type: operations.GetTransientTokenQueryParamType.DELEGATION,
      scope: operations.Scope.ALL,
    },
    getSourceConnectionInformation: { source: world.atticSource },
    getTokenDetails: null,
    postUsersSignInData: { requestBody: { login, password } },
  };
  return requests[name];
}

/** Makes one of the four calls with whatever request, as a program in JavaScript can. */
export async function call(
  plex: PlexAPI,
  name: Name,
  [request, options]: readonly [request: object | null, options?: object | undefined],
): Promise<operations.ResponseEnvelope> {
  const args = request === null ? [options] : [request, options];
  const answer: unknown = await Reflect.apply(plex.authentication[name], plex.authentication, args);
  if (isEnvelope(answer)) return answer;
  throw new TypeError(`${name} returned no envelope`);
}

/** The same, succeeding, as Alice. */
export function callAsAlice(
  world: World,
  name: Name,
  { client, options }: { client?: PlexAPIOptions; options?: CallOptions } = {},
): Promise<operations.ResponseEnvelope> {
  return call(world.client('alice', client), name, [goodRequest(name, world), options]);
}

/** What a call is rejected with; undefined when it is not. */
export async function rejection(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
    return undefined;
  } catch (error) {
    return error;
  }
}

function isEnvelope(value: unknown): value is operations.ResponseEnvelope {
  return typeof value === 'object' && value !== null && 'statusCode' in value && 'rawResponse' in value;
}
