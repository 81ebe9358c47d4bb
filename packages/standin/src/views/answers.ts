import type { Context } from 'hono';
import type { StandInEnv } from '../deps.js';
import { TextResponse } from './text-response.js';
import { writeXml } from './xml.js';

/** An answer in both forms; the one that is asked for is written. */
export interface Forms {
  readonly json: () => string;
  readonly xml: () => string;
}

/**
 * Writes an answer of plex.tv in the form the request negotiated.
 *
 * @rule negotiate.plex-tv-charset
 */
export function writePlexTv(c: Context<StandInEnv>, status: number, { json, xml }: Forms): Response {
  if (c.get('format') === 'json') {
    return new TextResponse(json(), status, { 'content-type': 'application/json; charset=utf-8' });
  }
  return new TextResponse(xml(), status, { 'content-type': 'application/xml; charset=utf-8' });
}

/**
 * Writes an answer of a media server, XML unless JSON was asked for.
 *
 * @rule negotiate.media-server-default-xml
 */
export function writeMediaServer(c: Context<StandInEnv>, root: 'MediaContainer' | 'MyPlex', value: object): Response {
  if (c.get('format') === 'json') {
    return new TextResponse(JSON.stringify({ [root]: value }), 200, { 'content-type': 'application/json' });
  }
  const body = writeXml(root, value, 'bare');
  return new TextResponse(body, 200, { 'content-type': 'text/xml;charset=utf-8' });
}

/** The same in the envelope that nearly every answer of a media server has. */
export function writeMediaContainer(c: Context<StandInEnv>, container: object): Response {
  return writeMediaServer(c, 'MediaContainer', container);
}
