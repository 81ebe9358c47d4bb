import type { PlexCore } from '../core.js';
import { SDKError, TicketstubError } from '../errors.js';
import { SignInAgainError } from '../sign-in-errors.js';
import { heard, type RateGovernor } from '../flows/governor.js';
import type { TokenSource } from '../flows/token-source.js';
import { getHomeUsers } from '../functions/get-home-users.js';
import { getTokenDetails } from '../functions/get-token-details.js';
import { listResources } from '../functions/list-resources.js';
import { switchHomeUser } from '../functions/switch-home-user.js';
import type { CallOptions } from '../options.js';
import type { Lease } from '../stores/credential-store.js';
import { race } from '../transport/wait.js';
import type { PlexResource } from '../wire/resource.js';
import { askGoverned, coreFor, isDead } from './asking.js';
import { isFresh, nameOf } from './fit.js';
import type { HeldToken, ToldServers } from './held.js';
import type { Plan } from './plan.js';
import { partName, type SessionRecord, withoutToken } from './records.js';
import { tryJwt } from './try-jwt.js';
import type { SignIn, Wallet } from './wallet.js';

/** Milliseconds for which one caller of all processes has the switches of a person to itself. */
const LEASE = 60_000;

/** Milliseconds between two looks whether whoever switches is done. */
const PAUSE = 100;

/** What a store that fails is gone on with: it holds up no token. */
const UNLEASED: Lease = { release: () => Promise.resolve() };

/** What steps are taken with. */
export interface StepWork {
  readonly core: PlexCore;
  readonly governor: RateGovernor;
  readonly wallet: Wallet;
  readonly source: TokenSource;
}

/** A step that asks plex.tv, or a server, something. */
export type Step = Extract<Plan, { with: HeldToken }>;

/** What a step may be told besides. */
export interface StepOptions {
  readonly pin: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** How a switch is made, and for which sign-in. */
type SwitchOptions = StepOptions & { readonly from: SignIn };

/**
 * Takes a step, and notes what came of it. A token that plex.tv refuses is noted too: the next plan goes without it.
 * @throws TicketstubError for what says nothing about the token.
 */
export async function take(work: StepWork, step: Step, options: StepOptions): Promise<void> {
  try {
    await takeOne(work, step, options);
  } catch (error) {
    if (!(error instanceof TicketstubError) || !(await noted(work, step, { error, pin: options.pin }))) throw error;
  }
}

async function takeOne(work: StepWork, step: Step, { pin, signal }: StepOptions): Promise<void> {
  const { wallet, governor } = work;
  const from = wallet.signIn;
  const core = coreFor(work.core, step.with, work.source);
  const ask = <Answer>(question: (options: object) => Promise<Answer>): Promise<Answer> =>
    askGoverned({ core, governor }, { ask: question, urgency: 'waited-for', signal });
  switch (step.do) {
    case 'ask-account': {
      const { userPlexAccount } = await ask((once) => getTokenDetails(core, once));
      return wallet.found((session) => ({ ...session, self: userPlexAccount.uuid }), from);
    }
    case 'ask-home': {
      const users = await ask((once) => getHomeUsers(core, once));
      const people = users.map(({ uuid, protected: behindPin }) => ({ uuid, protected: behindPin }));
      return wallet.found((session) => ({ ...session, home: { at: wallet.clock.now(), people } }), from);
    }
    case 'ask-resources': {
      // Whose they are is known now: by the time of the answer, another person may have signed in under this name.
      const owner = step.with.owner ?? wallet.facts(false).self;
      const resources = await ask((once) => listResources(core, {}, once));
      return noteResources(wallet, { asker: { ...step.with, owner }, from }, resources);
    }
    case 'switch':
      return switchInTurn(work, step, { pin, signal, from });
    case 'try-jwt':
      await tryJwt({ ...work, core }, { ...step.trial, token: step.with }, signal);
      return undefined;
  }
}

/**
 * Switches, one caller of all processes at a time, unless somebody has since the plan was made: another switch would end the
 * token that came of it.
 */
async function switchInTurn(work: StepWork, step: Step & { do: 'switch' }, options: SwitchOptions): Promise<void> {
  const { wallet, governor } = work;
  const { signal } = options;
  const before = new Set(homeTokens(wallet, step.to));
  for (;;) {
    // Its turn comes first: a lease would run out while it waits.
    await governor.admit({ urgency: 'waited-for', requests: 1, signal });
    const lease = await wallet.store.lease(partName(wallet.person, 'session'), LEASE).catch(() => UNLEASED);
    try {
      if (lease) await wallet.look();
      const isSwitched = homeTokens(wallet, step.to).some((token) => !before.has(token));
      if (lease && !isSwitched) return await switchNow(work, step, options);
      governor.refund(1);
      if (isSwitched) return;
    } finally {
      // It ends by itself, too.
      await lease?.release().catch(() => {});
    }
    await race(wallet.clock.sleep(PAUSE, signal), signal);
  }
}

function homeTokens({ held }: Wallet, to: string): string[] {
  return held.tokens.flatMap(({ kind, owner, token }) => (kind === 'home' && owner === to ? [token] : []));
}

async function switchNow(
  { core, governor, wallet, source }: StepWork,
  step: Step & { do: 'switch' },
  { pin, signal, from }: SwitchOptions,
): Promise<void> {
  const device = coreFor(core, { ...step.with, clientID: step.clientID }, source);
  const once: CallOptions = { signal, retries: { strategy: 'none' } };
  const { accessToken } = await heard(governor, switchHomeUser(device, { user: step.to, pin }, once));
  const { clientID, to } = step;
  const issuedAt = wallet.clock.now();
  const held: HeldToken = { kind: 'home', token: accessToken, clientID, owner: to, issuedAt };
  const others = (tokens: readonly HeldToken[]): HeldToken[] =>
    tokens.filter(({ kind, owner }) => kind !== 'home' || owner !== to);
  await wallet.found((session) => ({ ...session, tokens: [...others(session.tokens), held] }), from);
}

/** Notes which servers there are, and the tokens that they take; what is no longer on the list goes. */
async function noteResources(
  wallet: Wallet,
  { asker, from }: { readonly asker: HeldToken; readonly from: SignIn },
  resources: readonly PlexResource[],
): Promise<void> {
  const { owner: person, clientID } = asker;
  const at = wallet.clock.now();
  const servers = resources.filter(({ provides }) => provides.includes('server'));
  const [owned, shared] = [true, false].map((own) =>
    servers.filter((one) => (one.owned === true) === own).map(({ clientIdentifier }) => clientIdentifier),
  );
  const told: ToldServers = { person, at, owned: owned ?? [], shared: shared ?? [] };
  const tokens = servers.flatMap(({ owned: isOwned, accessToken, clientIdentifier: server }): HeldToken[] =>
    isOwned === true || accessToken === undefined
      ? []
      : [{ kind: 'server', token: accessToken, clientID, owner: person, server, issuedAt: at }],
  );
  const { self } = wallet.facts(false);
  const isTheirs = (name: string | undefined): boolean => nameOf(name, self) === nameOf(person, self);
  const others = (held: readonly HeldToken[]): HeldToken[] =>
    held.filter(({ kind, owner, adopted }) => kind !== 'server' || adopted === true || !isTheirs(owner));
  await wallet.found(
    (session) => ({
      ...session,
      servers: [...session.servers.filter((one) => !isTheirs(one.person)), told],
      tokens: [...others(session.tokens), ...tokens],
    }),
    from,
  );
}

/** Notes what a refusal says; false when it says nothing that another plan could go by. */
async function noted(
  work: StepWork,
  step: Step,
  { error, pin }: { readonly error: TicketstubError; readonly pin: string | undefined },
): Promise<boolean> {
  const { wallet } = work;
  if (error instanceof SignInAgainError || error.code === 'CREDENTIAL_MISSING') {
    await wallet.lookNow();
    const { key } = wallet.held;
    // Another process may have stored another key since the last look.
    return key === undefined || key.endedAt !== undefined || key.clientID !== step.with.clientID;
  }
  if (step.do === 'switch' && error.code === 'HOME_PIN_REQUIRED' && pin === undefined) {
    await wallet.found((session) => withPin(session, step.to));
    return true;
  }
  const { home, now } = wallet.facts(false);
  if (step.do === 'switch' && error.code === 'NOT_FOUND' && home && !isFresh(home.at, now)) {
    // They have left the Home since somebody asked who is in it.
    await wallet.found((session) => ({ ...session, home: undefined }));
    return true;
  }
  if (!(error instanceof SDKError) || error.code !== 'UNAUTHORIZED') return false;
  return noteDead(work, step.with).catch((unasked: unknown) => {
    if (unasked instanceof TicketstubError) return false;
    throw unasked;
  });
}

function withPin(session: SessionRecord, to: string): SessionRecord {
  const { home } = session;
  if (!home) return session;
  const people = home.people.map((one) => (one.uuid === to ? { ...one, protected: true } : one));
  return { ...session, home: { ...home, people } };
}

/**
 * Has plex.tv say once more that an opaque token is dead, and notes it. False when it does not say so.
 * @throws TicketstubError when plex.tv could not be asked.
 */
export async function noteDead(work: StepWork, token: HeldToken): Promise<boolean> {
  if (token.kind !== 'account' && token.kind !== 'home') return false;
  const { wallet } = work;
  const core = coreFor(work.core, token, work.source);
  if (!(await isDead(work, { core, urgency: 'waited-for' }))) return false;
  const endedAt = wallet.clock.now();
  if (token.kind === 'account') await wallet.accountSeen(token.token, (account) => ({ ...account, endedAt }));
  else await wallet.found((session) => withoutToken(session, token.token));
  return true;
}
