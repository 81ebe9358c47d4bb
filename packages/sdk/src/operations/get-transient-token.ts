import { SDKError } from '../errors.js';
import { demandObject, demandText } from '../wire/arguments.js';
import { readTransientToken, type TransientTokenContainer } from '../wire/media-container.js';
import type { Operation, ResponseEnvelope } from './operation.js';

/** The kinds of transient token: delegation is the only one. */
export const GetTransientTokenQueryParamType = { DELEGATION: 'delegation' } as const;
/** The kinds of transient token: delegation is the only one. */
export type GetTransientTokenQueryParamType =
  (typeof GetTransientTokenQueryParamType)[keyof typeof GetTransientTokenQueryParamType];

/** How far a transient token reaches: all is the only scope. */
export const Scope = { ALL: 'all' } as const;
/** How far a transient token reaches: all is the only scope. */
export type Scope = (typeof Scope)[keyof typeof Scope];

/** Both are required, and each has one value so far. Others pass through to the server, which refuses them. */
export interface GetTransientTokenRequest {
  type: GetTransientTokenQueryParamType;
  scope: Scope;
}

/** The envelope, and the token in its container. */
export interface GetTransientTokenResponse extends ResponseEnvelope {
  readonly mediaContainer: TransientTokenContainer;
}

/** 400: `type` or `scope` is not one the server knows. */
export class GetTransientTokenBadRequest extends SDKError {
  override get name(): string {
    return 'GetTransientTokenBadRequest';
  }
}

/** 401: this server does not accept the token. */
export class GetTransientTokenUnauthorized extends SDKError {
  override get name(): string {
    return 'GetTransientTokenUnauthorized';
  }
}

/** `POST /security/token`, as https://developer.plex.tv/pms/ prefers it, or `GET` for a server that does not know that. */
export function getTransientTokenOperation(
  method: 'POST' | 'GET',
): Operation<GetTransientTokenRequest, { mediaContainer: TransientTokenContainer }> {
  return {
    name: 'getTransientToken',
    target: 'server',
    repeatable: true,
    refusals: { 400: GetTransientTokenBadRequest, 401: GetTransientTokenUnauthorized },
    build(input) {
      const request = demandObject(input, 'request');
      const query = new URLSearchParams({
        type: demandText(request['type'], 'request.type'),
        scope: demandText(request['scope'], 'request.scope'),
      });
      return { method, path: `/security/token?${query}` };
    },
    read: (body) => ({ mediaContainer: readTransientToken(body) }),
  };
}
