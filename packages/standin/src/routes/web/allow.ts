import type { Context } from 'hono';
import { tryClaim } from '../../acts/claim-pin.js';
import type { Account } from '../../db/accounts.js';
import type { Pin } from '../../db/pins.js';
import type { Deps, StandInEnv } from '../../deps.js';
import { PlexHttpError } from '../../errors.js';
import type { Attempt } from '../../memory/attempts.js';
import { type PinWarning, warningOf } from '../../rules/pin-info.js';
import { isClaimable } from '../../rules/pins.js';
import { allowPage } from '../../views/allow-page.js';
import { type DonePage, donePage } from '../../views/done-page.js';
import type { PinInfo } from '../../views/pin-info.js';
import { placeOf } from '../../views/location.js';
import { pinInfo } from '../plex-tv/pin-page.js';
import { type Standing, field, leadTo, signedIn, standingOf } from './attempt.js';

type Handler = (c: Context<StandInEnv>) => Response | Promise<Response>;

/** What each end of a sign-in is answered with. */
const STATUSES = { allowed: 200, refused: 200, impossible: 409, gone: 404, used: 409 } as const;

/** What came of a sign-in; undefined when nothing has yet. */
function outcomeOf({ clock }: Deps, { attempt, pin }: Standing): DonePage['outcome'] | undefined {
  if (attempt.answer !== undefined) return attempt.answer;
  const now = clock.now();
  if (pin === undefined || pin.expiresAt <= now) return 'gone';
  return isClaimable(pin, now) ? undefined : 'used';
}

/** Where a PIN was made, and what whoever looks at it is to be warned of. */
function meeting(deps: Deps, c: Context<StandInEnv>, pin: Pin): PinInfo & { warning: PinWarning | undefined } {
  const info = pinInfo(deps, pin, c.get('client').address.ip);
  return { ...info, warning: warningOf(info, deps.behaviour.securityAlert) };
}

const ANSWERS = { claimed: 'allowed', refused: 'impossible', gone: undefined } as const;

/** Claims a PIN; when the program gets to see it is another matter, as people are sent on before. */
function allow(deps: Deps, { code }: Pin, account: Account): Attempt['answer'] {
  const { claimDelay } = deps.behaviour;
  const held = claimDelay > 0 ? { toldAt: deps.clock.now() + claimDelay } : {};
  return ANSWERS[tryClaim(deps, code, { account, ...held })];
}

/** Answers `GET /auth/allow`: the page that says who asks, to whoever is signed in. */
export function getAllow(deps: Deps): Handler {
  return (c) => {
    const standing = standingOf(deps, c, c.req.query('attempt') ?? '');
    const { attempt, pin, app, device } = standing;
    if (pin === undefined || outcomeOf(deps, standing) !== undefined) return leadTo(c, 'done', attempt);
    const account = signedIn(deps, c);
    if (account === undefined) return leadTo(c, 'sign-in', attempt);
    const csrf = deps.visitors.formToken(c.get('visitor'));
    const { ip, country, warning } = meeting(deps, c, pin);
    const from = { ip, place: placeOf(country, deps.behaviour.locations), warning };
    return c.html(allowPage({ csrf, attempt, app, device, from, person: account }));
  };
}

/**
 * Answers `POST /auth/allow`: a yes claims the PIN for who the page named, a no leaves it as it is.
 *
 * @rule auth-page.refused-stays-pending
 */
export function postAllow(deps: Deps): Handler {
  return (c) => {
    const standing = standingOf(deps, c, field(c, 'attempt'));
    const { attempt, pin } = standing;
    const answer = field(c, 'answer');
    if (answer !== 'allow' && answer !== 'refuse') throw new PlexHttpError(400);
    if (pin === undefined || outcomeOf(deps, standing) !== undefined) return leadTo(c, 'done', attempt);
    const account = signedIn(deps, c);
    if (account === undefined) return leadTo(c, 'sign-in', attempt);
    const isWarned = meeting(deps, c, pin).warning === 'other-address' && field(c, 'sure') !== 'yes';
    // In another tab somebody else may have signed in since the page named who would be.
    const isOther = field(c, 'account') !== account.uuid;
    if (answer === 'allow' && (isOther || isWarned)) return leadTo(c, 'allow', attempt);
    deps.attempts.change(attempt.id, { answer: answer === 'refuse' ? 'refused' : allow(deps, pin, account) });
    return leadTo(c, 'done', attempt);
  };
}

/** Answers `GET /auth/done`: what came of a sign-in; after a yes the page leads on to where the program said. */
export function getDone(deps: Deps): Handler {
  return (c) => {
    const standing = standingOf(deps, c, c.req.query('attempt') ?? '');
    const { attempt, app } = standing;
    const outcome = outcomeOf(deps, standing);
    if (outcome === undefined) return leadTo(c, 'allow', attempt);
    return c.html(donePage({ outcome, app, onward: attempt.onward }), STATUSES[outcome]);
  };
}
