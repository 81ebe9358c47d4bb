/** What a page says, and where it leads. */
export interface PageInput {
  readonly status: number;
  readonly text: string;
  readonly link: { readonly text: string; readonly address: string };
  /** The address of the script that tells the page which opened this one. */
  readonly script?: string | undefined;
}

/** Legible on a phone, and by night. */
const STYLE =
  ':root{color-scheme:light dark}' +
  'body{max-width:32rem;margin:3rem auto;padding:0 1rem;font:1rem/1.5 system-ui,sans-serif;color:#222;background:#fff}' +
  'a{color:#0b57a4}' +
  '@media(prefers-color-scheme:dark){body{color:#eee;background:#181818}a{color:#9cf}}';

/** The SHA-256 of that style: no other is let in. */
const STYLE_HASH = 'koKhYu1h/8Wk9oOrXoz3T4G+LwuuDlomYyl/6XP22BY=';

/** No script but our own file, no frame around it, nothing from elsewhere. */
const POLICY = `default-src 'none'; script-src 'self'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** What every answer says: it is for this browser, now, and no address is told on. */
export const PRIVATE: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** A page of few words; an app that wants a handsomer one answers by itself. */
export function page({ status, text, link, script }: PageInput): Response {
  const told = script === undefined ? '' : `<script src="${escape(script)}" defer></script>`;
  const body = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Sign in with Plex</title>
<style>${STYLE}</style>${told}
</head>
<body>
<main${script === undefined ? '' : ' data-plex-signed-in'}>
<h1>Sign in with Plex</h1>
<p>${escape(text)}</p>
<p><a href="${escape(link.address)}">${escape(link.text)}</a></p>
</main>
</body>
</html>
`;
  const headers = { ...PRIVATE, 'content-type': 'text/html; charset=utf-8', 'content-security-policy': POLICY };
  return new Response(body, { status, headers });
}

/** The same answer, with more said in its headers. One that was received can't be changed. */
export function withHeaders(response: Response, more: readonly (readonly [string, string])[]): Response {
  const headers = new Headers(response.headers);
  for (const [name, value] of more) headers.append(name, value);
  for (const [name, value] of Object.entries(PRIVATE)) headers.set(name, value);
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
