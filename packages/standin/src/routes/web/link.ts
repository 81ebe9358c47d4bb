import type { Context } from 'hono';
import type { Deps, StandInEnv } from '../../deps.js';
import type { LinkProblem } from '../../memory/visitors.js';
import { isClaimable, readTypedCode } from '../../rules/pins.js';
import { linkPage } from '../../views/link-page.js';
import { beginAttempt, field } from './attempt.js';

/** Longest code that is shown again. */
const SHOWN = 40;

/**
 * Answers `GET /link`, and `/pin` as it was called before: the page on which a code is typed in, or stands already.
 *
 * @rule link.prefilled
 * @rule link.old-path
 */
export function getLink({ visitors }: Deps): (c: Context<StandInEnv>) => Response | Promise<Response> {
  return (c) => {
    const visitor = c.get('visitor');
    const { accountId, linkProblem: problem } = visitors.get(visitor);
    // It is said once: whoever comes back has another code to type in, or one that stands there already.
    if (problem !== undefined) visitors.put(visitor, { accountId });
    const code = (c.req.query('pin') ?? '').slice(0, SHOWN);
    const page = linkPage({ csrf: visitors.formToken(visitor), code, problem });
    return c.html(page, problem === undefined ? 200 : 404);
  };
}

/**
 * Answers `POST /link`: begins the sign-in of the app that shows a short code.
 *
 * @rule link.refuses-strong
 */
export function postLink(deps: Deps): (c: Context<StandInEnv>) => Response {
  const { db, clock, visitors } = deps;
  return (c) => {
    const visitor = c.get('visitor');
    const { accountId } = visitors.get(visitor);
    const refuse = (linkProblem: LinkProblem): Response => {
      visitors.put(visitor, { accountId, linkProblem });
      return c.redirect('/link', 303);
    };
    const typed = readTypedCode(field(c, 'code'));
    if (typed.kind !== 'short') return refuse(typed.kind);
    const pin = db.pins.findByCode(typed.code);
    if (pin === undefined || !isClaimable(pin, clock.now())) return refuse('unknown');
    visitors.put(visitor, { accountId });
    return beginAttempt(deps, c, { code: typed.code, product: undefined, device: undefined, onward: undefined });
  };
}
