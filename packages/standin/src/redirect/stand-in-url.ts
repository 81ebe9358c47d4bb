import { destinationOf } from './destination.js';
import { RedirectError } from './redirect-error.js';

const EXAMPLE = 'for example http://127.0.0.1:4000';

function invalid(why: string): RedirectError {
  return new RedirectError('URL_INVALID', `TICKETSTUB_URL ${why}; it is where the stand-in is, ${EXAMPLE}`);
}

/**
 * Reads where the stand-in is. Any host that is not Plex's own will do: in a container it is the name of a service.
 *
 * @throws {RedirectError} `URL_MISSING`, `URL_INVALID`; the value is not repeated.
 */
export function readStandInURL(text: string | undefined): URL {
  if (text === undefined || text === '') {
    const message = `TICKETSTUB_URL is not set: set it to where the stand-in is, ${EXAMPLE}`;
    throw new RedirectError('URL_MISSING', message);
  }
  if (!URL.canParse(text)) throw invalid('is no URL');
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw invalid('is neither http nor https');
  if (url.username !== '' || url.password !== '') throw invalid('holds credentials');
  if (url.href !== `${url.origin}/`) throw invalid('has a path, a query or a fragment');
  if (destinationOf(url.hostname) !== 'elsewhere') throw invalid('leads to Plex itself');
  return url;
}
