import { Failure } from './failure.js';
import { listServers, pickServer, type Server } from './find-server.js';
import { plain } from './output/human.js';
import { type DefaultServer, keepDefaultServer } from './profile.js';
import { canAsk, choose } from './prompts.js';
import type { Run } from './run.js';
import type { Session } from './session.js';

/**
 * Has the profile of somebody, whose uuid is given, remember the server that is called so. Who sits at a terminal may choose
 * when none is.
 * @throws Failure when there is none, or several are called so.
 */
export async function setDefaultServer(
  run: Run,
  session: Session,
  { wanted, owner }: { readonly wanted: string; readonly owner: string },
): Promise<DefaultServer> {
  const servers = await listServers(session, run.context.signal);
  const { clientIdentifier: machineIdentifier, name } = await pick(run, servers, wanted);
  const chosen = { machineIdentifier, name };
  await keepDefaultServer(run, owner, chosen);
  return chosen;
}

async function pick({ context }: Run, servers: readonly Server[], wanted: string): Promise<Server> {
  try {
    return pickServer(servers, wanted);
  } catch (error) {
    if (!(error instanceof Failure) || servers.length === 0 || !canAsk(context)) throw error;
    const choices = servers.map(({ clientIdentifier: value, name }) => ({ value, words: plain(name) }));
    return pickServer(servers, await choose(context, `No server is called ${plain(wanted)}. Which one?`, choices));
  }
}
