import type { PersonCredentials } from '@ticketstub/sdk';
import type { OwnDeed } from './deeds.js';
import { type Ask, judgeRejection, pinOf, processOf, reportedAt, Violation } from './judge.js';
import { INSTALLATION, type Scene } from './scene.js';

/** How often a refusal is reported before there must be a token that works, or a reason. */
const MOST_REPORTS = 6;

/** Judges what has been done so far, as after each deed. */
type Watch = () => Promise<void>;

/** Has the program do something. @throws Violation when what came of it may not be. */
export async function act(scene: Scene, deed: OwnDeed, watch: Watch): Promise<string> {
  const { plex } = processOf(scene, deed.by);
  switch (deed.do) {
    case 'restart process':
      scene.processes[deed.by === 0 ? 0 : 1] = scene.process();
      return 'done';
    case 'keep':
      return keepOnce(scene, deed.by);
    case 'sign in':
      return judged(scene, deed, () => signIn(scene, deed, watch));
    case 'add key':
      return judged(scene, deed, () => credentialsOf(scene, deed).addKey());
    case 'call': {
      const client = plex.withToken(credentialsOf(scene, deed).source());
      return judged(scene, deed, async () => {
        const { userPlexAccount } = await client.authentication.getTokenDetails();
        if (userPlexAccount.uuid !== scene.house.standIn.people[deed.who].uuid)
          throw new Violation('called as somebody else');
      });
    }
    case 'try JWT':
      return judged(scene, deed, () => tryJwt(scene, deed));
    case 'ask':
      return ask(scene, deed, watch);
  }
}

function credentialsOf(scene: Scene, { who, by }: Extract<OwnDeed, { who: unknown }>): PersonCredentials {
  return processOf(scene, by).people[who];
}

/** What came of a call, in a word. */
async function judged(scene: Scene, deed: OwnDeed, call: () => Promise<unknown>): Promise<string> {
  try {
    await call();
    return 'done';
  } catch (error) {
    if (error instanceof Violation) throw error;
    await scene.settled();
    return judgeRejection(scene, deed, error);
  }
}

/** Somebody signs in on Plex's own page, or with a password, and the program keeps what it gets. */
async function signIn(scene: Scene, deed: Extract<OwnDeed, { do: 'sign in' }>, watch: Watch): Promise<void> {
  const { who, way } = deed;
  const { people, control } = scene.house.standIn;
  const credentials = credentialsOf(scene, deed);
  // Plex ends what they had under the same client identifier; no word of that is the program's to keep.
  const adopt = async (input: Parameters<PersonCredentials['adopt']>[0]): Promise<void> => {
    scene.changed();
    await watch();
    await credentials.adopt(input);
    scene.prompts.delete(who);
  };
  if (way === 'password') {
    const { email: login, password } = people[who];
    return adopt(await scene.program(INSTALLATION).signIn({ login, password }));
  }
  const clientID = way === 'PIN' ? INSTALLATION : `a-key-${crypto.randomUUID()}`;
  const device = scene.program(clientID);
  const key = way === 'PIN' ? undefined : await device.deviceKeys.generate();
  const pin = await device.pins.create({ strong: true, ...(key && { key }) });
  control.claimPin({ code: pin.code, person: who });
  const outcome = await device.pins.waitUntilClaimed(pin, key && { key });
  if (outcome.state !== 'claimed') throw new Violation('a PIN that was claimed was not seen to be');
  await adopt(key ? { key, clientID } : { accessToken: outcome.authToken });
}

async function tryJwt(scene: Scene, deed: Extract<OwnDeed, { do: 'try JWT' }>): Promise<void> {
  const { machineIdentifier, url } = scene.house.server(deed.server);
  scene.trials.add(`${deed.who} ${deed.server}`);
  scene.probing = true;
  const isTaken = await credentialsOf(scene, deed).tryJwt(machineIdentifier, url);
  if (isTaken && !scene.house.acceptsJwt) throw new Violation('believes that a server takes JWTs which takes none');
  scene.count(isTaken ? 'JWT taken' : 'JWT not taken');
}

async function keepOnce(scene: Scene, by: number): Promise<string> {
  const stop = new AbortController();
  const plex = scene.program(INSTALLATION, scene.oneRound(stop));
  const failures: unknown[] = [];
  await plex.credentials.keep({
    store: scene.store,
    signal: stop.signal,
    governor: processOf(scene, by).governor,
    onSignInAgain: ({ name }) => scene.prompted(name),
    onError: ({ error }) => void failures.push(error),
  });
  for (const error of failures) await judgeRejection(scene, { do: 'keep', by }, error);
  return failures.length > 0 ? 'failed' : 'done';
}

/** Asks for a token, sends it where it is for, and reports a refusal, until one works or there is a reason why none does. */
async function ask(scene: Scene, deed: Ask, watch: Watch): Promise<string> {
  const { who, as = who, server, by } = deed;
  const credentials = credentialsOf(scene, deed);
  const uuid = deed.as && scene.house.standIn.people[deed.as].uuid;
  const destination = { server: server && scene.house.server(server).machineIdentifier, as: uuid };
  const place = server ?? 'plex.tv';
  for (let reports = 0; reports <= MOST_REPORTS; reports += 1) {
    let token = '';
    let kind = '';
    const asked = await judged(scene, deed, async () => {
      ({ accessToken: token, kind } = await credentials.for(destination, { pin: pinOf(deed) }));
    });
    if (asked !== 'done') return `${asked}${reports > 0 ? ' after a report' : ''}`;
    await watch();
    const { status, ...seen } = await scene.house.send(token, server);
    if (status === 200) {
      if (seen.person !== as || seen.kind !== kind)
        throw new Violation(`gave ${seen.person}’s ${seen.kind} token for ${as}’s ${kind}`);
      scene.had(token);
      return `${kind} ${server === undefined ? 'at plex.tv' : 'at a server'}${reports > 0 ? ' after a report' : ''}`;
    }
    demandExcuse(scene, deed, { token, kind, place });
    if (!deed.reports) return 'stale';
    const told = await judged(scene, deed, () => credentials.refused(token, destination));
    // What a server refuses is believed even if plex.tv cannot be asked what that means.
    if (told === 'done' || server !== undefined)
      processOf(scene, by).reported.set(`${place} ${token}`, scene.house.standIn.clock.now());
    if (told !== 'done') return `report: ${told}`;
    await watch();
  }
  throw new Violation(`gave nothing that works at ${place} after ${MOST_REPORTS} reports`);
}

/**
 * A token that does not work may be given only if it was had before the last time that something happened which ends tokens,
 * and this process was not told within a minute that it is refused there.
 */
function demandExcuse(
  scene: Scene,
  { by }: Ask,
  { token, kind, place }: { readonly token: string; readonly kind: string; readonly place: string },
): void {
  if (scene.isCrowded) return;
  if ((scene.since.get(token) ?? scene.changes) >= scene.changes)
    throw new Violation(`gave a ${kind} token for ${place} that does not work, and nothing has happened to it`);
  if (reportedAt(scene, by, place).includes(token))
    throw new Violation(`gave a ${kind} token for ${place} that was reported a moment ago`);
}
