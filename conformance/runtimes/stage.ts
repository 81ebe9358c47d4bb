import { type StandIn, startStandIn } from '@ticketstub/standin';
import { startFaultServer } from './fault-server.js';
import type { Nature, Someone, World } from './smoke/world.js';

/** A stand-in and a fault server of one runtime's own, and how to find them. */
export interface Stage extends AsyncDisposable {
  readonly world: World;
}

const planted = { token: 'Kanari_token-of-smoke', password: 'Kanari "password" & smoke' };

/** Starts both on this Node. */
export async function openStage(nature: Nature, seed: number): Promise<Stage> {
  const standIn = await startStandIn();
  const { finn } = standIn.people;
  const faults = await startFaultServer(() => finn.totp?.() ?? '');
  const [attic, cellar] = standIn.servers;
  return {
    world: {
      account: standIn.endpoints.account,
      attic: attic?.url ?? '',
      cellar: cellar?.url ?? '',
      source: `server://${attic?.machineIdentifier ?? ''}`,
      faults: faults.url,
      // A port that listens to nobody but those of the machine's very first services.
      nobody: 'http://127.0.0.1:9',
      alice: someone(standIn, 'alice'),
      finn: someone(standIn, 'finn'),
      planted,
      nature,
      seed,
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([faults[Symbol.asyncDispose](), standIn.close()]);
    },
  };
}

function someone({ people }: StandIn, name: 'alice' | 'finn'): Someone {
  const { email: login, password, uuid, token, clientIdentifier: clientID } = people[name];
  return { login, password, uuid, token, clientID };
}
