import type { StandIn } from '../src/index.js';
import { ask } from './asking.js';

/** Opens the console's page, or what is under it. */
export function open(standIn: StandIn, path = '', headers: Record<string, string> = {}): Promise<Response> {
  return ask(standIn, `${standIn.url}/console${path}`, { accept: 'text/html', headers });
}

/** The token that the page's forms carry. */
export async function formToken(standIn: StandIn): Promise<string> {
  const page = await (await open(standIn)).text();
  const [, token = ''] = /name="csrf" value="([0-9a-f]+)"/.exec(page) ?? [];
  return token;
}

/** A form of the console, with the token of a page that was just opened unless it brings another. */
export async function send(
  standIn: StandIn,
  [action, headers = {}]: readonly [action: string, headers?: Record<string, string>],
  fields: Record<string, string>,
): Promise<Response> {
  const body = new URLSearchParams({ csrf: await formToken(standIn), ...fields });
  const asking = { method: 'POST', accept: 'text/html', headers, body };
  return ask(standIn, `${standIn.url}/console/${action}`, asking);
}

/** What the page says came of what was asked for last. */
export async function saidOn(response: Response): Promise<string> {
  const [, said = ''] = /id="said"[^>]*>([^<]*)</.exec(await response.text()) ?? [];
  return said.trim();
}
