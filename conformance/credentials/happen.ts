import type { Entry, WorldDeed } from './deeds.js';
import { type HeldNow, INSTALLATION, type Scene } from './scene.js';

/** What happens behind the program's back. False where there was nothing that it could happen to. */
export async function happen(scene: Scene, deed: WorldDeed): Promise<boolean> {
  const { control } = scene.house.standIn;
  if (deed.do === 'outage') {
    scene.outage = deed.outage;
    return true;
  }
  if (deed.do === 'wait') {
    control.advanceClock(deed.ms);
    scene.house.changed();
    return true;
  }
  const hasHappened = await change(scene, deed);
  scene.changed();
  return hasHappened;
}

type Change = Exclude<WorldDeed, { do: 'outage' | 'wait' }>;

async function change(scene: Scene, deed: Change): Promise<boolean> {
  const { control, people } = scene.house.standIn;
  switch (deed.do) {
    case 'breach':
      control.breach(deed.who);
      return true;
    case 'restart server':
      control.restartServer(deed.server);
      return true;
    case 'rotate signing key':
      control.rotateSigningKey(deed.before);
      return true;
    case 'remove access': {
      if (!scene.isAdmitted(deed.who, deed.server)) return false;
      control.removeAccess({ person: deed.who, server: deed.server });
      scene.unshared.add(`${deed.who} ${deed.server}`);
      return true;
    }
    case 'sign in elsewhere': {
      const { email: login, password } = people[deed.who];
      await scene.stranger('', INSTALLATION).signIn({ login, password });
      return true;
    }
    case 'sign out elsewhere': {
      const held = await working(scene, deed.who, deed.of);
      if (held === undefined) return false;
      await scene.stranger(held.token, held.clientID).account.signOut();
      return true;
    }
    case 'remove device': {
      const held = await working(scene, deed.who, deed.of);
      if (held === undefined) return false;
      const person = await scene.house.whoIs(held.token);
      if (person === undefined) return false;
      control.removeDevice({ person, clientIdentifier: held.clientID });
      return true;
    }
  }
}

const KINDS = { account: 'account-token', key: 'device-key', switch: 'home' };

/** A token of a kind that somebody holds and that works. */
async function working(scene: Scene, who: Entry, of: keyof typeof KINDS): Promise<HeldNow | undefined> {
  for (const held of await scene.held(who)) {
    if (held.kind === KINDS[of] && (await scene.house.whoIs(held.token)) !== undefined) return held;
  }
  return undefined;
}
