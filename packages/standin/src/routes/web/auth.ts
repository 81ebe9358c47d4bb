import type { Context } from 'hono';
import type { Deps, StandInEnv } from '../../deps.js';
import { PlexHttpError } from '../../errors.js';
import { readFragment } from '../../rules/auth-fragment.js';
import { onwardAddress } from '../../rules/forward.js';
import { authPage } from '../../views/auth-page.js';
import { beginAttempt, field } from './attempt.js';

/** Answers `GET /auth`: the page whose script reads the fragment. */
export function getAuth(c: Context<StandInEnv>): Response | Promise<Response> {
  return c.html(authPage());
}

/** Answers `POST /auth`: begins the sign-in that a fragment asks for. */
export function postAuth(deps: Deps): (c: Context<StandInEnv>) => Response {
  return (c) => {
    const asked = readFragment(field(c, 'fragment'));
    if (asked === undefined) throw new PlexHttpError(400);
    const { code, product, device, forwardURL } = asked;
    const onward = onwardAddress(forwardURL, deps.behaviour.forwardSchemes);
    return beginAttempt(deps, c, { code, product, device, onward });
  };
}
