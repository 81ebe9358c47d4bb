// The SDK on its node transport.
import { nodeTransport } from '@ticketstub/sdk/node';
import { connect as connectFetch } from './sdk-fetch.mjs';

export function connect(server) {
  const fetch = nodeTransport();
  return { ...connectFetch(server, { fetch }), close: () => fetch.close() };
}
