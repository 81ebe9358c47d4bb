import { type Markup, html } from './markup.js';

/** The scripts there are, one for a page that needs one. */
export type ScriptName = 'auth.js' | 'console.js';

/** What a page is made of besides what all of them have. */
export interface PageParts {
  /** What the page is, before the name of what plays it. */
  readonly title: string;
  readonly main: Markup;
  /** The page's script. */
  readonly script?: ScriptName | undefined;
  /** Where its files are; beside those of the other pages by default. */
  readonly files?: string | undefined;
  /** Where the page leads by itself, at once. */
  readonly onward?: string | undefined;
}

/** Where the pages' stylesheet and scripts are. */
export const ASSETS = '/_pages';

/** A ticket stub, small; nothing of it is anybody's mark. */
const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath fill='%238c2f39' d='M1 4h14v3a1 1 0 0 0 0 2v3H1V9a1 1 0 0 0 0-2z'/%3E%3C/svg%3E";

/** The whole of a page, which says what it is: a stand-in, and whose it is not. */
export function layout({ title, main, script, files = ASSETS, onward }: PageParts): Markup {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Ticketstub for Plex</title>
        ${onward === undefined ? '' : html`<meta http-equiv="refresh" content="0; url=${onward}" />`}
        <link rel="icon" href="${ICON}" />
        <link rel="stylesheet" href="${files}/style.css" />
        ${script === undefined ? '' : html`<script src="${files}/${script}" defer></script>`}
      </head>
      <body>
        <header class="top">
          <p class="brand">Ticketstub for Plex</p>
          <p class="tag">A stand-in, for tests</p>
        </header>
        <main>${main}</main>
        <footer class="foot">
          <p>
            This page is played by a program on somebody’s own machine. Everybody here is invented: type no real
            password. Not affiliated with or endorsed by Plex.
          </p>
        </footer>
      </body>
    </html> `;
}

/** The field that shows a form was on a page of ours. */
export function tokenField(csrf: string): Markup {
  return html`<input type="hidden" name="csrf" value="${csrf}" />`;
}
