import { errors, type PlexAPI } from '@ticketstub/sdk';
import type { Server } from './find-server.js';
import { plain } from './output/human.js';
import type { Run } from './run.js';
import type { Session } from './session.js';

/** Where a server answers; undefined when it does nowhere. */
export interface Answer {
  readonly url: string | undefined;
}

/** Looks for servers side by side, and says how far it is to whoever watches. */
export async function probeAll(
  { context, output }: Run,
  { plex }: Session,
  servers: readonly Server[],
): Promise<ReadonlyMap<string, Answer>> {
  const answers = new Map<string, Answer>();
  if (servers.length === 0) return answers;
  const { signal } = context;
  const line = output.live();
  const tell = (): void => {
    const waiting = servers.filter(({ clientIdentifier }) => !answers.has(clientIdentifier));
    const names = waiting.map(({ name }) => plain(name)).join(', ');
    line.say(`Looking for your servers, ${answers.size} of ${servers.length} done: ${names}`);
  };
  tell();
  try {
    await Promise.all(
      servers.map(async (server) => {
        answers.set(server.clientIdentifier, await probe(plex, server, signal));
        tell();
      }),
    );
  } finally {
    line.end();
  }
  return answers;
}

async function probe(plex: PlexAPI, server: Server, signal: AbortSignal): Promise<Answer> {
  try {
    return { url: (await plex.resources.connect(server, {}, { signal })).url };
  } catch (error) {
    if (signal.aborted || !(error instanceof errors.TicketstubError)) throw error;
    return { url: undefined };
  }
}
