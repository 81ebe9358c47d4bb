import type { Context } from 'hono';
import type { StandInEnv } from '../../deps.js';
import { AUTH_SCRIPT } from '../../views/auth-page.js';
import { ASSETS } from '../../views/layout.js';
import { STYLE } from '../../views/style.js';

/** A file that a page asks for. */
export interface Asset {
  readonly path: string;
  readonly handler: (c: Context<StandInEnv>) => Response;
}

function asset(name: string, type: string, text: string): Asset {
  const headers = { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'max-age=60' };
  return { path: `${ASSETS}/${name}`, handler: (c) => c.body(text, 200, headers) };
}

/** The files of the pages, each from memory. */
export const assets: readonly Asset[] = [
  asset('style.css', 'text/css', STYLE),
  asset('auth.js', 'text/javascript', AUTH_SCRIPT),
];
