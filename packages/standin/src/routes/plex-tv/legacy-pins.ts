import type { Context } from 'hono';
import type { Pin } from '../../db/pins.js';
import type { Deps, StandInEnv } from '../../deps.js';
import { legacyPinXml } from '../../views/legacy-pin.js';
import { TextResponse } from '../../views/text-response.js';
import { makePin, pinAskedFor } from './kept-pins.js';

function answer(status: number, pin: Pin, headers: Readonly<Record<string, string>> = {}): Response {
  return new TextResponse(legacyPinXml(pin), status, { 'content-type': 'application/xml; charset=utf-8', ...headers });
}

/**
 * Answers `POST /pins.xml`: 201 and a short PIN for whoever asks, the same that `/api/v2/pins` makes.
 *
 * @rule legacy-pin.created-201
 * @rule legacy-pin.short
 */
export function postLegacyPin(deps: Deps): (c: Context<StandInEnv>) => Response {
  return (c) => {
    const pin = makePin(deps, c, { kind: 'short', key: null });
    return answer(201, pin, { location: `${deps.whereabouts.account}/pins/${pin.id}` });
  };
}

/**
 * Answers `GET /pins/{id}.xml`, to the client that made the PIN and as long as it lives.
 *
 * @rule legacy-pin.same-pins
 * @rule legacy-pin.gone
 */
export function getLegacyPin(deps: Deps): (c: Context<StandInEnv>) => Response {
  return (c) => answer(200, pinAskedFor(deps, c));
}
