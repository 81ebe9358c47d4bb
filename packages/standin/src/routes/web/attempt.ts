import type { Context } from 'hono';
import type { Account } from '../../db/accounts.js';
import type { Pin } from '../../db/pins.js';
import type { Deps, StandInEnv } from '../../deps.js';
import { PlexHttpError } from '../../errors.js';
import type { Attempt } from '../../memory/attempts.js';

/** A sign-in, and the PIN it is for, as long as that is remembered. */
export interface Standing {
  readonly attempt: Attempt;
  readonly pin: Pin | undefined;
  /** What the program is called, and what it runs on. */
  readonly app: string;
  readonly device: string | undefined;
}

/** A program that told nobody its name. */
const NAMELESS = 'an app without a name';

/** A text field of the form that was sent; empty when it is not there. */
export function field(c: Context<StandInEnv>, name: string): string {
  const value = c.get('fields').get(name);
  return typeof value === 'string' ? value : '';
}

/** The sign-in an address or a form names; 404 when it was not begun in this browser. */
export function standingOf({ db, attempts }: Deps, c: Context<StandInEnv>, id: string): Standing {
  const attempt = attempts.find(id);
  if (attempt === undefined || attempt.visitor !== c.get('visitor')) throw new PlexHttpError(404);
  const pin = db.pins.findByCode(attempt.code);
  const named = pin === undefined || pin.product === '0' ? undefined : pin.product;
  const maker = pin === undefined ? undefined : db.pinMakers.find(pin.id);
  const device = attempt.device ?? maker?.device ?? undefined;
  return { attempt, pin, app: attempt.product ?? named ?? NAMELESS, device };
}

/** Who is signed in, in the browser that asks. */
export function signedIn({ db, visitors }: Deps, c: Context<StandInEnv>): Account | undefined {
  const { accountId } = visitors.get(c.get('visitor'));
  return accountId === undefined ? undefined : db.accounts.byId(accountId);
}

/** Leads a browser to a step of a sign-in; forms are left this way, so that going back asks for none again. */
export function leadTo(c: Context<StandInEnv>, step: 'sign-in' | 'allow' | 'done', { id }: Attempt): Response {
  return c.redirect(`/auth/${step}?attempt=${id}`, 303);
}

/** Begins a sign-in in the browser that asks. */
export function beginAttempt(
  { ids, attempts }: Deps,
  c: Context<StandInEnv>,
  asked: Omit<Attempt, 'id' | 'visitor'>,
): Response {
  const id = Buffer.from(ids.bytes(16)).toString('base64url');
  const attempt = { ...asked, id, visitor: c.get('visitor') };
  attempts.add(attempt);
  return leadTo(c, 'allow', attempt);
}
