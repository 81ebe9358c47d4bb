import { type PlexCore, settingsOf } from '../core.js';
import {
  postUsersSignInDataOperation,
  type PostUsersSignInDataRequest,
  type PostUsersSignInDataResponse,
} from '../operations/post-users-sign-in-data.js';
import type { CallOptions } from '../options.js';
import { send } from '../transport/send.js';

/**
 * Signs in with login and password; the account comes back with its new token. No token is sent. Sent exactly once unless
 * `retries` of this very call says otherwise: Plex blocks an address after repeated failures.
 * @throws PostUsersSignInDataUnauthorized, whose `code` says whether a verification code is wanted.
 */
export async function postUsersSignInData(
  core: PlexCore,
  request: PostUsersSignInDataRequest,
  options?: CallOptions,
): Promise<PostUsersSignInDataResponse> {
  return send(settingsOf(core), postUsersSignInDataOperation, { input: request, options });
}
