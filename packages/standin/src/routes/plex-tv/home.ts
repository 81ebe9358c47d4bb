import type { Context } from 'hono';
import { noteDevice } from '../../acts/note-device.js';
import type { Account } from '../../db/accounts.js';
import type { Caller, Deps, StandInEnv } from '../../deps.js';
import { PlexHttpError } from '../../errors.js';
import { makeHomeToken } from '../../rules/account-tokens.js';
import { type SwitchWish, judgeSwitch, membersOf } from '../../rules/home.js';
import { writePlexTv } from '../../views/answers.js';
import { homeDocument, homeXml } from '../../views/home.js';
import { writeXml } from '../../views/xml.js';
import { signedInDocument } from './signing-in.js';

/**
 * Answers `GET /api/v2/home/users`: everybody in the caller's Home.
 *
 * @rule home.any-member-asks
 */
export function getHomeUsers({ db, whereabouts }: Deps): (c: Context<StandInEnv>) => Response {
  return (c) => {
    const members = membersOf(c.get('caller').account, db.accounts.all());
    const context = { members, origin: whereabouts.account };
    return writePlexTv(c, 200, { json: () => JSON.stringify(homeDocument(context)), xml: () => homeXml(context) });
  };
}

/** Who switches, under which client identifier. */
interface Switcher {
  readonly account: Account;
  readonly clientIdentifier: string;
}

/**
 * Decides a switch and makes the token that comes of it.
 *
 * @rule home.switch-token
 * @rule home.switch-client
 * @rule home.switch-rotates
 */
function settle(deps: Deps, { account, clientIdentifier }: Switcher, wish: SwitchWish): Caller {
  const { db, clock, ids } = deps;
  const verdict = judgeSwitch(membersOf(account, db.accounts.all()), wish);
  if (!verdict.accepted) throw new PlexHttpError(verdict.status, verdict.code);
  const { person } = verdict;
  const token = makeHomeToken(person, { token: ids.token(), clientIdentifier }, clock.now());
  db.accountTokens.rotate(token);
  noteDevice(deps, token);
  return { account: person, token };
}

/**
 * Answers `POST /api/v2/home/users/{member}/switch`: 201 and the account of the member, with a token of its own.
 *
 * @rule home.switch-201
 * @rule home.pin-in-query
 */
export function postHomeSwitch(deps: Deps): (c: Context<StandInEnv>) => Response {
  return (c) => {
    const switcher = { account: c.get('caller').account, clientIdentifier: c.get('client').identifier ?? '' };
    const wish = { member: c.req.param('member') ?? '', pin: c.req.query('pin') };
    const document = signedInDocument(
      deps,
      deps.db.transaction(() => settle(deps, switcher, wish)),
    );
    return writePlexTv(c, 201, {
      json: () => JSON.stringify(document),
      xml: () => writeXml('user', document, 'wrapped'),
    });
  };
}
