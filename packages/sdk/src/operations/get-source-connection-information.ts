import { SDKError } from '../errors.js';
import { demandObject, demandText } from '../wire/arguments.js';
import { readSource, type SourceContainer } from '../wire/media-container.js';
import type { Operation, ResponseEnvelope } from './operation.js';

/** Which source to ask the server about. */
export interface GetSourceConnectionInformationRequest {
  /** With its prefix: `server://` and a machine identifier, or `provider://` and a provider identifier. */
  source: string;
  /** Asks the server to look the source up again. Default: not sent. */
  refresh?: boolean | undefined;
}

/** The envelope, and the source's device in its container. */
export interface GetSourceConnectionInformationResponse extends ResponseEnvelope {
  readonly mediaContainer: SourceContainer;
}

/** 400: the source is not one the server can make sense of. */
export class GetSourceConnectionInformationBadRequest extends SDKError {
  override get name(): string {
    return 'GetSourceConnectionInformationBadRequest';
  }
}

/** 401: this server does not accept the token. */
export class GetSourceConnectionInformationUnauthorized extends SDKError {
  override get name(): string {
    return 'GetSourceConnectionInformationUnauthorized';
  }
}

/** `GET /security/resources`, Plex Media Server 1.15.4 or later. https://developer.plex.tv/pms/ */
export const getSourceConnectionInformationOperation: Operation<
  GetSourceConnectionInformationRequest,
  { mediaContainer: SourceContainer }
> = {
  name: 'getSourceConnectionInformation',
  target: 'server',
  repeatable: true,
  refusals: { 400: GetSourceConnectionInformationBadRequest, 401: GetSourceConnectionInformationUnauthorized },
  build(input) {
    const request = demandObject(input, 'request');
    const source = demandText(request['source'], 'request.source');
    const refresh = request['refresh'];
    const query = new URLSearchParams({ source, ...(refresh !== undefined && { refresh: refresh ? '1' : '0' }) });
    return { method: 'GET', path: `/security/resources?${query}` };
  },
  read: (body) => ({ mediaContainer: readSource(body) }),
};
