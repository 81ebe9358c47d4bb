import { operations, type Pin } from '@ticketstub/sdk';
import type { StandIn } from '@ticketstub/standin';

/** How plex.tv says that an answer is JSON. */
export const JSON_OF_PLEX_TV = 'application/json; charset=utf-8';

/** How a media server says it. */
export const JSON_OF_SERVER = 'application/json';

/** How a media server says that a refusal is a page. */
export const PAGE_OF_SERVER = 'text/html';

/** What a transient token is asked for with: the only values there are. */
export const DELEGATION: operations.GetTransientTokenRequest = {
  type: operations.GetTransientTokenQueryParamType.DELEGATION,
  scope: operations.Scope.ALL,
};

/** The request line of `getTransientToken`. */
export function tokenRequest(server: { url: string }): string {
  return `POST ${server.url}/security/token?type=delegation&scope=all`;
}

/** The request line of `getSourceConnectionInformation`. */
export function sourceRequest(server: { url: string }, source: string): string {
  return `GET ${server.url}/security/resources?source=${encodeURIComponent(source)}`;
}

/** The request line of `getTokenDetails`. */
export function userRequest(plex: StandIn): string {
  return `GET ${plex.endpoints.account}/user`;
}

/** The request line of `postUsersSignInData`. */
export function signInRequest(plex: StandIn): string {
  return `POST ${plex.endpoints.account}/users/signin`;
}

/** The request line of `pins.get`. */
export function pinRequest(plex: StandIn, { id }: Pick<Pin, 'id'>): string {
  return `GET ${plex.endpoints.clients}/pins/${id}`;
}

/** The request line of `home.users`. */
export function homeRequest(plex: StandIn): string {
  return `GET ${plex.endpoints.account}/home/users`;
}

/** The request line of `home.switchTo`, without a PIN. */
export function switchRequest(plex: StandIn, { uuid }: { uuid: string }): string {
  return `POST ${plex.endpoints.account}/home/users/${uuid}/switch`;
}

/** The request lines of `deviceKeys.issueToken`: a nonce, and the JWT that it is signed into for another. */
export function nonceRequest(plex: StandIn): string {
  return `GET ${plex.endpoints.clients}/auth/nonce`;
}

export function tokenExchange(plex: StandIn): string {
  return `POST ${plex.endpoints.clients}/auth/token`;
}

/** A media server as a source. */
export function sourceOf(server: { machineIdentifier: string }): string {
  return `server://${server.machineIdentifier}`;
}
