import { type PlexResource, readResources } from '../wire/resource.js';
import { readServerOffers, type ServerOffers } from '../wire/server-offer.js';
import type { Operation, OperationRequest } from './operation.js';

/** Which connections are wanted besides those over plain http and IPv4. */
export interface ListResourcesInput {
  /** Those over https. Default true. */
  includeHttps?: boolean | undefined;
  /** Those through Plex's relay. Default true. */
  includeRelay?: boolean | undefined;
  /** Those of IPv6. Default true. */
  includeIPv6?: boolean | undefined;
}

/** `GET /resources` below the account base. https://developer.plex.tv/pms/ */
export const getResourcesOperation: Operation<ListResourcesInput, { resources: PlexResource[] }> = {
  name: 'getResources',
  target: 'account',
  repeatable: true,
  build,
  read: (body) => ({ resources: readResources(body) }),
};

/** The same, of which nothing is kept but the media servers that somebody may use. Only a 200 is plex.tv's word on that. */
export const getServerOffersOperation: Operation<ListResourcesInput, ServerOffers> = {
  name: 'getResources',
  target: 'account',
  repeatable: true,
  build,
  read: (body, { status }) => readServerOffers(status === 200 ? body : undefined),
};

function build({ includeHttps = true, includeRelay = true, includeIPv6 = true }: ListResourcesInput): OperationRequest {
  const flags = Object.entries({ includeHttps, includeRelay, includeIPv6 });
  const query = new URLSearchParams(flags.map(([name, wanted]) => [name, wanted ? '1' : '0']));
  return { method: 'GET', path: `/resources?${query}` };
}
