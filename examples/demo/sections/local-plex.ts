import { z } from 'zod';
import type { PlayedServer } from '@ticketstub/standin';
import type { Section, Stage } from '../play.js';

const identity = z.object({ MediaContainer: z.object({ machineIdentifier: z.string(), version: z.string() }) });

const JSON_PLEASE = { Accept: 'application/json' };

/** Where everything is: each address is asked before it is printed. */
export const localPlex: Section = {
  title: 'A local Plex',
  async play(stage) {
    const { plex, people, wire, attic, cellar } = stage.scene;
    await stage.step(
      { title: 'A stand-in for plex.tv, and two for media servers of an invented Alice' },
      async (show) => {
        const headers = { ...JSON_PLEASE, 'X-Plex-Token': people.alice.token };
        const pong = await wire.ask(`${plex.endpoints.account}/ping`, { headers });
        show.fact('plex.tv', `${pong.status} ${await pong.text()}`, { is: '200 {"pong":true}', shown: plex.url });
        for (const server of [attic, cellar]) {
          show.fact(server.name, await versionOf(server, stage), {
            is: server.version,
            shown: server.url,
            note: `version ${server.version.split('-')[0]}`,
          });
        }
      },
    );
  },
};

async function versionOf({ url, machineIdentifier }: PlayedServer, { scene }: Stage): Promise<string> {
  const response = await scene.wire.ask(`${url}/identity`, { headers: JSON_PLEASE });
  const { MediaContainer: found } = identity.parse(await response.json());
  return found.machineIdentifier === machineIdentifier ? found.version : `of ${found.machineIdentifier}`;
}
