import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from './failure.js';
import { folderOf, profilesIn } from './folder.js';
import { ifThere, membersIn, membersOf } from './json-file.js';
import type { Run } from './run.js';

/** What a profile remembers besides its credentials. Nothing of it is secret. */
export interface Profile {
  readonly schema: 1;
  /** The uuid of whose profile it was when this was said. */
  readonly owner: string;
  readonly defaultServer: DefaultServer;
}

/** The server that is meant when none is named. */
export interface DefaultServer {
  readonly machineIdentifier: string;
  readonly name: string;
}

/** @throws Failure when it is there and makes no sense. */
export async function readProfile(run: Run): Promise<Profile | undefined> {
  const path = pathOf(run);
  const text = await ifThere(readFile(path, 'utf8'));
  if (text === undefined) return undefined;
  const profile = profileIn(text);
  if (profile) return profile;
  throw new Failure({
    code: 'PROFILE_DAMAGED',
    message: `${path} is damaged: it does not say which server is the default`,
    next: 'ticketstub servers --default NAME',
  });
}

/** Has a profile remember a server. A reader finds what was there before, or this, and nothing in between. */
export async function keepDefaultServer(run: Run, owner: string, defaultServer: DefaultServer): Promise<void> {
  const path = pathOf(run);
  const draft = `${path}.${crypto.randomUUID()}.tmp`;
  const profile: Profile = { schema: 1, owner, defaultServer };
  await mkdir(join(path, '..'), { recursive: true, mode: 0o700 });
  try {
    await writeFile(draft, JSON.stringify(profile), { mode: 0o600, flush: true });
    await rename(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
}

/** Has a profile remember nothing. */
export async function forgetProfile(run: Run): Promise<void> {
  await rm(pathOf(run), { force: true });
}

/** Each plex.tv has servers of its own. */
function pathOf({ context, settings: { profile, plexURL } }: Run): string {
  const name = plexURL === undefined ? profile : `${profile} at ${plexURL}`;
  return join(profilesIn(folderOf(context)), `${encodeURIComponent(name)}.json`);
}

function profileIn(text: string): Profile | undefined {
  const { schema, owner, defaultServer } = membersIn(text);
  const { machineIdentifier, name } = membersOf(defaultServer);
  const isWhole = schema === 1 && typeof owner === 'string' && typeof name === 'string';
  if (!isWhole || typeof machineIdentifier !== 'string') return undefined;
  return { schema: 1, owner, defaultServer: { machineIdentifier, name } };
}
