import { PlexAPI, type PlexAPIOptions } from '@ticketstub/sdk';
import { fetch, ProxyAgent } from 'undici';

/** A client whose requests, and no others of the program, go through a proxy: `http://proxy.example:3128`. */
export function clientThrough(proxy: string, options: PlexAPIOptions): PlexAPI {
  const dispatcher = new ProxyAgent(proxy);
  return new PlexAPI({ ...options, fetch: (url, init) => fetch(url, { ...init, dispatcher }) });
}
