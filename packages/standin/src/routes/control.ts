import { type Context, Hono } from 'hono';
import type { Control } from '../control.js';
import {
  advanceSchema,
  breachSchema,
  claimPinSchema,
  faultSchema,
  readInput,
  removeAccessSchema,
  removeDeviceSchema,
  resetSchema,
  restartSchema,
  rotateSchema,
  setAddressSchema,
  setBrowserAddressSchema,
} from '../control-inputs.js';
import type { Deps, StandInEnv } from '../deps.js';
import { readBody } from '../steps/read-body.js';
import { refusePages } from '../steps/refuse-pages.js';
import { StandInError, type StandInErrorCode } from '../stand-in-error.js';

const STATUSES: Partial<Record<StandInErrorCode, 400 | 403 | 404>> = {
  INVALID_CONTROL: 400,
  CONTROL_REFUSED: 403,
  CONTROL_UNKNOWN: 404,
};

type Handler = (c: Context<StandInEnv>) => Promise<Response>;

async function readJson(c: Context<StandInEnv>): Promise<unknown> {
  // A page can send a form or plain text anywhere without asking; JSON it cannot.
  if (c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase() !== 'application/json') {
    throw new StandInError('INVALID_CONTROL', 'The control reads application/json');
  }
  const body = await readBody(c.req.raw);
  if (body === undefined) throw new StandInError('INVALID_CONTROL', 'The body is too long');
  try {
    return JSON.parse(body);
  } catch {
    throw new StandInError('INVALID_CONTROL', 'The body is not JSON');
  }
}

/** An action: reads its input, does what it says, answers 204. */
function act(action: (input: unknown) => void): Handler {
  return async (c) => {
    action(await readJson(c));
    return c.body(null, 204);
  };
}

/** Who is there, without what they sign in with. */
function people({ db }: Deps): object[] {
  return db.accounts.all().map(({ key, id, uuid, username, email, home, totpSecret, emailOnly }) => ({
    key,
    id,
    uuid,
    username,
    email,
    home,
    twoFactor: totpSecret !== null,
    emailOnly,
  }));
}

function servers({ db, whereabouts }: Deps): object[] {
  return db.servers.all().map(({ name, machineIdentifier, version, ownerId }) => ({
    name,
    machineIdentifier,
    version,
    url: whereabouts.servers.get(machineIdentifier),
    owner: db.accounts.byId(ownerId)?.key,
  }));
}

/** What can be done, by path; each reads its own input. */
function actions(control: Control): Record<string, (input: unknown) => void> {
  return {
    '/reset'(input) {
      readInput('reset', resetSchema, input);
      control.reset();
    },
    '/advance-clock': (input) => control.advanceClock(readInput('advanceClock', advanceSchema, input).ms),
    '/fail-next': (input) => control.failNext(readInput('failNext', faultSchema, input)),
    '/breach': (input) => control.breach(readInput('breach', breachSchema, input).person),
    '/restart-server': (input) => control.restartServer(readInput('restartServer', restartSchema, input).server),
    '/remove-access': (input) => control.removeAccess(readInput('removeAccess', removeAccessSchema, input)),
    '/remove-device': (input) => control.removeDevice(readInput('removeDevice', removeDeviceSchema, input)),
    '/claim-pin': (input) => control.claimPin(readInput('claimPin', claimPinSchema, input)),
    '/rotate-signing-key': (input) =>
      control.rotateSigningKey(readInput('rotateSigningKey', rotateSchema, input).before),
    '/set-browser-address': (input) =>
      control.setBrowserAddress(readInput('setBrowserAddress', setBrowserAddressSchema, input)),
    '/set-address'(input) {
      const { clientIdentifier, ...address } = readInput('setAddress', setAddressSchema, input);
      control.setAddress(clientIdentifier, address);
    },
  };
}

/**
 * The control over HTTP, for programs in any language. No answer holds a token, a password or a code; a web page is
 * refused.
 */
export function controlRoutes(deps: Deps, control: Control): Hono<StandInEnv> {
  const routes = new Hono<StandInEnv>();
  routes.use('*', refusePages(deps));
  routes.get('/people', (c) => c.json(people(deps)));
  routes.get('/servers', (c) => c.json(servers(deps)));
  routes.get('/clock', (c) => c.json({ now: deps.clock.now() }));
  routes.get('/requests', (c) => c.json(control.requests()));
  for (const [path, action] of Object.entries(actions(control))) routes.post(path, act(action));
  routes.all('*', () => {
    throw new StandInError('CONTROL_UNKNOWN', 'The control has no such path');
  });
  routes.onError((error, c) => {
    const known = error instanceof StandInError ? error : new StandInError('CLOSED', 'The control cannot do this now');
    const { code, message, mistakes } = known;
    return c.json({ error: { code, message, mistakes } }, STATUSES[code] ?? 500);
  });
  return routes;
}
