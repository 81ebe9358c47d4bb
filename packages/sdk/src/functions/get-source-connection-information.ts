import { type PlexCore, settingsOf } from '../core.js';
import {
  getSourceConnectionInformationOperation,
  type GetSourceConnectionInformationRequest,
  type GetSourceConnectionInformationResponse,
} from '../operations/get-source-connection-information.js';
import type { CallOptions } from '../options.js';
import { send } from '../transport/send.js';

/**
 * How to reach a source the server knows (`server://…`, `provider://…`), and a transient token for it. The server wants an
 * admin token or a transient token made from one, and must be 1.15.4 or later.
 * @throws GetSourceConnectionInformationUnauthorized when the server does not accept the token; SDKError with the code
 * `FORBIDDEN` when the token is good but not an admin's.
 */
export async function getSourceConnectionInformation(
  core: PlexCore,
  request: GetSourceConnectionInformationRequest,
  options?: CallOptions,
): Promise<GetSourceConnectionInformationResponse> {
  return send(settingsOf(core), getSourceConnectionInformationOperation, { input: request, options });
}
