import type { Context } from 'hono';
import type { Pin } from '../../db/pins.js';
import type { Deps, StandInEnv } from '../../deps.js';
import { PlexHttpError } from '../../errors.js';
import { judgePin } from '../../rules/pin-info.js';
import { codeLength } from '../../rules/pins.js';
import { writePlexTv } from '../../views/answers.js';
import { type PinInfo, pinInfoJson, pinInfoXml } from '../../views/pin-info.js';
import { qrPng } from '../../views/qr-png.js';

/** The PIN that has a code, as long as it lives. */
function livePin({ db, clock }: Deps, code: string): Pin {
  const pin = db.pins.findByCode(code);
  if (pin === undefined || pin.expiresAt <= clock.now()) throw new PlexHttpError(404, 1020);
  return pin;
}

/** What is told of a PIN to somebody at an address. */
export function pinInfo({ db }: Deps, pin: Pin, viewerIp: string): PinInfo {
  const maker = db.pinMakers.find(pin.id);
  const ip = maker?.ip ?? viewerIp;
  const judged = judgePin({ makerIp: ip, safeOrigin: maker?.safeOrigin ?? true, viewerIp });
  return { ...judged, ip, country: pin.country };
}

/**
 * Answers `GET /api/v2/pins/info`: whether whoever asks is at the address the PIN with this code was made from, and which
 * that was.
 *
 * @rule pin-info.code
 */
export function getPinInfo(deps: Deps): (c: Context<StandInEnv>) => Response {
  return (c) => {
    const code = c.req.query('code') ?? '';
    if (code === '') throw new PlexHttpError(400, 1004);
    const { identifier, address } = c.get('client');
    const viewer = identifier === undefined ? (deps.visitors.address() ?? address) : address;
    const info = pinInfo(deps, livePin(deps, code), viewer.ip);
    const { locations } = deps.behaviour;
    const json = (): string => JSON.stringify(pinInfoJson(info, locations));
    return writePlexTv(c, 200, { json, xml: () => pinInfoXml(info, locations) });
  };
}

/** Where the picture of a code leads: a short one to where it would be typed in, a strong one to the sign-in page. */
function addressOf({ whereabouts }: Deps, { code, clientIdentifier }: Pin): string {
  const pin = encodeURIComponent(code);
  if (code.length === codeLength('short')) return `${whereabouts.account}/link/?pin=${pin}`;
  return `${whereabouts.account}/auth#?clientID=${encodeURIComponent(clientIdentifier)}&code=${pin}`;
}

/**
 * Answers `GET /api/v2/pins/qr/{code}`: a picture of the address that signs somebody in with the code.
 *
 * @rule pin.qr-png
 * @rule pin.qr-content
 */
export function getPinQr(deps: Deps): (c: Context<StandInEnv>) => Response {
  return (c) => {
    const pin = livePin(deps, c.req.param('code') ?? '');
    const picture = new Uint8Array(qrPng(addressOf(deps, pin)));
    return new Response(picture, { status: 200, headers: { 'content-type': 'image/png' } });
  };
}
