import type { CastName, StandIn } from '@ticketstub/standin';
import { z } from 'zod';

type Ask = (standIn: StandIn, person: CastName) => Promise<Response>;

const AS_JSON = 'application/json';

function asked(standIn: StandIn, path: string, { method = 'GET', accept = AS_JSON } = {}): Promise<Response> {
  const headers = { accept, 'X-Plex-Client-Identifier': 'recordings', 'X-Plex-Product': 'Example App' };
  return standIn.fetch(`https://plex.tv/api/v2${path}`, { method, headers });
}

const made =
  (path: string, accept?: string): Ask =>
  (standIn) =>
    asked(standIn, path, { method: 'POST', ...(accept !== undefined && { accept }) });

async function claimed(standIn: StandIn, person: CastName): Promise<Response> {
  const answer: unknown = await (await made('/pins')(standIn, person)).json();
  const { id, code } = z.object({ id: z.number(), code: z.string() }).parse(answer);
  standIn.control.claimPin({ code, person });
  return asked(standIn, `/pins/${id}`);
}

const unknown: Ask = (standIn) => asked(standIn, '/pins/1');

/** By the name of the recording: what is about PINs. */
export const pinScenes: Readonly<Record<string, { readonly ask: Ask }>> = {
  'pins.short-new.201.json': { ask: made('/pins') },
  'pins.short-new-2026.201.json': { ask: made('/pins') },
  'pins.short-new.201.xml': { ask: made('/pins', 'application/xml') },
  'pins.strong-new-2026.201.json': { ask: made('/pins?strong=true') },
  'pins.strong-new-2019.201.json': { ask: made('/pins.json?strong=true', '*/*') },
  'pins.short-claimed.200.json': { ask: claimed },
  'pins.short-claimed-2026.200.json': { ask: claimed },
  'error.pin-not-found.404.json': { ask: unknown },
  'error.pin-not-found.404.no-status.json': { ask: unknown },
};
