import { redirectDispatchers } from './dispatcher.js';
import { redirectFetch } from './global-fetch.js';
import { guardSockets } from './guard.js';
import { redirectNodeHttp } from './node-http.js';
import { readStandInURL } from './stand-in-url.js';
import { redirectWorkers } from './workers.js';

/** Set once a process is redirected, by whichever copy of this package. */
const INSTALLED = Symbol.for('ticketstub.redirect');

/**
 * Sends what the process asks of plex.tv to the stand-in at `url`, from now on; a second time changes nothing.
 * Worker threads do the same by loading the file `preload`.
 *
 * @throws {RedirectError} `URL_MISSING`, `URL_INVALID`.
 */
export function installRedirect(url: string | undefined, preload: string): void {
  const standIn = readStandInURL(url);
  if (Reflect.has(globalThis, INSTALLED)) return;
  Reflect.defineProperty(globalThis, INSTALLED, { value: true });
  guardSockets();
  redirectNodeHttp(standIn);
  redirectWorkers(preload);
  const dispatcher = redirectDispatchers(standIn);
  if (dispatcher !== undefined) redirectFetch(dispatcher);
}
