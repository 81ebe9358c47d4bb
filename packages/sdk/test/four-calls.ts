import { type CallOptions, errors, operations, type PlexAPI } from '../src/index.js';
import type { Reply } from './scene.js';

/** One of the four operations as a caller makes it, and a success for it. */
export interface FourCall {
  name: string;
  make: (plex: PlexAPI, options?: CallOptions) => Promise<operations.ResponseEnvelope>;
  success: Required<Pick<Reply, 'status' | 'body'>>;
  badRequest: typeof errors.SDKError;
  unauthorized: typeof errors.SDKError;
}

/** The smallest account there is. */
export const ACCOUNT = { id: 7, uuid: '0123456789abcdef' } as const;

const transient: FourCall = {
  name: 'getTransientToken',
  make: (plex, options) => plex.authentication.getTransientToken({ type: 'delegation', scope: 'all' }, options),
  success: { status: 200, body: { MediaContainer: { size: 0, token: 'transient-of-the-answer' } } },
  badRequest: errors.GetTransientTokenBadRequest,
  unauthorized: errors.GetTransientTokenUnauthorized,
};

const source: FourCall = {
  name: 'getSourceConnectionInformation',
  make: (plex, options) => plex.authentication.getSourceConnectionInformation({ source: 'server://attic' }, options),
  success: {
    status: 200,
    body: { MediaContainer: { size: 1, Device: { accessToken: 'transient-of-the-device', Connection: [] } } },
  },
  badRequest: errors.GetSourceConnectionInformationBadRequest,
  unauthorized: errors.GetSourceConnectionInformationUnauthorized,
};

const details: FourCall = {
  name: 'getTokenDetails',
  make: (plex, options) => plex.authentication.getTokenDetails(options),
  success: { status: 200, body: ACCOUNT },
  badRequest: errors.GetTokenDetailsBadRequest,
  unauthorized: errors.GetTokenDetailsUnauthorized,
};

const signIn: FourCall = {
  name: 'postUsersSignInData',
  make: (plex, options) =>
    plex.authentication.postUsersSignInData({ requestBody: { login: 'alice', password: 'canary-password' } }, options),
  success: { status: 201, body: { ...ACCOUNT, authToken: 'canary-fresh-token' } },
  badRequest: errors.PostUsersSignInDataBadRequest,
  unauthorized: errors.PostUsersSignInDataUnauthorized,
};

/** The four, in the seed's order. */
export const fourCalls: readonly FourCall[] = [transient, source, details, signIn];

/** Those that may be sent again. */
export const repeatableCalls: readonly FourCall[] = [transient, source, details];

export { details as tokenDetails, signIn as signInCall, source as sourceCall, transient as transientCall };
