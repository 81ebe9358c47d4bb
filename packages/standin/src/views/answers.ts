import type { Context } from 'hono';
import type { StandInEnv } from '../deps.js';
import { writeXml } from './xml.js';

/** An answer in both forms. */
export interface Forms {
  readonly json: object;
  /** Writes the XML, should it be asked for. */
  readonly xml: () => string;
}

/**
 * Writes an answer of plex.tv in the form the request negotiated.
 *
 * @rule negotiate.plex-tv-charset
 */
export function writePlexTv(c: Context<StandInEnv>, status: number, { json, xml }: Forms): Response {
  if (c.get('format') === 'json') {
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    return new Response(JSON.stringify(json), { status, headers });
  }
  return new Response(xml(), { status, headers: { 'content-type': 'application/xml; charset=utf-8' } });
}

/**
 * Writes an answer of a media server, XML unless JSON was asked for.
 *
 * @rule negotiate.media-server-default-xml
 */
export function writeMediaContainer(c: Context<StandInEnv>, container: object): Response {
  if (c.get('format') === 'json') {
    const body = JSON.stringify({ MediaContainer: container });
    return new Response(body, { headers: { 'content-type': 'application/json' } });
  }
  const body = writeXml('MediaContainer', container, 'bare');
  return new Response(body, { headers: { 'content-type': 'text/xml;charset=utf-8' } });
}
