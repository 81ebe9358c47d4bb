import type { PlexCore } from '../core.js';
import { getSourceConnectionInformation } from '../functions/get-source-connection-information.js';
import { getTokenDetails } from '../functions/get-token-details.js';
import { getTransientToken } from '../functions/get-transient-token.js';
import { postUsersSignInData } from '../functions/post-users-sign-in-data.js';
import type {
  GetSourceConnectionInformationRequest,
  GetSourceConnectionInformationResponse,
} from '../operations/get-source-connection-information.js';
import type { GetTokenDetailsResponse } from '../operations/get-token-details.js';
import type { GetTransientTokenRequest, GetTransientTokenResponse } from '../operations/get-transient-token.js';
import type { PostUsersSignInDataRequest, PostUsersSignInDataResponse } from '../operations/post-users-sign-in-data.js';
import type { CallOptions } from '../options.js';

/** API calls about authentication for a Plex Media Server: the four operations, to the letter. */
export class Authentication {
  readonly #core: PlexCore;

  /** Made by `PlexAPI`. */
  constructor(core: PlexCore) {
    this.#core = core;
  }

  /** Get a transient token. See {@link getTransientToken}. */
  async getTransientToken(
    request: GetTransientTokenRequest,
    options?: CallOptions,
  ): Promise<GetTransientTokenResponse> {
    return getTransientToken(this.#core, request, options);
  }

  /** Get source connection information. See {@link getSourceConnectionInformation}. */
  async getSourceConnectionInformation(
    request: GetSourceConnectionInformationRequest,
    options?: CallOptions,
  ): Promise<GetSourceConnectionInformationResponse> {
    return getSourceConnectionInformation(this.#core, request, options);
  }

  /** Get token details. See {@link getTokenDetails}. */
  async getTokenDetails(options?: CallOptions): Promise<GetTokenDetailsResponse> {
    return getTokenDetails(this.#core, options);
  }

  /** Get user sign-in data. See {@link postUsersSignInData}. */
  async postUsersSignInData(
    request: PostUsersSignInDataRequest,
    options?: CallOptions,
  ): Promise<PostUsersSignInDataResponse> {
    return postUsersSignInData(this.#core, request, options);
  }
}
