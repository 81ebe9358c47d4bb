import type { Context } from 'hono';
import { claimPin } from '../../acts/claim-pin.js';
import type { Deps, StandInEnv } from '../../deps.js';
import { PlexHttpError } from '../../errors.js';
import { isClaimable } from '../../rules/pins.js';
import { allowPage } from '../../views/allow-page.js';
import { type DonePage, donePage } from '../../views/done-page.js';
import { countryName } from '../../views/pin.js';
import { type Standing, field, leadTo, signedIn, standingOf } from './attempt.js';

type Handler = (c: Context<StandInEnv>) => Response | Promise<Response>;

/** What each end of a sign-in is answered with. */
const STATUSES = { allowed: 200, refused: 200, gone: 404, used: 409 } as const;

/** What came of a sign-in; undefined when nothing has yet. */
function outcomeOf({ clock }: Deps, { attempt, pin }: Standing): DonePage['outcome'] | undefined {
  if (attempt.answer !== undefined) return attempt.answer;
  const now = clock.now();
  if (pin === undefined || pin.expiresAt <= now) return 'gone';
  return isClaimable(pin, now) ? undefined : 'used';
}

/** Answers `GET /auth/allow`: the page that says who asks, to whoever is signed in. */
export function getAllow(deps: Deps): Handler {
  return (c) => {
    const standing = standingOf(deps, c, c.req.query('attempt') ?? '');
    const { attempt, pin, app } = standing;
    if (pin === undefined || outcomeOf(deps, standing) !== undefined) return leadTo(c, 'done', attempt);
    const account = signedIn(deps, c);
    if (account === undefined) return leadTo(c, 'sign-in', attempt);
    const csrf = deps.visitors.formToken(c.get('visitor'));
    const place = countryName(pin.country);
    return c.html(allowPage({ csrf, attempt, app, device: attempt.device, place, person: account.title }));
  };
}

/**
 * Answers `POST /auth/allow`: a yes claims the PIN, a no leaves it as it is.
 *
 * @rule auth-page.refused-stays-pending
 */
export function postAllow(deps: Deps): Handler {
  return (c) => {
    const standing = standingOf(deps, c, field(c, 'attempt'));
    const { attempt } = standing;
    const answer = field(c, 'answer');
    if (answer !== 'allow' && answer !== 'refuse') throw new PlexHttpError(400);
    if (outcomeOf(deps, standing) !== undefined) return leadTo(c, 'done', attempt);
    const account = signedIn(deps, c);
    if (account === undefined) return leadTo(c, 'sign-in', attempt);
    if (answer === 'refuse') deps.attempts.change(attempt.id, { answer: 'refused' });
    else if (claimPin(deps, attempt.code, account)) deps.attempts.change(attempt.id, { answer: 'allowed' });
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
