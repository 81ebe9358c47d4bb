/** Query parameters whose values say nothing secret. */
const HARMLESS = new Set([
  'type',
  'scope',
  'source',
  'refresh',
  'strong',
  'includeSubscriptions',
  'includeProviders',
  'includeSettings',
  'includeSharedSettings',
  'X-Plex-Client-Identifier',
  'X-Plex-Product',
  'X-Plex-Version',
  'X-Plex-Platform',
]);

/** Names that are long, and are no secret. */
const PLAIN_NAMES = new Set(['X-Plex-Token', 'refreshReachability']);

const REDACTED = '[redacted]';

/** What a value of a harmless parameter looks like: a word, an identifier, a source. */
const PLAIN_VALUE = /^(?:(?:server|provider):\/\/)?[\w.:/ -]{0,80}$/;

/** A token where it does not belong: as a scope, in a source. */
const LOOKS_SECRET = /transient-|claim-|eyJ|(?<![\w-])[\w-]{20}(?![\w-])/;

/** A segment of a path nobody knows may be a token; a short word is none. */
const PLAIN_SEGMENT = /^(?:[A-Za-z_-]{0,15}|v\d)(?:\.(?:json|xml))?$/;

/** A number in the path of an endpoint: a PIN's, which opens nothing without the client identifier of its maker. */
const NUMBER = /^\d{1,15}(?:\.(?:json|xml))?$/;

/** A person in the path of an endpoint: too short for a token. */
const UUID = /^[0-9a-f]{16}$/;

/**
 * A path and its query without what may be secret: values of parameters that are not known, and whatever in the path is
 * more than a word, or a number or a person in the path of an endpoint.
 */
export function redactPath(path: string, query: string, known: boolean): string {
  const inPath = (text: string): string => (known && (NUMBER.test(text) || UUID.test(text)) ? text : segment(text));
  const parts = path.split('/');
  // The code of a PIN may look like a word.
  const shown = parts.map((text, at) => (parts[at - 1] === 'qr' ? REDACTED : inPath(text))).join('/');
  const parameters = [...new URLSearchParams(query)].map(([name, value]) => {
    const harmless = HARMLESS.has(name) && PLAIN_VALUE.test(value) && !LOOKS_SECRET.test(value);
    return `${segment(name)}=${harmless ? value : REDACTED}`;
  });
  return parameters.length === 0 ? shown : `${shown}?${parameters.join('&')}`;
}

function segment(text: string): string {
  return PLAIN_SEGMENT.test(text) || HARMLESS.has(text) || PLAIN_NAMES.has(text) ? text : REDACTED;
}
