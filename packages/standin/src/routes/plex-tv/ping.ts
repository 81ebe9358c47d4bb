import type { Context } from 'hono';
import type { StandInEnv } from '../../deps.js';
import { writePlexTv } from '../../views/answers.js';
import { XML_DECLARATION } from '../../views/xml.js';

/**
 * Answers `GET /api/v2/ping`.
 *
 * @rule ping.pong
 * @rule ping.xml-root
 * @rule ping.needs-token
 */
export function getPing(c: Context<StandInEnv>): Response {
  return writePlexTv(c, 200, { json: () => '{"pong":true}', xml: () => `${XML_DECLARATION}<pong>1</pong>\n` });
}
