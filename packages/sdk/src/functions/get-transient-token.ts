import { type PlexCore, settingsOf } from '../core.js';
import {
  getTransientTokenOperation,
  type GetTransientTokenRequest,
  type GetTransientTokenResponse,
} from '../operations/get-transient-token.js';
import { SDKError } from '../errors.js';
import type { CallOptions } from '../options.js';
import { send } from '../transport/send.js';

/**
 * A temporary token with the access of the client's own: up to 48 hours, gone when the server restarts.
 * @throws GetTransientTokenUnauthorized when this server does not accept the client's token.
 */
export async function getTransientToken(
  core: PlexCore,
  request: GetTransientTokenRequest,
  options?: CallOptions,
): Promise<GetTransientTokenResponse> {
  const settings = settingsOf(core);
  try {
    return await send(settings, getTransientTokenOperation('POST'), { input: request, options });
  } catch (error) {
    const unknown = error instanceof SDKError && (error.statusCode === 404 || error.statusCode === 405);
    if (!unknown) throw error;
    return send(settings, getTransientTokenOperation('GET'), { input: request, options });
  }
}
